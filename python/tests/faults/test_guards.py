"""What must not pass for a success: a source cut off or rejected, other variables, clocks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse as Loaded
from invariants.harness import LIGHTER, Bench, Warehouse, warehouse_differences

from faults.stage import file_differences, statuses

SQL = Path(__file__).with_name("sql")
MEANT = ("--vars", "{queda_maxima_percentual: 100}")
ALERTS = "select tipo, entidade, gravidade from ops.vw_alertas order by all"
LOSE_A_MONTH = "delete from fact.fact_vendas where data_id between 20250301 and 20250331"
COUNT = "select count(*) from core."


def script(name: str, **words: object) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8").format(**words)


@pytest.fixture
def warehouse(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(Bench.of_session(tmp_path_factory), loaded.data_dir)


def rows(warehouse: Warehouse, *tables: str) -> int:
    with duckdb.connect(str(warehouse.source), read_only=True) as source:
        return sum(source.execute(COUNT + table).fetchall()[0][0] for table in tables)


def in_warehouse(warehouse: Warehouse, statement: str) -> None:
    with duckdb.connect(str(warehouse.file)) as db:
        db.execute(statement)


def first_line(told: str) -> str:
    """Of the summary: what comes after the line that says what is being done."""
    return next(line for line in told.splitlines() if line.startswith(("Partial:", "Failed:")))


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("cliente", ["without_keys", "delete from core.cliente"]),
        # Truncated, and half of it there again: DuckDB's catalog still counts what was deleted.
        ("devolucao", ["delete from core.devolucao where devolucao_id % 2 = 0"]),
        ("meta_vendedor", ["half_a_view"]),
    ],
    ids=["emptied", "half", "view"],
)  # fmt: skip
def test_a_source_that_lost_rows(warehouse: Warehouse, table: str, changes: list[str]) -> None:
    """Refused before anything is written, until it is said to be meant.

    It fails where the count is of the catalog that still holds deleted rows, or where a view has no
    count.
    """
    before = rows(warehouse, table)
    for change in changes:
        warehouse.change(change if " " in change else script(change))
    now = rows(warehouse, table)
    told = first_line(warehouse.run(*LIGHTER, expect=1))
    assert f"core.{table} had {before:,} rows and has {now:,}.".replace(",", " ") in told
    assert "--vars '{queda_maxima_percentual: 100}'" in told
    warehouse.run(*MEANT, *LIGHTER, expect=1 if now == 0 else 0)
    assert statuses(warehouse)[-1] == ("partial" if now == 0 else "success")


def test_a_refused_run_writes_nothing(warehouse: Warehouse, loaded_once: Loaded) -> None:
    """Nor is its count that of the last load; a bare dbt is refused too; meant once is enough."""
    warehouse.change("delete from core.devolucao where devolucao_id % 2 = 0")
    for _ in range(2):
        assert "core.devolucao had" in first_line(warehouse.run(*LIGHTER, expect=1))
    assert "core.devolucao had" in " ".join(warehouse.dbt("snapshot", expect=2).split())
    assert file_differences(warehouse.file, loaded_once.warehouse) == ""
    assert statuses(warehouse) == ["success", *["failed"] * 3]
    warehouse.run(*MEANT, *LIGHTER)
    warehouse.run(*LIGHTER)


def test_everything_rejected_is_no_success(warehouse: Warehouse) -> None:
    """Nor is the next run, which finds nothing new; one bad row among many is daily business."""
    warehouse.change(script("redated", data="timestamp '1999-12-31'", quais="pedido_id = 5"))
    warehouse.run(*LIGHTER)
    orders = rows(warehouse, "pedido")
    warehouse.change(script("redated", data="data_pedido - interval 30 year", quais="true"))
    for _ in range(2):
        told = first_line(warehouse.run(*LIGHTER, expect=1))
        assert f"{orders:,} of {orders:,} rows of core.pedido were".replace(",", " ") in told
        assert "pedido_data" in told
        assert "older than 2000-01-01, the first day of dim_data: set dim_data_inicio" in told
    assert ("execucao", "pipeline", "alta") in warehouse.ask(ALERTS)
    assert ("quarentena", "pedido", "alta") in warehouse.ask(ALERTS)
    for entity in warehouse.summary().entities:
        assert entity.rows["quarantined"] <= entity.rows["read"], entity
    ((read, rejected),) = warehouse.ask(
        "select linhas_lidas, linhas_quarentena from audit.etl_run_entity "
        "where entidade = 'fact_vendas' and run_id = 3"
    )
    assert read == rows(warehouse, "pedido", "item_pedido", "devolucao")
    assert isinstance(rejected, int)
    assert rejected <= int(str(read))


def test_a_batch_that_is_bad_is_told_whatever_the_history_weighs(warehouse: Warehouse) -> None:
    """Sixty new orders without a customer: few of all, all of those that the run judged."""
    warehouse.change(script("without_keys"))
    warehouse.change(script("orders_of_nobody"))
    told = first_line(warehouse.run(*LIGHTER, expect=1))
    assert "Partial: 60 of 60 rows of core.pedido that this run judged" in told
    assert "pedido_cliente" in told
    assert "customer" in told


def test_copies_are_told_as_any_bad_batch_is(warehouse: Warehouse) -> None:
    """Rows of a double key never reach the rules of the others; they count all the same."""
    warehouse.change(script("without_keys"))
    warehouse.change(
        "insert into core.item_pedido "
        "select * from core.item_pedido order by item_pedido_id limit 15;"
    )
    told = first_line(warehouse.run(*LIGHTER, expect=1))
    assert "30 of" in told
    assert "rows of core.item_pedido" in told
    assert "chave_duplicada" in told


def test_variables_are_part_of_the_warehouse(warehouse: Warehouse, tmp_path: Path) -> None:
    """Loaded with others by a full refresh: a plain run is refused, healing takes them."""
    other = ("--vars", "{dim_data_inicio: 2024-09-01}")
    said = "was loaded with dim_data_inicio 2000-01-01, not 2024-09-01"
    assert said in first_line(warehouse.run(*other, *LIGHTER, expect=1))
    warehouse.run("--full-refresh", *other, *LIGHTER, expect=1)
    assert statuses(warehouse)[-1] == "partial"  # half of the orders are older
    shutil.copy(warehouse.file, tmp_path / "kept.duckdb")
    told = first_line(warehouse.run(*LIGHTER, expect=1))
    assert "was loaded with dim_data_inicio 2024-09-01, not 2000-01-01" in told
    assert "--full-refresh" in told
    assert "mudar_variaveis: true" in told
    in_warehouse(warehouse, LOSE_A_MONTH)
    warehouse.run("reconcile", "--heal", expect=1)  # partial: as much is rejected as before
    assert warehouse_differences(warehouse.file, tmp_path / "kept.duckdb") == ""

    warehouse.run("--vars", "{mudar_variaveis: true}", *LIGHTER)
    ((first,),) = warehouse.ask("select min(data_id) from fact.fact_vendas")
    assert int(str(first)) < 20240901


def test_healing_touches_no_other_month(warehouse: Warehouse, loaded_once: Loaded) -> None:
    """An item that left an order of May 2024 since the load is the next run's to delete."""
    in_warehouse(warehouse, LOSE_A_MONTH)
    warehouse.change(script("item_taken_out"))
    told = warehouse.run("reconcile", "--heal")
    assert "differ in 2025-03. After: 0 of" in " ".join(told.split())
    assert warehouse_differences(warehouse.file, loaded_once.warehouse) == ""
    waiting = "select count(*) from ctl.pedidos_carregados where numero is null"
    assert warehouse.ask(waiting) == [(1,)]
    warehouse.run(*LIGHTER)
    assert warehouse.ask(waiting) == [(0,)]
    ((left,),) = warehouse.ask("select count(*) from fact.fact_vendas")
    assert left == rows(warehouse, "item_pedido")


