"""A warehouse in a folder of its own: run it, copy it, compare it with the oracle or another."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import forked
import pytest
from conftest import parsed_already

from ecommerce_dw.summary import Summary, read_summary
from invariants.oracle import FACTS, TABLES, History, attach, text

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
# The column that names the order.
ORDER_COLUMNS = {
    "fact_vendas": "pedido_original_id",
    "fact_descontos": "pedido_original_id",
    "quarentena": "pedido",
}
AGGREGATES = {
    "agg_pedidos": ["pedido_original_id"],
    "agg_vendas_diarias": ["data_id", "estado", "canal"],
    "agg_clientes": ["cliente_original_id"],
    "agg_clientes_mensal": ["cliente_original_id", "periodo_mes"],
    "agg_produtos_mensal": ["periodo_mes", "produto_id", "faixa_desconto"],
    "agg_campanhas": ["desconto_original_id"],
}
LINEAGE = ("criado_run_id", "atualizado_run_id", "data_inclusao", "data_ultima_atualizacao")

# What a run needs not do where the ten tables, the quarantine and the audit are looked at.
LIGHT = ("--exclude", "resource_type:test", "path:models/vw", "path:models/ops")
# Nor, where one has done so before: views that say the same in every run, and seeds.
MADE = (
    "path:models/staging,config.materialized:view",
    "path:models/intermediate/dimensoes",
    "resource_type:seed",
)
LIGHTER = (*LIGHT, *MADE)

Row = tuple[object, ...]


class Bench:
    """One place that every run of a test session sees as its data folder.

    dbt parses the project anew whenever an environment variable of the profile changes, so the
    folder that DW_DATA_DIR names is a link, moved from one warehouse to the next. A bare dbt with
    variables, which it parses for too, has a target folder of its own.
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

    def environment(self, data: Path, varied: bool) -> dict[str, str]:
        target = self.folder / ("varied" if varied else "target")
        parsed_already(target)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(data, target_is_directory=True)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DW_", "DBT_"))}
        return {
            **kept,
            "DW_DATA_DIR": str(self.link),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_PROFILES_DIR": str(self.project),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "PYTHONIOENCODING": "utf-8",
            "DW_LOCK_WAIT": "0",
        }


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

    def call(self, program: str, *arguments: str, expect: int = 0, lean: bool = False) -> str:
        """Run a module or script to its end; its output. Fails unless it exits with `expect`."""
        bare = not program.startswith("ecommerce") and "--vars" in arguments
        env = self.bench.environment(self.folder, bare)
        done = forked.run(program, *arguments, env=env, lean=lean)
        told = done.stdout + done.stderr
        assert done.returncode == expect, (
            f"{program} {' '.join(arguments)} ended with {done.returncode}:\n{told}"
        )
        return told

    def run(self, *arguments: str, expect: int = 0) -> str:
        """The launcher: `run.py ...`."""
        lean = arguments[:1] != ("source",)
        return self.call("ecommerce_dw", *arguments, expect=expect, lean=lean)

    def dbt(self, *arguments: str, expect: int = 0) -> str:
        """dbt itself."""
        return self.call("dbt.cli.main", *arguments, expect=expect, lean=True)

    def load(self, *arguments: str) -> None:
        """One run of everything, and the oracle's look at the same source."""
        self.run(*arguments)
        self.observe()

    def observe(self, reopened: Sequence[str] = ()) -> None:
        """Show the oracle the source as of the newest run's cutoff."""
        self.history.observe(self.source, datetime.fromisoformat(self.cutoff()), reopened)

    def cutoff(self) -> str:
        """The newest run's cutoff, to the microsecond."""
        (cutoff,) = self.ask("select cutoff from audit.etl_run order by run_id desc limit 1")[0]
        assert isinstance(cutoff, datetime)
        return cutoff.isoformat(sep=" ", timespec="microseconds")

    def ask(self, query: str, *values: object) -> list[Row]:
        """Query the warehouse, read-only."""
        with duckdb.connect(str(self.file), read_only=True) as db:
            return db.execute(query, list(values)).fetchall()

    def summary(self) -> Summary:
        """What the launcher would show of the newest run."""
        newest = "select invocation_id from audit.etl_run order by run_id desc limit 1"
        with duckdb.connect(str(self.file), read_only=True) as db:

            def query(statement: str, values: Sequence[object]) -> list[dict[str, object]]:
                found = db.execute(statement, list(values))
                names = [column[0] for column in found.description]
                return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

            ((invocation,),) = db.execute(newest).fetchall()
            return read_summary(query, str(invocation))

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


def select(table: str, names: Sequence[str]) -> str:
    return text("only_columns").format(table=table, columns=", ".join(names))


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


def dimension_differences(db: duckdb.DuckDBPyConnection, dimension: str) -> str:
    """Warehouse dw (left) against oracle o (right), every version of a dimension's columns."""
    natural = f"{dimension}_original_id"
    theirs = {
        str(name): str(kind)
        for name, kind, *_ in db.execute(f"describe dw.dim.dim_{dimension}").fetchall()
    }
    wanted = columns(db, f"from o.dim_{dimension}")
    technical = {f"{dimension}_id", "regiao_id", "row_hash", *LINEAGE}
    assert set(theirs) - technical == set(wanted), f"dim_{dimension}: other columns"
    # A ratio has no scale of its own: as many places as the warehouse keeps.
    rounded = [
        f"cast({c} as {theirs[c]}) as {c}" if c == "densidade_demografica" else c for c in wanted
    ]
    return differences(
        db,
        f"{select(f'dw.dim.dim_{dimension}', wanted)} where {natural} >= 0",
        select(f"o.dim_{dimension}", rounded),
        [natural, *(["versao"] if "versao" in wanted else [])],
    )


