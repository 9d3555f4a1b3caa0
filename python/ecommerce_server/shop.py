"""`source init | simulate | sync --target sqlserver`: the shop in ECOMMERCE_OLTP.

The shop is made and changed by DuckDB, as for the embedded engine, in a file that is thrown away
afterwards; only whole tables and sets of rows travel, by bulk load.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from ecommerce_base.errors import DwError
from ecommerce_base.files import workspace
from ecommerce_base.settings import Settings
from ecommerce_server import bulk
from ecommerce_server.connection import SOURCE, ask_database, connected, sql
from ecommerce_server.scripts import run_batches
from ecommerce_shop import schema
from ecommerce_shop.core_columns import core_columns, key_of

IDENTITY = "identidade_origem"
Counts = Mapping[str, int]
Done = TypeVar("Done")


def make(settings: Settings, build: Callable[[Path, datetime], Counts], *, force: bool) -> Counts:
    """Builds a shop in a file (`build` gets it and the server's today 00:00) and moves it over.

    A shop that this command made is replaced with `force`; tables of anybody else's, never. The
    identity is written last: a load that broke off leaves a source that no run takes for whole.
    Raises DwError.
    """
    clock = _refuse(force)
    with workspace("transfer-", settings.data_dir) as folder:
        file = folder / "source.duckdb"
        counts = build(file, clock.replace(hour=0, minute=0, second=0, microsecond=0))
        tables, indexes = ddl()
        with connected(SOURCE) as connection:
            run_batches(connection, [sql("source_clear"), _schema("core"), *tables])
            run_batches(connection, _for_each("unchecked"))
        with duckdb.connect(str(file), read_only=True) as shop:
            for table in schema.TABLES:
                _load(shop, f"core.{table}")
            with connected(SOURCE) as connection:
                run_batches(connection, [*_for_each("checked"), *indexes])
            _load(shop, f"core.{IDENTITY}")
    return counts


def change(settings: Settings, *, orders: int, seed: int, bad_rows: int) -> Counts:
    """Simulates business on the server's shop; bad rows need constraints off. Raises DwError."""
    from ecommerce_shop.simulate import simulate

    alter = partial(simulate, orders=orders, seed=seed, bad_rows=bad_rows)
    return _changed(settings, lambda file, now: alter(file, now=now), checked=not bad_rows)


def sync(settings: Settings, bring: Callable[..., Done], *, force: bool) -> Done:
    """Brings the server's shop up to date, or makes it: `bring(file, now=…)` does so in a file."""
    if force or not is_whole():
        made: list[Done] = []

        def build(file: Path, _: datetime) -> Counts:
            made.append(bring(file))
            return {}

        make(settings, build, force=force)
        return made[0]
    return _changed(
        settings, lambda file, now: bring(file, now=now()), checked=True, constraints=False
    )


def _changed(
    settings: Settings,
    alter: Callable[[Path, Callable[[], datetime]], Done],
    *,
    checked: bool,
    constraints: bool = True,
) -> Done:
    """Alters a copy of the server's shop in a file, and applies the difference to the server.

    One transaction, set by set: deletes from the children up, then changes from the parents down;
    the server's constraints are off meanwhile unless `checked`, and on again for what comes later.
    `constraints`: those of the copy.
    """
    with workspace("transfer-", settings.data_dir) as folder:
        file, before = folder / "source.duckdb", folder / "before.duckdb"
        with connected(SOURCE) as connection:
            offset = _fetch(connection.cursor(), file, constraints)
        shutil.copyfile(file, before)
        done = alter(file, lambda: datetime.now(UTC).replace(tzinfo=None) + offset)
        with connected(SOURCE) as connection:
            run_batches(connection, [_schema("carga"), *_for_each("staging")])
        with duckdb.connect(str(file), read_only=True) as shop:
            shop.execute(_duckdb("attach", arquivo=before.as_posix()))
            for table in schema.TABLES:
                for name, suffix in (("changed", ""), ("gone", "_excluidas")):
                    text = _duckdb(name, tabela=table, chave=key_of(table))
                    rows = shop.sql(text)
                    bulk.load(SOURCE, f"carga.{table}{suffix}", rows.to_arrow_reader(bulk.BATCH))
        with connected(SOURCE, autocommit=False) as connection:
            run_batches(connection, apply_statements(with_constraints=checked))
            connection.commit()
        with connected(SOURCE) as connection:
            run_batches(connection, _for_each("staging_drop"))
    return done


def copy_to(file: Path) -> None:
    """Copies the server's shop into a new DuckDB file, identity and bad rows included."""
    with connected(SOURCE) as connection:
        cursor = connection.cursor()
        _fetch(cursor, file, constraints=False)
        with duckdb.connect(str(file)) as shop:
            shop.execute(_duckdb("identity_clear"))
            bulk.fetch(cursor, IDENTITY, shop)


def ddl() -> tuple[list[str], list[str]]:
    """The source's DDL for SQL Server: tables and keys; then the indexes, made after loading."""
    text = (Path(schema.__file__).parent / "schema.sql").read_text(encoding="utf-8")
    parts = [part.strip() for part in text.split(";\n") if part.strip()]
    known = ["\n".join(x for x in p.splitlines() if not x.startswith("--")).strip() for p in parts]
    tables = [p for p in known if p.startswith(("create table", "alter table"))]
    indexes = [p for p in known if p.startswith(("create index", "create unique index"))]
    return tables, indexes


def apply_statements(*, with_constraints: bool) -> list[str]:
    """What turns core.* into its new state out of carga.*, in the order of the foreign keys."""
    off = [] if with_constraints else _for_each("unchecked")
    on = [] if with_constraints else _for_each("checked_from_now")
    deletes = [_filled("apply_deletes", table) for table in reversed(schema.TABLES)]
    changes = [_filled("apply_changes", table) for table in schema.TABLES]
    return ["set xact_abort on", *off, *deletes, *changes, *on]


def _filled(name: str, table: str) -> str:
    """A statement of sql/ for one table of the project's own schema."""
    names = [column.name for column in core_columns()[table]]
    return sql(name).format(
        tabela=table,
        chave=names[0],
        colunas=", ".join(names),
        atribuicoes=", ".join(f"{n} = mudada.{n}" for n in names[1:]),
    )


def _for_each(name: str) -> list[str]:
    return [_filled(name, table) for table in schema.TABLES]


def _schema(name: str) -> str:
    return sql("schema").format(esquema=name)


def _duckdb(name: str, **values: str) -> str:
    return sql(f"duckdb/{name}").format(**values)


def _load(shop: duckdb.DuckDBPyConnection, table: str) -> None:
    bulk.load(SOURCE, table, shop.table(table).to_arrow_reader(bulk.BATCH))


def is_whole() -> bool:
    """Whether the server has a source: a shop whose load came to its end, or anybody's tables."""
    state = ask_database(SOURCE, sql("source_state"))[0]
    if not state["tabelas"] or not state["nossas"]:
        return bool(state["tabelas"])
    return bool(ask_database(SOURCE, sql("source_identities"))[0]["quantidade"])


def _refuse(force: bool) -> datetime:
    """The server's clock. Raises DwError (2) where the new shop would replace something."""
    state = ask_database(SOURCE, sql("source_state"))[0]
    if state["tabelas"] and not state["nossas"]:
        raise DwError(
            f"{SOURCE} holds tables in schema core that `source init` did not make: they are left "
            "alone. Use another database for the generated shop.",
            2,
        )
    if state["tabelas"] and not force:
        raise DwError(
            f"{SOURCE} already holds a source: add --force to replace it by a new one.", 2
        )
    clock: datetime = state["relogio"]
    return clock


def _fetch(cursor: Any, file: Path, constraints: bool) -> timedelta:
    """Copies the server's shop into a new file; how far the server's clock is from UTC here."""
    state = ask_database(SOURCE, sql("source_state"))[0]
    offset: timedelta = state["relogio"] - datetime.now(UTC).replace(tzinfo=None)
    if not state["nossas"]:
        raise DwError(
            f"{SOURCE} holds no shop that `source init` made: only such a one is simulated on.", 2
        )
    with duckdb.connect(str(file)) as shop:
        named = ask_database(SOURCE, sql("source_description"))
        schema.create(shop, constraints, named[0]["descricao"] if named else f"Copy of {SOURCE}")
        for table in schema.TABLES:
            bulk.fetch(cursor, table, shop)
    return offset
