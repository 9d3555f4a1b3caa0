"""A warehouse in a folder of its own: run it, copy it, compare it with the oracle or another one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from oracle.oracle import History, attach, text

ROOT = Path(__file__).resolve().parents[3]
SOURCE = "ECOMMERCE_OLTP.duckdb"
WAREHOUSE = "DW_ECOMMERCE.duckdb"
HISTORY = "history.duckdb"

DIMENSIONS = ("cliente", "produto", "equipe", "vendedor", "desconto", "regiao")
KEYS = {
    "dim.dim_data": "data_id",
    "dim.dim_cliente": "cliente_id",
    "dim.dim_produto": "produto_id",
    "dim.dim_regiao": "regiao_id",
    "dim.dim_equipe": "equipe_id",
    "dim.dim_vendedor": "vendedor_id",
    "dim.dim_desconto": "desconto_id",
    "fact.fact_vendas": "venda_id",
    "fact.fact_metas": "meta_id",
    "fact.fact_descontos": "desconto_aplicado_id",
}
LINEAGE = ("criado_run_id", "atualizado_run_id", "data_inclusao", "data_ultima_atualizacao")

Row = tuple[object, ...]


class Bench:
    """One place that every run of a test session sees as its data folder.

    dbt parses the project anew whenever an environment variable of the profile changes, so the
    folder that DW_DATA_DIR names is a link, moved from one warehouse to the next.
    """

    def __init__(self, folder: Path, project: Path = ROOT) -> None:
        self.folder = folder
        self.project = project
        self.link = folder / "data"

    @classmethod
    def of_session(cls, factory: pytest.TempPathFactory) -> Bench:
        """The bench that all tests of a session share, so that dbt parses once."""
        folder = factory.getbasetemp() / "bench"
        folder.mkdir(exist_ok=True)
        return cls(folder)

    def environment(self, data: Path) -> dict[str, str]:
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(data, target_is_directory=True)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DW_", "DBT_"))}
        return {
            **kept,
            "DW_DATA_DIR": str(self.link),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_PROFILES_DIR": str(self.project),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "PYTHONPATH": str(self.project / "python"),
            "PYTHONIOENCODING": "utf-8",
            "DW_LOCK_WAIT": "0",
        }

    @property
    def log(self) -> Path:
        return self.folder / "logs" / "dbt.log"


@dataclass(frozen=True)
class Warehouse:
    """Source, warehouse and the oracle's history in `folder`, run on `bench`."""

    bench: Bench
    folder: Path

    @property
    def source(self) -> Path:
        return self.folder / SOURCE

    @property
    def file(self) -> Path:
        return self.folder / WAREHOUSE

    @property
    def history(self) -> History:
        return History(self.folder / HISTORY)

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a command of this project's Python in the background."""
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=self.bench.project,
            env=self.bench.environment(self.folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def call(self, *command: str, expect: int = 0) -> str:
        """Run a command to its end; its output. Fails unless it exits with `expect`."""
        process = self.start(*command)
        output, _ = process.communicate()
        assert process.returncode == expect, (
            f"{' '.join(command)} ended with {process.returncode}:\n{output}"
        )
        return output

    def run(self, *arguments: str, expect: int = 0) -> str:
        """The launcher: `run.py ...`."""
        return self.call("-m", "ecommerce_dw", *arguments, expect=expect)

    def dbt(self, *arguments: str, expect: int = 0) -> str:
        """dbt itself."""
        return self.call("-c", "from dbt.cli.main import cli; cli()", *arguments, expect=expect)

    def load(self, *arguments: str) -> None:
        """One run of everything, and the oracle's look at the same source."""
        self.run(*arguments)
        self.observe()

    def observe(self) -> None:
        """Show the oracle the source as of the newest run's cutoff."""
        self.history.observe(self.source, datetime.fromisoformat(self.cutoff()))

    def cutoff(self) -> str:
        """The newest run's cutoff, to the microsecond."""
        (cutoff,) = self.ask("select cutoff from audit.etl_run order by run_id desc limit 1")[0]
        assert isinstance(cutoff, datetime)
        return cutoff.isoformat(sep=" ", timespec="microseconds")

    def ask(self, query: str, *values: object) -> list[Row]:
        """Query the warehouse, read-only."""
        with duckdb.connect(str(self.file), read_only=True) as db:
            return db.execute(query, list(values)).fetchall()

    def change(self, script: str) -> None:
        """Change the source by hand; `o` names the oracle's history in the script."""
        with duckdb.connect(str(self.source)) as db:
            if self.history.path.exists():
                attach(db, self.history.path, "o")
            db.execute(script)

    def copy(self, folder: Path) -> Warehouse:
        """A copy of all files in a new folder."""
        folder.mkdir(parents=True)
        for name in (SOURCE, WAREHOUSE, HISTORY):
            if (self.folder / name).exists():
                shutil.copy(self.folder / name, folder / name)
        return Warehouse(self.bench, folder)


@contextmanager
def together(**files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with several database files attached read-only under the given names."""
    with duckdb.connect() as db:
        for alias, file in files.items():
            attach(db, file, alias)
        yield db


def columns(db: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [row[0] for row in db.execute(f"describe {query}").fetchall()]


def differences(
    db: duckdb.DuckDBPyConnection, left: str, right: str, key: Sequence[str], shown: int = 5
) -> str:
    """What differs between two queries with the same columns, readably; '' when nothing does."""
    names = columns(db, left)
    assert names == columns(db, right), f"{names}\n{columns(db, right)}"
    one = db.execute(f"({left}) except all ({right})").fetchall()
    other = db.execute(f"({right}) except all ({left})").fetchall()
    if not one and not other:
        return ""
    places = [names.index(column) for column in key]

    def by_key(rows: Sequence[Row]) -> dict[Row, Row]:
        return {tuple(row[place] for place in places): row for row in rows}

    first, second = by_key(one), by_key(other)
    lines = [f"{len(one)} rows only on the left, {len(other)} only on the right"]
    for at in sorted({*first, *second}, key=str)[:shown]:
        name = ", ".join(f"{column} {value}" for column, value in zip(key, at, strict=True))
        if at not in first or at not in second:
            side, row = ("left", first[at]) if at in first else ("right", second[at])
            values = dict(zip(names, row, strict=True))
            lines.append(f"  {name}: only on the {side}: {values}")
            continue
        changed = [
            f"{column} {a!r} | {b!r}"
            for column, a, b in zip(names, first[at], second[at], strict=True)
            if a != b
        ]
        lines.append(f"  {name}: {'; '.join(changed) or 'more often on one side'}")
    return "\n".join(lines)


def dimension_differences(warehouse: Warehouse, dimension: str) -> str:
    """Warehouse (left) against oracle (right), every version of a dimension's business columns."""
    natural = f"{dimension}_original_id"
    with together(dw=warehouse.file, o=warehouse.history.path) as db:
        expected = f"select * from o.dim_{dimension}"
        wanted = columns(db, expected)
        types = dict(
            db.execute(
                "select column_name, data_type from duckdb_columns() "
                "where database_name = 'dw' and schema_name = 'dim' and table_name = ?",
                [f"dim_{dimension}"],
            ).fetchall()
        )
        technical = {f"{dimension}_id", "row_hash", "regiao_id", *LINEAGE}
        assert set(types) - technical == set(wanted) - technical, (
            f"dim_{dimension}: {set(types) - technical ^ set(wanted) - technical}"
        )
        # Ratios have no scale of their own: as many places as the warehouse keeps.
        cast = ", ".join(
            f"cast({name} as {types[name]}) as {name}" if name == "densidade_demografica" else name
            for name in wanted
        )
        return differences(
            db,
            f"select {', '.join(wanted)} from dw.dim.dim_{dimension} where {natural} > 0",
            f"select {cast} from o.dim_{dimension}",
            [natural, *(["versao"] if "versao" in wanted else [])],
        )


def fact_differences(warehouse: Warehouse, fact: str) -> str:
    """Warehouse (left) against oracle (right), natural keys in place of surrogate keys."""
    with together(dw=warehouse.file, o=warehouse.history.path) as db:
        actual = text(f"warehouse_{fact}").strip().rstrip(";")
        wanted = ", ".join(columns(db, actual))
        key = next(name for name in wanted.split(", ") if name.endswith("original_id"))
        return differences(db, actual, f"select {wanted} from o.{fact}", [key])


def quarantine_differences(warehouse: Warehouse) -> str:
    """Open quarantine rows of the warehouse (left) against the oracle's (right)."""
    with together(dw=warehouse.file, o=warehouse.history.path) as db:
        return differences(
            db,
            text("warehouse_quarentena").strip().rstrip(";"),
            "select entidade, cast(chave as bigint) as chave, regra from o.quarentena",
            ["entidade", "chave"],
        )


def all_differences(warehouse: Warehouse) -> str:
    """Everything that differs between a warehouse and its oracle."""
    found = {f"dim_{d}": dimension_differences(warehouse, d) for d in DIMENSIONS}
    found |= {
        f: fact_differences(warehouse, f) for f in ("fact_vendas", "fact_descontos", "fact_metas")
    }
    found["quarentena"] = quarantine_differences(warehouse)
    return "\n".join(f"{table}: {what}" for table, what in found.items() if what)


def warehouse_differences(one: Path, other: Path, ignore: Sequence[str] = LINEAGE) -> str:
    """What differs between two warehouse files in the ten tables, column by column."""
    found = []
    with together(one=one, other=other) as db:
        for table, key in KEYS.items():
            names = [c for c in columns(db, f"from one.{table}") if c not in ignore]
            listed = ", ".join(names)
            what = differences(
                db,
                f"select {listed} from one.{table}",
                f"select {listed} from other.{table}",
                [key],
            )
            if what:
                found.append(f"{table}: {what}")
    return "\n".join(found)


def real_changes(before: Path, after: Path) -> dict[str, tuple[int, int, int]]:
    """Rows inserted, updated and deleted in each of the ten tables between two files."""
    found = {}
    with together(before=before, after=after) as db:
        for table, key in KEYS.items():
            names = [c for c in columns(db, f"from after.{table}") if c not in LINEAGE]
            old = f"(select {key}, hash({', '.join(names)}) as h from before.{table})"
            new = f"(select {key}, hash({', '.join(names)}) as h from after.{table})"
            row = db.execute(
                f"select count(*) filter (o.{key} is null), "
                f"count(*) filter (n.{key} is not null and o.{key} is not null and n.h <> o.h), "
                f"count(*) filter (n.{key} is null) "
                f"from {new} n full join {old} o on n.{key} = o.{key}"
            ).fetchone()
            assert row is not None
            found[table.split(".")[1]] = (int(row[0]), int(row[1]), int(row[2]))
    return found


def audited_changes(warehouse: Warehouse) -> dict[str, tuple[int, int, int]]:
    """What the newest run says that it inserted, updated and deleted, per entity."""
    rows = warehouse.ask(
        "select entidade, coalesce(linhas_inseridas, 0), coalesce(linhas_atualizadas, 0), "
        "coalesce(linhas_excluidas, 0) from audit.etl_run_entity "
        "where run_id = (select max(run_id) from audit.etl_run) "
        "and tipo_recurso = 'model' and (entidade like 'dim_%' or entidade like 'fact_%')"
    )
    return {str(e): (int(str(i)), int(str(u)), int(str(d))) for e, i, u, d in rows}
