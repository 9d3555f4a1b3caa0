"""A rejected row is kept whole, without personal data."""

from __future__ import annotations

from pathlib import Path

import duckdb
from conftest import RunCli, Warehouse

BREAK = """
update core.pedido set valor_frete = -5, data_atualizacao = now() at time zone 'UTC'
where pedido_id in (select pedido_id from core.pedido order by pedido_id limit 2);
update core.cliente set segmento = null, data_atualizacao = now() at time zone 'UTC'
where cliente_id = (select min(cliente_id) from core.cliente where email is not null);
"""


def without_constraints(source: Path) -> None:
    """The same tables in a new file, which takes what the shop's own refuses."""
    old = source.rename(source.with_name("old.duckdb"))
    with duckdb.connect(str(source)) as db:
        db.execute(f"attach '{old}' as old (read_only)")
        db.execute("create schema core")
        for (name,) in db.execute(
            "select table_name from duckdb_tables() where database_name = 'old'"
        ).fetchall():
            db.execute(f"create table core.{name} as select * from old.core.{name}")  # noqa: S608


def test_a_rejected_row_is_kept_with_all_its_values(loaded: Warehouse, run_cli: RunCli) -> None:
    without_constraints(loaded.source)
    with duckdb.connect(str(loaded.source)) as source:
        source.execute(BREAK)
        orders = source.execute(
            "select pedido_id, cliente_id, status, canal from core.pedido where valor_frete = -5"
        ).fetchall()
        ((email,),) = source.execute(
            "select email from core.cliente where segmento is null"
        ).fetchall()
    run_cli("--exclude", "resource_type:test", data_dir=loaded.data_dir)
    with duckdb.connect(str(loaded.warehouse), read_only=True) as db:
        kept = {
            (table, key): row
            for table, key, row in db.execute(
                "select entidade, chave_origem, linha from audit.quarentena_linha"
            ).fetchall()
        }
        ((rejected,),) = db.execute("select count(*) from audit.quarentena").fetchall()
    assert len(kept) == rejected > len(orders) == 2
    for key, customer, status, channel in orders:
        row = kept["pedido", str(key)]
        assert row.startswith(f"pedido_id={key}; cliente_id={customer}; ")
        assert f"; status={status}; " in row
        assert f"; canal={channel}; " in row
        assert "; valor_frete=-5.00; " in row
    (customer_row,) = [row for (table, _), row in kept.items() if table == "cliente"]
    assert "; segmento=NULL; " in customer_row
    assert "; email=(dado pessoal); " in customer_row
    assert email not in customer_row
