"""A customer's data: what is personal, what is exported, and that an erasure leaves none, ever."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import ROOT, RunCli
from conftest import Warehouse as Loaded
from invariants.harness import LIGHT, Bench, Row, Warehouse

from ecommerce_privacy.privacy import PLACES

# Values that only customer 5 has, in two versions of the source's row.
OLD = {"nome_cliente": "Quitéria Um", "email": "quiteria@um.test", "cpf_cnpj": "00000000191"}
NEW = {"nome_cliente": "Quitéria Dois", "email": "quiteria@dois.test", "telefone": "+5500999"}
CHANGE = """
update core.cliente
set {values}, data_atualizacao = make_timestamp(epoch_us(now()))
where cliente_id = 5
"""


Erased = tuple[Warehouse, list[Row], dict[str, list[dict[str, object]]]]


@pytest.fixture(scope="module")
def warehouse(loaded_once: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Erased:
    """Erased customer 5, of two versions, samples and a rejection; sales and export before."""
    copy = loaded_once.copy_to(tmp_path_factory.mktemp("privacy") / "data")
    made = Warehouse(Bench.of_session(tmp_path_factory), copy.data_dir)
    for values in (OLD, NEW):
        _write(made, values)
        made.dbt("build", "--select", "+dim_cliente", "--exclude-resource-type", "test")
    with duckdb.connect(str(made.file)) as db:
        db.execute("""
            insert into audit.dq_amostra
            select 1, 'um', 1, concat('cliente_id=', max(cliente_id), '; dia=1')
            from dim.dim_cliente where cliente_original_id = 5
            union all select 1, 'um', 2, 'contato=quiteria@um.test; n=1'
            union all select 1, 'um', 3, 'cliente_original_id=55; contato=ana@um.test'
        """)
        db.execute("""
            insert into audit.quarentena by name
            select 7 as quarentena_id, 'cliente' as entidade, '5' as chave_origem,
                'dimensao_obrigatoria' as regra, 'nome=Quitéria Um' as detalhe, 1 as run_id,
                now()::timestamp as detectado_em, now()::timestamp as resolvido_em, 1 as copia
        """)
        db.execute("""
            insert into audit.quarentena_linha by name
            select 1 as run_id, unnest(['cliente', 'pedido', 'pedido']) as entidade,
                unnest(['5', '1', '2']) as chave_origem,
                unnest(['nome_cliente=Quitéria Um', 'pedido_id=1; cliente_id=5; n=1',
                    'pedido_id=2; cliente_id=55; n=1']) as linha
        """)
    exported = json.loads(made.run("privacy", "export", "--cliente", "5"))
    sales = made.ask(SALES)
    made.run("privacy", "erase", "--cliente", "5", "--cliente", "5")
    return made, sales, exported


SALES = """
    select cliente_id, count(*), sum(valor_total_liquido), sum(quantidade_vendida)
    from fact.fact_vendas group by cliente_id order by cliente_id
"""


def _write(warehouse: Warehouse, values: dict[str, str]) -> None:
    pairs = ", ".join(f"{column} = '{value}'" for column, value in values.items())
    warehouse.change(CHANGE.format(values=pairs))


def _traces(warehouse: Warehouse) -> list[tuple[str, str]]:
    """Tables, views of the source included, and the value of customer 5 found in any column."""
    found = []
    with duckdb.connect(str(warehouse.file), read_only=True) as db:
        db.execute(f"attach '{warehouse.source}' as ECOMMERCE_OLTP (read_only)")
        names = db.execute(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_catalog = current_database()"
        ).fetchall()
        for (name,) in names:
            rows = str(db.table(name).fetchall())
            found += [(name, value) for value in {*OLD.values(), *NEW.values()} if value in rows]
    return found


def test_the_export_had_every_version_order_sample_and_rejection(warehouse: Erased) -> None:
    _, _, exported = warehouse
    assert [row["email"] for row in exported["dim.dim_cliente"]][1:] == [OLD["email"], NEW["email"]]
    assert len(exported["snap.snap_cliente"]) == 3
    assert [row["linha"] for row in exported["audit.dq_amostra"]][1:] == [
        "contato=quiteria@um.test; n=1"
    ]
    assert [row["detalhe"] for row in exported["audit.quarentena"]] == ["nome=Quitéria Um"]
    whole = [row["chave_origem"] for row in exported["audit.quarentena_linha"]]
    assert whole == ["5", "1"]
    sold = {row["venda_id"] for row in exported["fact.fact_vendas"]}
    assert len(sold) > 0


def test_no_value_is_left_anywhere_and_sales_are_kept(warehouse: Erased) -> None:
    made, sales, _ = warehouse
    assert _traces(made) == []
    assert made.ask(SALES) == sales
    assert made.ask("select cliente_id, apagado_por <> '' from ctl.clientes_apagados") == [
        (5, True)
    ]
    kept = made.ask("select linha from audit.dq_amostra where teste = 'um' order by ordem")
    assert kept[2] == ("cliente_original_id=55; contato=ana@um.test",)
    versions = "select count(*), min(nome_cliente), max(nome_cliente) from dim.dim_cliente "
    assert made.ask(versions + "where cliente_original_id = 5") == [
        (3, "Titular apagado", "Titular apagado")
    ]


def test_the_next_run_finds_nothing_to_do_and_no_difference(warehouse: Erased) -> None:
    """Though the source goes on writing the customer's data: all of it stays erased."""
    made, _, _ = warehouse
    _write(made, {**NEW, "email": OLD["email"]})
    made.run(*LIGHT)
    summary = made.summary()
    assert (summary.status, summary.differences) == ("success", 0)
    assert summary.checked > 0
    told = "select status, linhas_inseridas, linhas_atualizadas from audit.etl_run order by run_id"
    assert made.ask(told)[-1] == ("success", 0, 0)
    assert _traces(made) == []


