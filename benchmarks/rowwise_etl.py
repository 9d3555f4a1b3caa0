"""fact_vendas row by row, as an ETL script over pyodbc does it; duckdb's DB-API stands in for it.

    python benchmarks/rowwise_etl.py SOURCE TARGET [--batch ROWS] [--writer arrays|executemany]

SOURCE and TARGET are DuckDB files; TARGET holds the dimensions and fact_vendas of
handwritten_etl.py. Lookups (dimension versions, discounts, returns) are read into dicts, the items
come by fetchmany, money is Decimal; rows are staged, upserted into rowwise.fact_vendas and
committed batch by batch. Prints a JSON object: rows, and seconds to read the lookups, to extract
and compute, to write. The SQL is in sql/rowwise/.

Two ways to stage a batch: `executemany` sends row after row, which DuckDB, made for columns, is
slow at (an upsert by executemany without staging is slower still); `arrays` sends one list a
column, as pyodbc's fast_executemany binds arrays, and is the default: it favours the row-wise
script.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

SQL = Path(__file__).resolve().parent / "sql" / "rowwise"
CENT, ZERO = Decimal("0.01"), Decimal(0)
UNKNOWN, DIRECT_SALE = -1, -2
Row = tuple[Any, ...]


def text(name: str) -> str:
    """sql/rowwise/NAME.sql."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def key(natural: int) -> int:
    """Surrogate key: the first 8 bytes of the MD5 of the natural key, without the sign bit."""
    digest = hashlib.md5(str(natural).encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], "big") & 0x7FFFFFFFFFFFFFFF


class Versions:
    """The versions of one dimension by natural key: which was valid at a moment."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._starts: defaultdict[int, list[datetime]] = defaultdict(list)
        self._rows: defaultdict[int, list[Row]] = defaultdict(list)
        for natural, start, end, *rest in rows:
            self._starts[natural].append(start)
            self._rows[natural].append((end, *rest))

    def at(self, natural: int | None, moment: datetime) -> Row | None:
        """What follows the validity in the version's row, the surrogate key first; or None."""
        if natural is None or natural not in self._starts:
            return None
        place = bisect_right(self._starts[natural], moment) - 1
        if place < 0:
            return None
        end, *rest = self._rows[natural][place]
        return tuple(rest) if end is None or moment < end else None


