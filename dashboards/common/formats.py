"""Numbers, money, dates and durations as the reader's language writes them; `—` for no value."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
from babel import dates, numbers

from dashboards.common.text import _, locale, shop

NOTHING = "—"


def missing(value: Any) -> bool:
    """Whether a value of a frame or of Python is none: None, NaN, NaT, NA."""
    return value is None or bool(pd.isna(value))


def number(value: Any, digits: int = 0) -> str:
    """`12.345` (pt) or `12,345` (en)."""
    if missing(value):
        return NOTHING
    shape = "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(round(float(value), digits) + 0.0, shape, locale())


def compact(value: Any) -> str:
    """`12,3 mil`, `1,2 mi`."""
    if missing(value):
        return NOTHING
    if abs(value) < 1000:
        return number(value, 0 if float(value).is_integer() else 1)
    return numbers.format_compact_decimal(float(value), locale=locale(), fraction_digits=1)


def money(value: Any, digits: int = 2) -> str:
    """`R$ 1.234,50`."""
    if missing(value):
        return NOTHING
    shape = "¤ #,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_currency(
        float(value), shop().currency, shape, locale(), currency_digits=False
    ).replace("\xa0", " ")


def compact_money(value: Any) -> str:
    """`R$ 1,2 mi`; under a thousand to the cent."""
    if missing(value):
        return NOTHING
    if abs(value) < 1000:
        return money(value)
    return numbers.format_compact_currency(
        float(value), shop().currency, locale=locale(), fraction_digits=1
    ).replace("\xa0", " ")


def percent(value: Any, digits: int = 1, *, sign: bool = False) -> str:
    """`12,3%` of 12.3 (a value in percent); `sign`: `+12,3%`."""
    if missing(value):
        return NOTHING
    text = number(value, digits) + "%"
    return "+" + text if sign and value > 0 else text


def moment(value: Any) -> str:
    """A date with its time, by the warehouse's clock (see `clock_name`)."""
    if missing(value):
        return NOTHING
    shape = "dd/MM/yyyy HH:mm" if locale().language == "pt" else "MMM d, yyyy, HH:mm"
    return dates.format_datetime(_python(value), shape, locale=locale())


def clock_name() -> str:
    """By which clock the warehouse's moments are: UTC on DuckDB, on SQL Server the server's."""
    sqlserver = os.environ.get("DW_TARGET") == "sqlserver"
    return " " + _("(relógio do servidor)") if sqlserver else " UTC"


def day(value: Any) -> str:
    """`24/11/2026` or `Nov 24, 2026`."""
    if missing(value):
        return NOTHING
    shape = "dd/MM/yyyy" if locale().language == "pt" else "medium"
    return dates.format_date(_python(value), shape, locale=locale())


def month(value: Any) -> str:
    """`nov. de 2026` of a date or of 'YYYY-MM'."""
    if missing(value):
        return NOTHING
    if isinstance(value, str):
        value = date(int(value[:4]), int(value[5:7]), 1)
    return dates.format_skeleton("yMMM", _python(value), locale=locale())


def duration(seconds: Any) -> str:
    """`9,4 s`, `2 min 5 s`, `3 h 10 min`, `2 d 4 h`."""
    if missing(seconds):
        return NOTHING
    if seconds < 60:
        return number(seconds, 0 if seconds >= 10 else 1) + " s"
    whole = round(float(seconds))
    units = (("d", 86_400), (" h", 3_600), (" min", 60), (" s", 1))
    parts: list[str] = []
    for name, size in units:
        count, whole = divmod(whole, size)
        if count or parts:
            parts.append(f"{number(count)} {name.strip()}")
    return " ".join(part for part in parts[:2] if not part.startswith("0 "))


def ago(value: Any, now: datetime) -> str:
    """`há 5 minutos`; both moments by one clock."""
    if missing(value):
        return NOTHING
    passed: timedelta = now - _python(value)
    if abs(passed.total_seconds()) < 45:
        return _("agora há pouco")
    return dates.format_timedelta(-passed, add_direction=True, locale=locale())


def _python(value: Any) -> Any:
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
