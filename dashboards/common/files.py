"""What a panel shows, as a file: CSV as the reader's Excel opens it, and XLSX.

A file is named after the page, the panel, the period and the filters. CSV is made when its menu is
opened, XLSX when it is asked for. A file is served under a name that its contents give: drawing the
page anew does not take away what the reader is about to click.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.common.formats import number
from dashboards.common.text import _, locale

if TYPE_CHECKING:
    import pandas as pd

_NAME = "nome dos arquivos"
LONGEST = 120
"""Characters of a file's name, without its ending."""
SHEET_ROWS = 100_000
"""Rows up to which a sheet is offered: more take long to write, and Excel holds a million."""


def named_after(*parts: str) -> None:
    """What the files of this page are named after, beside page and panel: period, filters."""
    st.session_state[_NAME] = parts


def download(frame: pd.DataFrame, key: str) -> None:
    """A small menu that saves the frame as CSV or XLSX; `key` is unique on the page."""
    st.fragment(partial(_menu, frame, key))()


def _menu(frame: pd.DataFrame, key: str) -> None:
    menu = st.popover(
        "",
        icon=":material/download:",
        type="tertiary",
        help=_("Baixar estes dados"),
        key=f"save-{key}",
        on_change="rerun",
    )
    if not menu.open:
        return
    name = file_name(st.session_state.get("page", ""), key, *st.session_state.get(_NAME, ()))
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    made: list[tuple[str, bytes | Callable[[], bytes], str]] = [("csv", as_csv(frame), "text/csv")]
    if len(frame) <= SHEET_ROWS:
        made.append(("xlsx", partial(as_xlsx, frame), excel))  # made when it is clicked
    with menu:
        if len(frame) > SHEET_ROWS:
            st.caption(_("XLSX só até {n} linhas", n=number(SHEET_ROWS)))
        for ending, data, kind in made:
            st.download_button(
                ending.upper(),
                data,
                f"{name}.{ending}",
                kind,
                key=f"{ending}-{key}",
                on_click="ignore",
                type="tertiary",
            )


def file_name(*parts: str) -> str:
    """The parts as one name that every system takes: `vendas_receita_2026-01-01_sudeste`."""
    plain = unicodedata.normalize("NFKD", "_".join(part for part in parts if part))
    known = re.sub(r"[^A-Za-z0-9_-]+", "-", plain.encode("ascii", "ignore").decode())
    return known.strip("-_").lower()[:LONGEST]


def as_csv(frame: pd.DataFrame) -> bytes:
    """In the reader's separators, two decimals where a value has any, UTF-8 marked for Excel."""
    portuguese = locale().language == "pt"
    text: str = _written(frame).to_csv(
        index=False,
        sep=";" if portuguese else ",",
        decimal="," if portuguese else ".",
        float_format="%.2f",
    )
    return text.encode("utf-8-sig")


def as_xlsx(frame: pd.DataFrame) -> bytes:
    """One sheet with numbers and dates as such, its head fixed."""
    import pandas as pd

    file = BytesIO()
    made = _as_days(frame)
    with pd.ExcelWriter(
        file, engine="xlsxwriter", datetime_format="dd/mm/yyyy hh:mm", date_format="dd/mm/yyyy"
    ) as book:
        made.to_excel(book, index=False, sheet_name="dados", freeze_panes=(1, 0))
        money = book.book.add_format({"num_format": "#,##0.00"})
        sheet = book.sheets["dados"]
        for place, name in enumerate(frame):
            decimals = money if made[name].dtype.kind == "f" else None
            sheet.set_column(place, place, max(len(str(name)) + 2, 12), decimals)
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    return file.getvalue()


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    """Dates as texts, with the time where there is one; numbers among texts as the others."""
    made = _whole(frame)
    for name in (name for name in frame if frame[name].dtype == object):
        made[name] = [
            _number(value) if isinstance(value, float) else value for value in frame[name]
        ]
    for name in frame.select_dtypes("datetime"):
        days = (frame[name].dropna() == frame[name].dropna().dt.normalize()).all()
        made[name] = frame[name].dt.strftime(_day() if days else f"{_day()} %H:%M:%S")
    return made


def _as_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Dates without a time as days, so that the sheet shows them as such."""
    made = _whole(frame)
    for name in frame.select_dtypes("datetime"):
        if (frame[name].dropna() == frame[name].dropna().dt.normalize()).all():
            made[name] = frame[name].dt.date
    return made


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers of a column that has none but whole ones, counts above all, without decimals."""
    floats = frame.select_dtypes("float")
    whole = floats.columns[(floats.isna() | (floats % 1 == 0) & (floats.abs() < 1e15)).all()]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def _number(value: float) -> str:
    text = "" if math.isnan(value) else f"{value:.{0 if value.is_integer() else 2}f}"
    return text.replace(".", ",") if locale().language == "pt" else text


def _day() -> str:
    return "%d/%m/%Y" if locale().language == "pt" else "%Y-%m-%d"