def test_a_full_refresh_and_the_sources_own_erasure_bring_nothing_back(warehouse: Erased) -> None:
    made, sales, _ = warehouse
    _write(made, {"nome_cliente": "Anonimizado", "email": "", "cpf_cnpj": "", "telefone": ""})
    made.run("--full-refresh", "--select", "+dim_cliente", "--exclude", "resource_type:test")
    assert _traces(made) == []
    assert made.ask(SALES) == sales


def test_a_warehouse_in_its_place_is_told_whom_to_erase(loaded: Loaded, run_cli: RunCli) -> None:
    with duckdb.connect(str(loaded.warehouse)) as db:
        db.execute(
            "insert into ctl.clientes_apagados select c, 1, now(), 'x' from range(5, 7) t(c)"
        )
    done = run_cli("reset", "--yes", data_dir=loaded.data_dir, check=True)
    assert "`python run.py privacy erase --cliente 5 --cliente 6`" in done.stdout


def test_who_is_not_there_is_not_erased(loaded: Loaded, run_cli: RunCli) -> None:
    done = run_cli("privacy", "erase", "--cliente", "99999999", data_dir=loaded.data_dir)
    assert done.returncode == 1
    assert "There is no customer 99999999" in done.stdout
    done = run_cli("privacy", "export", "--cliente", "99999999", data_dir=loaded.data_dir)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The warehouse holds nothing of customer 99999999.\n"


def test_without_a_warehouse_nothing_is_made(tmp_path: Path, run_cli: RunCli) -> None:
    done = run_cli("privacy", "erase", "--cliente", "5", data_dir=tmp_path / "data")
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "data").exists()


EXPORTED = {file.stem for file in PLACES.glob("*.sql")}
COLUMNS = """
    select table_schema || '.' || table_name, column_name, data_type
    from information_schema.columns
    join information_schema.tables using (table_catalog, table_schema, table_name)
    where table_type = 'BASE TABLE' and table_catalog = current_database()
"""
# Columns of these names are sellers' there.
SELLERS = {"dim.dim_vendedor", "snap.snap_vendedor"}
# Long texts that quote no row; an error's may: docs/privacy.md.
QUOTE_NO_ROW = {"aviso_relogio", "comando", "identidade", "mensagem_erro"}
QUOTE_NO_ROW |= {"meses", "seletor", "sql_teste"}


def _long_texts() -> set[str]:
    """Columns of audit and control tables that are long enough for a row's values."""
    given = yaml.safe_load((ROOT / "models/ops/_ops__sources.yml").read_text(encoding="utf-8"))
    columns = [c for source in given["sources"] for t in source["tables"] for c in t["columns"]]
    kinds = {(c["name"], re.sub(r"nvarchar\((\d+)\)", r"\1", c["data_type"])) for c in columns}
    return {name for name, size in kinds if size.isdecimal() and int(size) >= 400}


def test_every_table_with_a_customer_in_it_is_exported(loaded_once: Loaded) -> None:
    personal = {"cliente_id", "cliente_original_id", "detalhe", *_long_texts()} - QUOTE_NO_ROW
    tagged = _tagged("models/staging/_staging__sources.yml", "sources", "cliente")
    personal |= {name for name, kind in tagged.items() if kind == "identifica"}
    with duckdb.connect(str(loaded_once.warehouse), read_only=True) as db:
        columns = db.execute(COLUMNS).fetchall()
    assert {table for table, column, _ in columns if column in personal} - SELLERS == EXPORTED


def test_a_table_that_holds_a_customers_value_is_exported(loaded_once: Loaded) -> None:
    """Whatever its columns are called: by the e-mails and tax numbers of all customers."""
    with duckdb.connect(str(loaded_once.warehouse), read_only=True) as db:
        db.execute(f"attach '{loaded_once.source}' as ECOMMERCE_OLTP (read_only)")
        people = db.execute("select email, cpf_cnpj from ECOMMERCE_OLTP.core.cliente").fetchall()
        values = {value for row in people for value in row if value}
        holding = {
            table
            for table, column, kind in db.execute(COLUMNS).fetchall()
            if kind == "VARCHAR"
            for (text,) in db.table(table).unique(column).fetchall()
            if text and not values.isdisjoint(re.split(r"; |=", text))
        }
    assert {"dim.dim_cliente", "snap.snap_cliente"} <= holding <= EXPORTED


def _tagged(file: str, section: str, name: str) -> dict[str, str]:
    given = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    tables = given["models"] if section == "models" else given["sources"][0]["tables"]
    columns = next(table["columns"] for table in tables if table["name"] == name)
    return {
        column["name"]: column["config"]["meta"]["dado_pessoal"]
        for column in columns
        if "dado_pessoal" in column.get("config", {}).get("meta", {})
    }


def test_a_dimension_tags_what_its_source_tags() -> None:
    source = _tagged("models/staging/_staging__sources.yml", "sources", "cliente")
    dimension = _tagged("models/dim/_dim__models.yml", "models", "dim_cliente")
    assert dimension == {**source, "faixa_etaria": "descreve"}  # made of the date of birth
    identify = {name for name, kind in source.items() if kind == "identifica"}
    sample = (PLACES / "audit.dq_amostra.sql").read_text(encoding="utf-8")
    assert {name for name in source if f"versao.{name} as valor" in sample} == identify
