"""Loads a warehouse with the T-SQL that dbt compiled, translated, and compares it with DuckDB's.

What the adapter does around a select is done here in DuckDB's words: a table is replaced, a merge
updates and inserts by key, a snapshot closes and opens versions. The deletes of the post-hooks are
the recorded ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
from invariants.harness import select
from sqlglot import exp

from tsql.scenario import Recording
from tsql.statements import parse
from tsql.translate import prepare, to_duckdb

COMPARED = ("dim", "fact", "vw", "snap")
CONTROL = (
    "ctl.etl_control",
    "ctl.taxonomia_erros",
    "audit.etl_run",
    "audit.etl_run_entity",
    "audit.dq_resultado",
    "audit.connection_login_events",
    "audit.schema_origem",
    "stg.feriados_nacionais",
)
# When a row was written differs between two loads; who wrote it (the runs) does not.
WRITTEN_AT = ("data_inclusao", "data_ultima_atualizacao", "dbt_scd_id")


def rebuild(db: duckdb.DuckDBPyConnection, recording: Recording, now: str) -> None:
    """Runs every model and snapshot of a recording, in order, in the connection's database."""
    prepare(db)
    deletes = _deletes(recording)
    for node in in_order(recording.manifest):
        name = f"{node['schema']}.{node['name']}"
        db.execute(f"create schema if not exists {node['schema']}")
        text = to_duckdb(node["compiled_code"], now)
        kind = node["config"]["materialized"]
        exists = bool(
            db.execute(
                "select 1 from duckdb_tables() where database_name = current_database() "
                "and schema_name = ? and table_name = ?",
                [node["schema"], node["name"]],
            ).fetchall()
        )
        if kind == "snapshot":
            _snapshot(db, name, text, node["config"]["unique_key"], exists)
        elif kind == "incremental" and exists:
            _merge(db, name, text, node["config"]["unique_key"])
        else:
            made = "view" if kind == "view" else "table"
            db.execute(f"create or replace {made} {name} as {text}")
        for delete in deletes.get(node["name"], []):
            db.execute(delete)


def in_order(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Models and snapshots, each after what it reads."""
    nodes = {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "snapshot")
    }
    ordered: dict[str, dict[str, Any]] = {}
    while len(ordered) < len(nodes):
        for key, node in nodes.items():
            needed = [n for n in node["depends_on"]["nodes"] if n in nodes]
            if key not in ordered and all(n in ordered for n in needed):
                ordered[key] = node
    return list(ordered.values())


def _deletes(recording: Recording) -> dict[str, list[str]]:
    """The deletes that post-hooks sent, by fact, in DuckDB's words."""
    found: dict[str, list[str]] = {}
    for sent in recording.statements:
        if 'delete from "DW_ECOMMERCE"."fact"' in sent and "linhas_inseridas" in sent:
            for statement in parse(sent):
                if isinstance(statement, exp.Delete):
                    table = statement.this.name
                    found.setdefault(table, []).append(to_duckdb(statement.sql("tsql"), ""))
    return found


def _sql(name: str, **names: str) -> str:
    return (
        (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8").format(**names)
    )


def _snapshot(
    db: duckdb.DuckDBPyConnection, name: str, select_text: str, key: str, exists: bool
) -> None:
    db.execute(_sql("snapshot_read", consulta=select_text))
    if not exists:
        db.execute(f"create table {name} as from lidas")
        return
    for step in ("snapshot_same", "snapshot_close"):
        db.execute(_sql(step, tabela=name, chave=key))
    db.execute(f"insert into {name} by name from lidas")


def _merge(db: duckdb.DuckDBPyConnection, name: str, select_text: str, key: str | None) -> None:
    db.execute(f"create or replace temp table mudadas as {select_text}")
    if key:
        db.execute(_sql("merge_delete", tabela=name, chave=key))
    db.execute(f"insert into {name} by name from mudadas")


def differences(db: duckdb.DuckDBPyConnection, recording: Recording, expected: str) -> list[str]:
    """Relations whose rows differ from those of the attached database `expected`."""
    found = []
    for node in in_order(recording.manifest):
        name = f"{node['schema']}.{node['name']}"
        if node["schema"] not in COMPARED and name != "audit.quarentena":
            continue
        described = db.execute(f"describe {expected}.{name}").fetchall()
        names = [row[0] for row in described if row[0] not in WRITTEN_AT]
        mine, theirs = select(name, names), select(f"{expected}.{name}", names)
        missing = len(db.execute(f"{theirs} except all {mine}").fetchall())
        extra = len(db.execute(f"{mine} except all {theirs}").fetchall())
        if missing or extra:
            found.append(f"{name}: {missing} rows missing, {extra} too many")
    return found


def attach_source(db: duckdb.DuckDBPyConnection, file: Path) -> None:
    """The source under the name that the T-SQL calls it by."""
    db.execute(f"attach '{file}' as ECOMMERCE_OLTP (read_only)")


def copy_control(db: duckdb.DuckDBPyConnection, expected: str) -> None:
    """Control and audit tables as the other warehouse has them, and the seeds."""
    for name in CONTROL:
        db.execute(f"create schema if not exists {name.split('.')[0]}")
        db.execute(f"create or replace table {name} as from {expected}.{name}")
