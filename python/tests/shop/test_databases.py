"""A shop's own database: the same rows as its file, by DuckDB's extension or by a driver."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from test_sync import DAY_TWO, LINES, Shop

from ecommerce_base.errors import DwError
from ecommerce_shop import databases

ROWS = [line.split(";") for line in LINES]
CREATE = (
    'create table vendas ("Pedido" integer, "Data" timestamp, "CPF" varchar(20), '
    '"Cliente" varchar(60), "Cidade" varchar(60), "UF" varchar(2), "SKU" varchar(20), '
    '"Produto" varchar(60), "Qtd" integer, "Preço" decimal(10, 2), "Frete" decimal(10, 2), '
    '"Status" varchar(20))'
)
# Where a database of their own is, in the words of `data:` in shop.yml.
SERVERS = {"postgres": os.environ.get("DW_TEST_POSTGRES"), "mysql": os.environ.get("DW_TEST_MYSQL")}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop of its file, and a mapping of it."""
    made = Shop(tmp_path)
    made.propose()
    return made


def reads(shop: Shop, place: dict[str, str]) -> None:
    """From now on the shop's rows are in a table: its numbers have no decimal comma."""
    shop.setting(f"data: {shop.data}", f"data: {json.dumps(place)}")
    shop.setting('decimal: ","', 'decimal: "."')
    shop.setting("path: vendas.csv", "path: vendas")


def typed() -> list[list[Any]]:
    """The file's rows as a database has them: numbers, moments, and NULL for what is empty."""
    rows = []
    for order, day, cpf, name, city, state, sku, product, pieces, price, freight, status in ROWS:
        money = [Decimal(x.removeprefix("R$ ").replace(".", "").replace(",", "."))
                 for x in (price, freight)]  # fmt: skip
        person: list[Any] = [cpf or None, name or None]
        at = datetime.strptime(day, "%d/%m/%Y %H:%M")
        rows.append(
            [int(order), at, *person, city, state, sku, product, int(pieces), *money, status]
        )
    return rows


def is_the_same(shop: Shop) -> None:
    assert all(counts[:3] == (0, 0, 0) for counts in shop.sync(DAY_TWO).counts.values())


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_s_tables_load_as_the_file_does(kind: str, shop: Shop) -> None:
    place = SERVERS[kind]
    if not place:
        pytest.skip(f"no {kind}: DW_TEST_{kind.upper()} names none")
    shop.sync()
    marks = ", ".join(["%s"] * len(ROWS[0]))
    with databases.DRIVERS[kind](place) as database:
        if kind == "postgres":
            database.read_only = False
        cursor = database.cursor()
        quote = '"' if kind == "postgres" else "`"
        cursor.execute("drop table if exists vendas")
        cursor.execute(CREATE.replace('"', quote))
        cursor.executemany(f"insert into vendas values ({marks})", typed())  # noqa: S608
        database.commit()
    reads(shop, {kind: place})
    is_the_same(shop)
    shop.setting("path: vendas", "path: outra")
    with pytest.raises(DwError, match=r"outra"):
        shop.sync(DAY_TWO)


@contextlib.contextmanager
def _driver(place: str) -> Iterator[Any]:
    """What a driver gives for the database of that name: typed rows, fetched some at a time."""
    assert place == "Vendas"
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.execute(CREATE)
        marks = ", ".join("?" * len(ROWS[0]))
        rows = [
            [str(x) if isinstance(x, Decimal | datetime) else x for x in row] for row in typed()
        ]
        database.executemany(f"insert into vendas values ({marks})", rows)  # noqa: S608
        yield database


def test_a_shop_on_sql_server_is_read_by_its_driver(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No SQL Server is here: another engine's driver stands for its own."""
    monkeypatch.setitem(databases.DRIVERS, "sqlserver", _driver)
    monkeypatch.setattr(databases, "_FETCH", 2)
    shop.sync()
    reads(shop, {"sqlserver": "Vendas"})
    is_the_same(shop)
    assert len(shop.rows()["item_pedido"]) == len(ROWS)


@pytest.mark.parametrize(("kind", "package"), [("postgres", "psycopg"), ("mysql", "pymysql")])
def test_without_extension_and_driver_a_sentence_names_the_driver(
    kind: str, package: str, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_attached", lambda *_: False)
    monkeypatch.setitem(sys.modules, package, None)
    reads(shop, {kind: "host=127.0.0.1"})
    with pytest.raises(DwError, match=f"pip install {package}"):
        shop.sync(DAY_TWO)
