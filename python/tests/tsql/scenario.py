"""What the recorder is told, and running it: dbt for SQL Server as of a state of a DuckDB pair."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import forked
import sqlglot
import yaml
from sqlglot import exp

from ecommerce_dw.dbt_runner import TEMPLATES
from ecommerce_server import shop

ROOT = Path(__file__).resolve().parents[3]
# What dbt and its lean runs keep in their target folder, for the next one's.
_KEPT: dict[str, bytes] = {}
_RELATIONS: dict[str, Any] = {}
# DuckDB's names of types that T-SQL calls otherwise.
_MOMENT = "datetime2(6)"
_TYPES = {"VARCHAR": "nvarchar(4000)", "BOOLEAN": "bit", "TIMESTAMP": _MOMENT}
_TYPES |= {"INTEGER": "int", "DOUBLE": "float", "HUGEINT": "decimal(38,0)"}
OVERLAP = timedelta(minutes=10)  # sobreposicao_minutos
Columns = dict[str, list[list[str]]]
TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Recording:
    """A dbt run for SQL Server: its manifest, what it compiled and every statement in order."""

    folder: Path

    @property
    def manifest(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.folder / "target/manifest.json").read_text())
        return loaded

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Thread, which is a connection, and statement."""
        text = (self.folder / "statements.jsonl").read_text(encoding="utf-8")
        return [(thread, sql) for thread, sql in map(json.loads, text.splitlines())]

    @property
    def statements(self) -> list[str]:
        return [statement for _, statement in self.sent]

    def compiled(self) -> dict[str, str]:
        """The compiled text of every model, snapshot, test and analysis, by file."""
        nodes = self.manifest["nodes"].values()
        texts = {n["unique_id"]: n["compiled_code"] for n in nodes if n.get("compiled_code")}
        for file in (self.folder / "target/compiled").rglob("*.sql"):
            texts.setdefault(file.stem, file.read_text(encoding="utf-8"))
        return texts


def moments_of_runs(warehouse: Path) -> dict[int, str]:
    """The cutoff of each run, to the microsecond."""
    with duckdb.connect(str(warehouse), read_only=True) as db:
        rows = db.execute("select run_id, cutoff from audit.etl_run").fetchall()
    return {run: cutoff.isoformat(sep=" ", timespec="microseconds") for run, cutoff in rows}


