"""Numbers, money, dates and durations as the reader's language writes them; `—` for no value."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
from babel import dates, numbers

from dashboards.common.text import _, locale, shop

NOTHING = "—"


def missing(value: Any) -> bool:
    """Whether a value of a frame or of Python is none: None, NaN, NaT, NA."""
    return value is None or bool(pd.isna(value))


def currency() -> str:
    """ISO 4217 code of the shop's money: the one place that pages take it from."""
    return shop().currency


def symbol() -> str:
    """The currency as the reader's language writes it: `R$`."""
    return numbers.get_currency_symbol(currency(), locale())


def number(value: Any, digits: int = 0) -> str:
    """`12.345` (pt) or `12,345` (en)."""
    if missing(value):
        return NOTHING
    shape = "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(_rounded(value, digits), shape, locale())


def compact(value: Any) -> str:
    """`12,3 mil`, `1,2 mi`."""
    if missing(value):
        return NOTHING
    if abs(value) < 1000:
        return number(value, 0 if float(value).is_integer() else 1)
    short = numbers.format_compact_decimal(_short(value), locale=locale(), fraction_digits=1)
    return short.replace("\xa0", " ")


def money(value: Any, digits: int = 2) -> str:
    """`R$ 1.234,50`."""
    if missing(value):
        return NOTHING
    shape = "¤ #,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_currency(
        _rounded(value, digits), currency(), shape, locale(), currency_digits=False
    ).replace("\xa0", " ")


def compact_money(value: Any) -> str:
    """`R$ 1,2 mi`; under a thousand to the cent."""
    if missing(value):
        return NOTHING
    if abs(value) < 1000:
        return money(value)
    sign = "-" if value < 0 else ""
    return f"{sign}{symbol()} {compact(abs(value))}"


def _rounded(value: Any, digits: int) -> float:
    """Half away from zero, as money is rounded; never minus zero."""
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(str(value)).quantize(step, ROUND_HALF_UP)) + 0.0


def _short(value: Any) -> float:
    """With one place of its thousands or millions, so that 999 950 is one million."""
    size = 1000.0 ** (math.floor(math.log10(abs(value))) // 3)
    return _rounded(value / size, 1) * size


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
    """`nov 2026` of a date or of 'YYYY-MM'; charts write it so too."""
    if missing(value):
        return NOTHING
    if isinstance(value, str):
        value = date(int(value[:4]), int(value[5:7]), 1)
    return dates.format_date(_python(value), "MMM yyyy", locale=locale()).replace(".", "")


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


# How a column of a table is written, by its kind.
KINDS: dict[str, Callable[[Any], str]] = {
    "money": money,
    "percent": percent,
    "count": number,
    "decimal": lambda value: number(value, 2),
    "seconds": duration,
    "day": day,
    "moment": moment,
    "month": month,
}