def split(total: Decimal, bases: Sequence[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """A sum of money over (item, base) to the cent, the cents left over to the largest bases."""
    cents = int(total * 100)
    weights = {item: int(base * 100) for item, base in bases}
    if not sum(weights.values()):
        weights = dict.fromkeys(weights, 1)
    whole = sum(weights.values())
    parts = {item: cents * weight // whole for item, weight in weights.items()}
    left = cents - sum(parts.values())
    for item in sorted(weights, key=lambda i: (-weights[i], i))[:left]:
        parts[item] += 1
    return {item: CENT * part for item, part in parts.items()}


class Lookups:
    """Everything that a fact row needs beside its item and order."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        def rows(name: str) -> list[Row]:
            return connection.execute(text(name)).fetchall()

        self.customers, self.products = Versions(rows("dim_cliente")), Versions(rows("dim_produto"))
        self.sellers, self.teams = Versions(rows("dim_vendedor")), Versions(rows("dim_equipe"))
        self.regions: dict[int, int] = dict(rows("dim_regiao"))
        self.of_item: defaultdict[int, Decimal] = defaultdict(Decimal)
        self.of_order: defaultdict[int, Decimal] = defaultdict(Decimal)
        for order, item, value in rows("discounts"):
            if item is None:
                self.of_order[order] += value
            else:
                self.of_item[item] += value
        self.returned: dict[int, tuple[int, Decimal]] = {}
        for item, quantity, value in rows("returns"):
            before = self.returned.get(item, (0, ZERO))
            self.returned[item] = (before[0] + quantity, before[1] + value)


def extract(cursor: duckdb.DuckDBPyConnection, batch: int) -> Iterator[dict[str, Any]]:
    """The source's items as dicts, `batch` at a time."""
    cursor.execute(text("extract"))
    names = [column[0] for column in cursor.description]
    while rows := cursor.fetchmany(batch):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def facts_of_order(order: int, items: Sequence[dict[str, Any]], given: Lookups) -> Iterator[Row]:
    """The fact rows of one order's items."""
    gross = {i["item_pedido_id"]: i["quantidade"] * i["preco_unitario"] for i in items}
    own = {item: given.of_item.get(item, ZERO) for item in gross}
    shared: dict[int, Decimal] = {}
    if order in given.of_order:
        bases = [(item, gross[item] - own[item]) for item in gross]
        shared = split(given.of_order[order], bases)
    known = sum((i["valor_frete"] for i in items if i["valor_frete"] is not None), ZERO)
    unknown = [i["item_pedido_id"] for i in items if i["valor_frete"] is None]
    freight: dict[int, Decimal] = {}
    if unknown:
        rest = max(ZERO, items[0]["frete_pedido"] - known)
        freight = split(rest, [(item, gross[item]) for item in unknown])
    for i in items:
        item, moment = i["item_pedido_id"], i["data_pedido"]
        discount = own[item] + shared.get(item, ZERO)
        net = gross[item] - discount
        customer = given.customers.at(i["cliente_id"], moment)
        product = given.products.at(i["produto_id"], moment)
        seller = given.sellers.at(i["vendedor_id"], moment)
        team = given.teams.at(seller[1], moment) if seller else None
        rate = seller[2] if seller else None
        commission = None
        if i["vendedor_id"] is not None:
            if i["status"] == "Cancelado":
                commission = ZERO
            elif rate is not None:
                commission = (net * rate / 100).quantize(CENT, ROUND_HALF_UP)
        returned = given.returned.get(item, (0, ZERO))
        cost = i["custo_unitario"]
        seller_key = seller[0] if seller else UNKNOWN
        yield (
            key(item),
            moment.year * 10000 + moment.month * 100 + moment.day,
            customer[0] if customer else UNKNOWN,
            product[0] if product else UNKNOWN,
            given.regions.get(i["regiao_entrega_id"], UNKNOWN),
            DIRECT_SALE if i["vendedor_id"] is None else seller_key,
            team[0] if team else UNKNOWN,
            i["numero_pedido"],
            item,
            order,
            i["vendedor_id"],
            i["canal"],
            i["status"],
            i["quantidade"],
            i["preco_unitario"],
            gross[item],
            discount,
            net,
            freight[item] if i["valor_frete"] is None else i["valor_frete"],
            None if cost is None else i["quantidade"] * cost,
            *returned,
            rate,
            commission,
            discount > 0,
        )


def load(source: Path, target: Path, batch: int, writer: str) -> dict[str, float]:
    """Loads all of the source; returns rows and seconds by part."""
    connection = duckdb.connect(str(target))
    place = str(source).replace("'", "''")
    connection.execute(f"attach '{place}' as oltp (read_only)")
    connection.execute(text("create"))
    started = perf_counter()
    given = Lookups(connection)
    lookups = perf_counter() - started
    reader = connection.cursor()
    stage, upsert = text(f"stage_{'rows' if writer == 'executemany' else 'arrays'}"), text("upsert")
    rows, writing = 0, 0.0

    def write(waiting: list[Row]) -> None:
        nonlocal rows, writing
        began = perf_counter()
        connection.begin()
        connection.execute("truncate lote")
        if writer == "executemany":
            connection.executemany(stage, waiting)
        else:
            connection.execute(stage, [list(column) for column in zip(*waiting, strict=True)])
        connection.execute(upsert)
        connection.commit()
        rows += len(waiting)
        writing += perf_counter() - began
        waiting.clear()

    started = perf_counter()
    waiting: list[Row] = []
    for order, items in groupby(extract(reader, batch), key=itemgetter("pedido_id")):
        waiting.extend(facts_of_order(order, list(items), given))
        if len(waiting) >= batch:
            write(waiting)
    if waiting:
        write(waiting)
    computing = perf_counter() - started - writing
    connection.close()
    return {"rows": rows, "lookups": lookups, "extract and compute": computing, "write": writing}


def main() -> None:
    """Reads the command line, loads, prints rows and seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--batch", type=int, default=1000, metavar="ROWS", help="(1000)")
    parser.add_argument("--writer", choices=("arrays", "executemany"), default="arrays")
    options = parser.parse_args()
    print(json.dumps(load(options.source, options.target, options.batch, options.writer)))


if __name__ == "__main__":
    main()