def test_stamps_of_the_far_future(warehouse: Warehouse) -> None:
    """They wait; more than a day of it is an alert, which closes when the stamp is mended."""
    warehouse.change(script("stamped", carimbo="agora() + interval 20 minute"))
    told = warehouse.run("--exclude", "resource_type:test")
    assert "Rows stamped after the source's clock wait for it: 1 of core.pedido" in told
    assert warehouse.ask(ALERTS) == []
    warehouse.change(script("stamped", carimbo="timestamp '2099-01-01'"))
    told = warehouse.run(*LIGHTER)
    assert "1 of core.pedido, up to 2099-01-01; 1 of them longer than espera_maxima_horas" in told
    assert warehouse.ask(ALERTS) == [("espera", "pedido", "alta")]
    warehouse.change(script("stamped", carimbo="agora()"))
    assert "wait for it" not in warehouse.run(*LIGHTER)
    assert warehouse.ask(ALERTS) == []


def test_a_source_in_another_time_zone(warehouse: Warehouse) -> None:
    """One sentence in the summary and an alert; stamps of the right clock bring none."""
    earlier = "update {0} set {1} = {1} - interval 2 day"
    warehouse.change(earlier.format("core.pedido", "data_atualizacao"))
    warehouse.run(*LIGHTER)
    # Soon after midnight the newest stamp that is known would be younger than three hours.
    with duckdb.connect(str(warehouse.file)) as known:
        newest = earlier.format("ctl.volume_origem", "carimbo_maximo")
        known.execute(f"{newest} where tabela = 'pedido'")
    for hours, said in (
        (-3, "is stamped 3.0 hours or more before that load"),
        (3, "up to 3.0 hours ahead of its clock (core.pedido)"),
    ):
        warehouse.change(script("stamped", carimbo=f"agora() + interval ({hours}) hour"))
        told = warehouse.run(*LIGHTER)
        assert said in told
        assert "it stamps in another time zone" in told
        assert ("relogio", "pipeline", "alta") in warehouse.ask(ALERTS)
    warehouse.change(script("stamped", carimbo="agora()"))
    assert "time zone" not in warehouse.run(*LIGHTER)
    assert ("relogio", "pipeline", "alta") not in warehouse.ask(ALERTS)


