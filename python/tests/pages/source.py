"""The figures of the business pages out of the source alone, for comparison."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from conftest import ROOT, Warehouse

if TYPE_CHECKING:
    import pandas as pd

SQL = Path(__file__).parent / "sql"
HOLIDAYS = ROOT / "seeds" / "feriados_nacionais.csv"


def plain(file: str) -> str:
    """The text of a query of the source alone."""
    return (SQL / f"{file}.sql").read_text("utf-8")


def rows_of(data: Warehouse, file: str, **parameters: Any) -> pd.DataFrame:
    """What a query answers; it may read the views itens, notas and metas (source_*.sql)."""
    with _source(data) as connection:
        return connection.execute(plain(file), parameters).df()


def row_of(data: Warehouse, file: str, **parameters: Any) -> dict[str, Any]:
    """The same for a query that answers one row."""
    return dict(rows_of(data, file, **parameters).iloc[0])


def last_order(data: Warehouse) -> date:
    """The last day with an order."""
    with _source(data) as connection:
        found = connection.execute(plain("last_order")).fetchone()
    assert found is not None
    last: date = found[0]
    return last


def working_days(start: date, end: date) -> int:
    """Monday to Friday without the national holidays, from `start` to before `end`."""
    with HOLIDAYS.open(encoding="utf-8") as stream:
        holidays = {date.fromisoformat(row["data"]) for row in csv.DictReader(stream)}
    days = (start + timedelta(days=n) for n in range((end - start).days))
    return sum(day.weekday() < 5 and day not in holidays for day in days)


@contextmanager
def _source(data: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(data.source), read_only=True) as connection:
        for views in ("source_items", "source_scores", "source_targets"):
            connection.execute(plain(views))
        yield connection
