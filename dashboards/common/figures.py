"""Figures for pages: the queries of .sql files, answered together as of one run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.common.query import Query, query
from dashboards.common.reader import Reader, Stale, open_reader
from ecommerce_base.running import RunState
from ecommerce_base.settings import load_settings

if TYPE_CHECKING:
    import pandas as pd

_AS_OF = query(Path(__file__).parent / "as_of.sql")


@dataclass(frozen=True)
class Figures:
    """Frames by the names of their queries, and what they stand for.

    `cutoff`: the source as of then; `last_sale`: the day of the last sale in it; `run_id`: the run
    that loaded it; all None before the first load. `stale`: why they may not be trusted as of now,
    with the run under way where it is known.
    """

    frames: dict[str, pd.DataFrame]
    run_id: int | None
    cutoff: datetime | None
    last_sale: date | None
    read_at: datetime
    stale: Stale | None
    run: RunState | None

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]


@st.cache_resource(show_spinner=False)
def reader() -> Reader:
    """The one reader of this process, shared by its sessions."""
    return open_reader(load_settings())


def ask(folder: Path, *names: str, max_age: float | None = None, **parameters: Any) -> Figures:
    """The answers of `<folder>/<name>.sql`, all of one moment.

    Parameters are bound as `:name`; a query takes those that it names. Answers are kept until the
    warehouse changes; give `max_age` (seconds) to queries that look at the clock. Raises Busy,
    Missing, DwError.
    """
    queries: list[Query] = [query(folder / f"{name}.sql", **parameters) for name in names]
    answer = reader().read(_AS_OF, *queries, max_age=max_age)
    reference, *frames = answer.frames
    known = not reference.empty and bool(reference["cutoff"].notna().iloc[0])
    return Figures(
        frames=dict(zip(names, frames, strict=True)),
        run_id=int(reference["run_id"].iloc[0]) if known else None,
        cutoff=reference["cutoff"].iloc[0].to_pydatetime() if known else None,
        last_sale=_day(reference["ultima_venda"].iloc[0]) if known else None,
        read_at=answer.read_at,
        stale=answer.stale,
        run=answer.run,
    )


def _day(value: Any) -> date | None:
    import pandas as pd

    return None if pd.isna(value) else pd.Timestamp(value).date()
