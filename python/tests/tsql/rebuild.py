"""Loads a warehouse with the T-SQL that dbt compiled, translated, and compares it with DuckDB's.

What the adapter does around a select is done here in DuckDB's words: a table is replaced, a merge
updates and inserts by key, a snapshot closes and opens versions. What the post-hooks write, and the
end of the run into ctl.etl_control, are the recorded statements.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
from invariants.harness import select

from tsql.scenario import Recording
from tsql.statements import parse, without_comments
from tsql.translate import prepare, to_duckdb

COMPARED = ("dim", "fact", "vw", "snap")
CONTROL = (
    "ctl.clientes_apagados",
    "ctl.etl_control",
    "ctl.pedidos_carregados",
    "ctl.grupos_tocados",
    "ctl.taxonomia_erros",
    "ctl.volume_origem",
    "audit.etl_run",
    "audit.etl_run_entity",
    "audit.reconciliacao",
    "audit.dq_resultado",
    "audit.linhagem",
    "audit.nulos_por_coluna",
    "audit.quarentena_linha",
    "audit.connection_login_events",
    "audit.schema_origem",
    "stg.feriados_nacionais",
)
# When a row was written differs between two loads; who wrote it (the runs) does not.
WRITTEN_AT = ("data_inclusao", "data_ultima_atualizacao", "dbt_scd_id")
# What a load tells of itself, and which of it the run carries over to ctl.etl_control.
TOLD = (
    "entidade", "tipo_recurso", "status", "linhas_lidas", "linhas_inseridas", "linhas_atualizadas",
    "linhas_excluidas", "linhas_sem_carimbo", "cutoff_de", "cutoff_ate",
)  # fmt: skip
FOLDED = ("entidade", "ultimo_cutoff", "ultimo_run_id", "falhas_consecutivas")
# The pre-hook of a snapshot; the adapter's own merge has an alias in this place.
_ERASES = r'update "DW_ECOMMERCE"."snap"."\w+"\s+set'
_WRITES = r'(insert into|delete from|update) "DW_ECOMMERCE"."(ctl|audit|fact|stg)"'


def rebuild(db: duckdb.DuckDBPyConnection, recording: Recording, now: str) -> None:
    """Runs every model and snapshot of a recording, in order, in the connection's database."""
    prepare(db)
    hooks = _hooks(recording, now, _WRITES)
    before = _hooks(recording, now, _ERASES)
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
            for written in before.get(node["name"], []) if exists else []:
                db.execute(written)
            _snapshot(db, name, text, node["config"]["unique_key"], exists)
        elif kind == "incremental" and exists:
            _merge(db, name, text, node["config"]["unique_key"])
        else:
            made = "view" if kind == "view" else "table"
            db.execute(f"create or replace {made} {name} as {text}")
        for written in hooks.get(node["name"], []):
            db.execute(written)
    db.execute(_last(recording, 'update "DW_ECOMMERCE"."ctl"."etl_control"', now))


def in_order(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The models and snapshots that were built, each after what it reads."""
    nodes = {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "snapshot") and node.get("compiled_code")
    }
    ordered: dict[str, dict[str, Any]] = {}
    while len(ordered) < len(nodes):
        for key, node in nodes.items():
            needed = [n for n in node["depends_on"]["nodes"] if n in nodes]
            if key not in ordered and all(n in ordered for n in needed):
                ordered[key] = node
    return list(ordered.values())


def _hooks(recording: Recording, now: str, kind: str) -> dict[str, list[str]]:
    """What each node's hooks write into tables of a kind, in DuckDB's words."""
    found: dict[str, list[str]] = {}
    for sent in recording.statements:
        node = re.search(r'"node_id": "\w+\.ecommerce_dw\.(\w+)"', sent)
        bare = without_comments(sent).strip()
        if node and re.match(kind, bare) and "__dbt_tmp" not in bare:
            found.setdefault(node[1], []).extend(
                to_duckdb(statement.sql("tsql"), now) for statement in parse(bare)
            )
    return found


def _last(recording: Recording, beginning: str, now: str) -> str:
    sent = [without_comments(text).strip() for text in recording.statements]
    return to_duckdb([text for text in sent if text.startswith(beginning)][-1], now)


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


def differences(
    db: duckdb.DuckDBPyConnection, recording: Recording, expected: str, run_id: int
) -> list[str]:
    """Relations whose rows differ from those of the attached database `expected`.

    Of the control tables: what the loads of the run tell, the windows that follow from it, and
    which orders count as loaded. Their numbers, and row_hash outside of the snapshots, each engine
    makes its own way.
    """
    found = []
    for node in in_order(recording.manifest):
        name = f"{node['schema']}.{node['name']}"
        if node["schema"] not in COMPARED and name != "audit.quarentena":
            continue
        described = db.execute(f"describe {expected}.{name}").fetchall()
        own = WRITTEN_AT if node["schema"] == "snap" else (*WRITTEN_AT, "row_hash")
        names = [row[0] for row in described if row[0] not in own]
        found += _differences(db, select(name, names), select(f"{expected}.{name}", names), name)
    told = " where run_id = {} and entidade in ('{}')"
    of_run = told.format(run_id, "', '".join(_tells(recording)))
    for name, listed, some in (
        ("audit.etl_run_entity", TOLD, of_run),
        ("ctl.etl_control", FOLDED, ""),
        ("ctl.pedidos_carregados", ("pedido_id", "numero is null", "run_id"), ""),
    ):
        columns = [*listed]
        mine, theirs = select(name, columns) + some, select(f"{expected}.{name}", columns) + some
        found += _differences(db, mine, theirs, name)
    return found


def _differences(db: duckdb.DuckDBPyConnection, mine: str, theirs: str, name: str) -> list[str]:
    missing = db.execute(f"{theirs} except all {mine}").fetchall()
    extra = db.execute(f"{mine} except all {theirs}").fetchall()
    if not missing and not extra:
        return []
    like = f"{missing[:1]} and {extra[:1]}"[:400]
    return [f"{name}: {len(missing)} rows missing, {len(extra)} too many, as {like}"]


def _tells(recording: Recording) -> set[str]:
    """Nodes whose hooks write an event."""
    event = r"select\s+\d+, '(\w+)', '(?:model|snapshot)', "
    return {name for text in recording.statements for name in re.findall(event, text)}


def attach_source(db: duckdb.DuckDBPyConnection, file: Path) -> None:
    """The source under the name that the T-SQL calls it by."""
    db.execute(f"attach '{file}' as ECOMMERCE_OLTP (read_only)")


def begin_first_run(db: duckdb.DuckDBPyConnection, expected: str) -> None:
    """Control and audit tables as the first load of the other warehouse found them."""
    for name in CONTROL:
        db.execute(f"create schema if not exists {name.split('.')[0]}")
        db.execute(f"create or replace table {name} as from {expected}.{name}")
    db.execute(_sql("begin_first_run"))


def begin_run(db: duckdb.DuckDBPyConnection, expected: str, run_id: int) -> None:
    """The row of a later run, which is going on; the one before it has ended.

    And the customers that it was told to erase: they are written before any node.
    """
    db.execute(_sql("open_run", expected=expected, run_id=str(run_id)))