def test_the_last_run_that_loaded_is_judged(warehouse: Warehouse) -> None:
    """A run of tests alone closes no alert; a run that died is one; a warning is no success."""
    warehouse.dbt("test", "--select", "dim_regiao")
    assert warehouse.ask(ALERTS) == []
    in_warehouse(
        warehouse,
        "update audit.etl_run set status = 'partial', "
        "mensagem_erro = '2 reconciliation differences' where run_id = 1",
    )
    warehouse.dbt("test", "--select", "dim_regiao")
    assert statuses(warehouse) == ["partial", "success", "success"]
    assert warehouse.ask(ALERTS) == [("execucao", "pipeline", "alta")]
    in_warehouse(
        warehouse,
        "insert into audit.etl_run by name select * replace (9 as run_id, 'running' as status, "
        "null as finalizado_em, 'x' as invocation_id) from audit.etl_run where run_id = 1",
    )
    assert warehouse.ask(ALERTS) == [("execucao", "pipeline", "critica")]
    in_warehouse(
        warehouse,
        "update audit.dq_resultado set status = 'warn' where run_id = 3 and teste = "
        "(select min(teste) from audit.dq_resultado where run_id = 3); "
        "delete from audit.etl_run where run_id = 9",
    )
    tests = json.loads(json.dumps(warehouse.summary().as_json()))["tests"]
    ((all_of_it,),) = warehouse.ask("select count(*) from audit.dq_resultado where run_id = 3")
    assert (tests["passed"], tests["warned"], tests["failed"]) == (int(str(all_of_it)) - 1, 1, 0)


@pytest.mark.parametrize("dimension", ["cliente", "regiao"])
def test_a_dimension_without_its_snapshot_is_refused(warehouse: Warehouse, dimension: str) -> None:
    """It would load nothing and say success; `dbt run`, which leaves snapshots out, too."""
    said = f"dim_{dimension} is computed from snap_{dimension} of the same run"
    told = " ".join(warehouse.dbt("build", "--select", f"dim_{dimension}", expect=2).split())
    assert said in told
    assert f"`dbt build --select +dim_{dimension}`" in told
    warehouse.dbt("build", "--select", f"+dim_{dimension}", "--exclude", "resource_type:test")
    assert statuses(warehouse) == ["success", "failed", "success"]