def of_warehouse(
    db: duckdb.DuckDBPyConnection, table: str, built: Sequence[str]
) -> tuple[str, list[str]]:
    """What the oracle has of a table, as the warehouse dw has it: query, columns.

    Where a run did not build fact_vendas, nothing in dw tells which item a discount's sale is.
    """
    query = text(f"warehouse_{table}")
    names = columns(db, query)
    if table == "fact_descontos" and "fact_vendas" not in built:
        names.remove("item_original_id")
        query = select(f"({query})", names)
    return query, names


def fact_differences(
    db: duckdb.DuckDBPyConnection, fact: str, built: Sequence[str] = TABLES
) -> str:
    """Warehouse dw (left) against oracle o (right)."""
    actual, wanted = of_warehouse(db, fact, built)
    # Every column but keys into dimensions, which `actual` follows, and lineage.
    left_out = {
        c for c in columns(db, f"from dw.fact.{fact}") if c not in wanted and c[-3:] != "_id"
    }
    assert left_out - {"row_hash", *LINEAGE} == set(), f"{fact}: not compared: {left_out}"
    key = next(name for name in wanted if name.endswith("original_id"))
    return differences(db, actual, select(f"o.{fact}", wanted), [key])


def quarantine_differences(db: duckdb.DuckDBPyConnection) -> str:
    """Open quarantine rows of the warehouse dw (left) against those of the oracle o (right)."""
    return differences(
        db,
        text("warehouse_quarentena"),
        select("o.quarentena", ["entidade", "chave", "regra", "pedido"]),
        ["entidade", "chave"],
    )


def orders_not_looked_at(db: duckdb.DuckDBPyConnection, built: Sequence[str]) -> list[int]:
    """Of the orders that a run may have looked at, those that are not what the source has now.

    The oracle o has taken all of them for looked at; dw is the warehouse.
    """
    found: set[int] = set()
    for table, order in ORDER_COLUMNS.items():
        if table in built:
            left, names = of_warehouse(db, table, built)
            right = select(f"o.{table}", names)
            query = text("orders_differing").format(left=left, right=right, order=order)
            found.update(int(row[0]) for row in db.execute(query).fetchall())
    return sorted(found)


def aggregate_differences(db: duckdb.DuckDBPyConnection) -> str:
    """Aggregates of the warehouse dw (left) against what its facts and dimensions add up to."""
    db.execute(text("aggregates/sales"))
    found = {}
    for table, key in AGGREGATES.items():
        expected = text(f"aggregates/{table}")
        schema = "stg" if table.startswith("int_") else "fact"
        actual = select(f"dw.{schema}.{table}", columns(db, expected))
        found[table] = differences(db, actual, expected, key)
    return "\n".join(f"{table}: {what}" for table, what in found.items() if what)


def all_differences(warehouse: Warehouse, built: Sequence[str] = TABLES) -> str:
    """Everything that differs between a warehouse and its oracle, in the tables `built`."""
    found = {}
    with together(dw=warehouse.file, o=warehouse.history.path) as db:
        for dimension in DIMENSIONS:
            if f"dim_{dimension}" in built:
                found[f"dim_{dimension}"] = dimension_differences(db, dimension)
        for fact in FACTS:
            if fact in built:
                found[fact] = fact_differences(db, fact, built)
        if "quarentena" in built:
            found["quarentena"] = quarantine_differences(db)
    return "\n".join(f"{table}: {what}" for table, what in found.items() if what)


def warehouse_differences(one: Path, other: Path, ignore: Sequence[str] = LINEAGE) -> str:
    """What differs between two warehouse files in the ten tables, column by column."""
    found = []
    with together(one=one, other=other) as db:
        for table, key in KEYS.items():
            names = [c for c in columns(db, f"from one.{table}") if c not in ignore]
            what = differences(
                db, select(f"one.{table}", names), select(f"other.{table}", names), [key]
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
            query = text("changes").format(table=table, key=key, columns=", ".join(names))
            ((inserted, updated, deleted),) = db.execute(query).fetchall()
            found[table.split(".")[1]] = (int(inserted), int(updated), int(deleted))
    return found


def audited_changes(warehouse: Warehouse) -> dict[str, tuple[int, int, int]]:
    """What the newest run says that it inserted, updated and deleted, per entity."""
    rows = warehouse.ask(text("audited"))
    return {str(e): (int(str(i)), int(str(u)), int(str(d))) for e, i, u, d in rows}


def wrongly_told(before: Path, after: Warehouse) -> str:
    """What the audit says of the newest run beside what changed since `before`; '' when it fits."""
    real = real_changes(before, after.file)
    told = {**dict.fromkeys(real, (0, 0, 0)), **audited_changes(after)}
    return "" if told == real else f"told {told}\nreal {real}"


def wrong_lineage(before: Path, after: Warehouse) -> dict[str, list[object]]:
    """Keys of the rows, per table, whose lineage columns do not tell what the newest run did."""
    ((run,),) = after.ask("select max(run_id) from audit.etl_run")
    found = {}
    with together(before=before, after=after.file) as db:
        for table, key in KEYS.items():
            names = [c for c in columns(db, f"from after.{table}") if c not in LINEAGE]
            query = text("lineage_wrong").format(
                table=table,
                key=key,
                new_columns=", ".join(f"n.{c}" for c in names),
                old_columns=", ".join(f"o.{c}" for c in names),
            )
            if rows := db.execute(query, {"run": run}).fetchall():
                found[table] = [row[0] for row in rows]
    return found