def record(
    folder: Path,
    *arguments: str,
    run_id: int,
    cutoff: str,
    loaded: bool = False,
    sweeps: bool = True,
    command: str = "build",
    built: Columns | None = None,
    half_loaded: Sequence[str] = (),
    before: str = "2026-05-04 00:00:00.000000",
) -> Recording:
    """Runs dbt for SQL Server as run `run_id`; `loaded`: whether there was a run before.

    `built`: columns of relations that are there, where what the project declares is not enough:
    a unit test gives a value to every column of what its model reads. `half_loaded`: entities whose
    first load died. `before`: the cutoff of the run before.
    """
    folder.mkdir(parents=True)
    scenario: dict[str, Any] = {
        "run_id": run_id,
        "cutoff": cutoff,
        "window": f"{datetime.fromisoformat(before) - OVERLAP:%Y-%m-%d %H:%M:%S.%f}",
        "varredura": sweeps,
        "loaded": loaded,
        "control": control_columns(),
        "half_loaded": list(half_loaded),
        "sources": source_columns(),
        **relations(folder),
    }
    columns = scenario["columns"] | (built or {})
    for name, model in scenario.pop("tested").items():
        columns[name] = columns[model]
    scenario["columns"] = columns
    (folder / "scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
    files = [str(folder / "statements.jsonl"), str(folder / "scenario.json")]
    done = dbt(folder, "tsql.record", *files, command, *arguments)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    _keep(folder, TEMPLATES)
    return Recording(folder)


def source_columns() -> list[list[str]]:
    """Table, column and type of the source as SQL Server's catalog tells them."""
    found = []
    for text in shop.ddl()[0]:
        parsed = sqlglot.parse_one(text, read="tsql")
        if isinstance(parsed, exp.Create):
            table = parsed.find(exp.Table)
            for column in parsed.find_all(exp.ColumnDef):
                kind = column.kind.sql("tsql").lower().replace(" ", "") if column.kind else ""
                kind = kind.replace("numeric", "decimal").replace("datetime2(6)", "datetime2")
                found.append([table.name if table else "", column.name, kind])
    return found


def control_columns() -> list[str]:
    """`schema.table.column` of the control tables."""
    return [f"{table}.{row[0]}" for table, rows in control_tables().items() for row in rows]


def control_tables() -> dict[str, list[tuple[str, str, bool]]]:
    """Column, type and whether it may be NULL of each, as the project's sources declare them."""
    text = (ROOT / "models/ops/_ops__sources.yml").read_text(encoding="utf-8")
    return {
        f"{source['schema']}.{table['name']}": [
            (column["name"], column["data_type"], "constraints" not in column)
            for column in table["columns"]
        ]
        for source in yaml.safe_load(text)["sources"]
        for table in source["tables"]
    }


def built_columns(*files: Path) -> Columns:
    """Columns, as T-SQL would type them, of all tables and views in DuckDB files."""
    found: Columns = {}
    for file in files:
        with duckdb.connect(str(file), read_only=True) as db:
            rows = db.execute(
                "select schema_name || '.' || table_name, column_name, data_type "
                "from duckdb_columns() where not internal order by column_index"
            ).fetchall()
        for relation, column, kind in rows:
            words = _TYPES.get(kind, kind.lower().replace(" ", ""))
            found.setdefault(relation, []).append([column, words])
    return found


def relations(folder: Path) -> dict[str, Any]:
    """The project's relations as dbt parses them: kind and columns of each.

    Parsed once a session; the next runs start from what that left.
    """
    (folder / "target").mkdir(exist_ok=True)
    for name, content in _KEPT.items():
        (folder / "target" / name).write_bytes(content)
    if not _RELATIONS:
        parsed = dbt(folder, "dbt.cli.main", "parse")
        assert parsed.returncode == 0, parsed.stdout
        _keep(folder, "partial_parse.msgpack")
        _RELATIONS.update(_described(Recording(folder).manifest))
    return _RELATIONS


def _keep(folder: Path, name: str) -> None:
    _KEPT[name] = (folder / "target" / name).read_bytes()


def _described(manifest: dict[str, Any]) -> dict[str, Any]:
    columns: Columns = {}
    kinds: dict[str, str] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] not in ("model", "snapshot", "seed"):
            continue
        name = f"{node['schema']}.{node['name']}"
        declared = node["columns"].items()
        columns[name] = [[c, given.get("data_type") or "nvarchar(50)"] for c, given in declared]
        if node["resource_type"] == "snapshot":
            made = dict.fromkeys(("dbt_updated_at", "dbt_valid_from", "dbt_valid_to"), _MOMENT)
            made["dbt_scd_id"] = "varchar(32)"
            columns[name] += [[c, kind] for c, kind in made.items() if c not in node["columns"]]
        kinds[name] = "view" if node["config"]["materialized"] == "view" else "table"
    # What a unit test tries out is built under the test's own name.
    schemas = {node["name"]: node["schema"] for node in manifest["nodes"].values()}
    tested = {
        f"{schemas[test['model']]}.{test['name']}": f"{schemas[test['model']]}.{test['model']}"
        for test in manifest["unit_tests"].values()
    }
    return {"columns": columns, "kinds": kinds, "tested": tested}


def dbt(folder: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a module with dbt's settings for SQL Server and its files in `folder`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DW_", "DBT_"))}
    environment = {
        **kept,
        "DW_TARGET": "sqlserver",
        "DW_SQLSERVER_PASSWORD": "unused",
        "DW_AUDIT_FOLDER": "/var/opt/mssql/audit",
        "DW_SOZINHO": "1",
        "DBT_PROFILES_DIR": str(ROOT),
        "DBT_PROJECT_DIR": str(ROOT),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "PYTHONIOENCODING": "utf-8",
    }
    return forked.run(module, *arguments, env=environment, cwd=TESTS)
