"""Periods: presets that end at the last day of orders, and what each one is compared with."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
PRESETS = ("12m", "30d", "90d", "mes", "ano", "24m", "tudo", "datas")
COMPARISONS = ("anterior", "ano", "datas")
LONG_DAYS = 100
"""Longer periods are drawn by month, others by day."""


@dataclass(frozen=True)
class Period:
    """Days `start` to `end`, both included, and those that they stand against.

    `before_*` is the period before, unless the reader compares with another (`against`).
    """

    start: date
    end: date
    before_start: date
    before_end: date
    comparison: str = COMPARISONS[0]

    @property
    def year_start(self) -> date:
        return months_before(self.start, 12)

    @property
    def year_end(self) -> date:
        return months_before(self.end, 12)

    @property
    def before_is_year(self) -> bool:
        """Whether it is compared with the same days a year earlier."""
        return (self.before_start, self.before_end) == (self.year_start, self.year_end)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def before_days(self) -> int:
        return (self.before_end - self.before_start).days + 1

    def against(self, start: date, end: date, comparison: str) -> Period:
        """The same days, compared with these."""
        return replace(self, before_start=start, before_end=end, comparison=comparison)

    def whole(self, start: date, end: date) -> bool:
        """Whether days `start` to before `end` lie in the period."""
        return self.start <= start and end <= self.end + DAY

    @property
    def long(self) -> bool:
        return (self.end - self.start).days >= LONG_DAYS

    def parameters(self) -> dict[str, Any]:
        """The bound parameters of the queries."""
        return {
            "de": self.start,
            "ate": self.end,
            "de_anterior": self.before_start,
            "ate_anterior": self.before_end,
            "de_ano": self.year_start,
            "ate_ano": self.year_end,
            "desde": min(self.start, self.before_start, self.year_start),
            "ate_tudo": max(self.end, self.before_end),
            "mes_inicio": self.start.replace(day=1),
            "mes_de": f"{self.start:%Y-%m}",
            "mes_ate": f"{self.end:%Y-%m}",
        }


def preset(name: str, first: date, last: date) -> Period:
    """The period that a preset names, for sales from `first` to `last`."""
    if name == "tudo":
        return between(first, last)
    if name in ("mes", "ano"):
        start = last.replace(day=1) if name == "mes" else last.replace(month=1, day=1)
        shift = 1 if name == "mes" else 12
        return Period(start, last, months_before(start, shift), months_before(last, shift))
    size = int(name[:-1])
    if name.endswith("d"):
        return between(last - timedelta(days=size - 1), last)
    # Whole months and the running one, so that no chart begins with a part of a month.
    start = months_before(last, size - 1).replace(day=1)
    return Period(start, last, months_before(start, size), months_before(last, size))


def between(start: date, end: date) -> Period:
    """Any days; the period before has as many."""
    return Period(start, end, start - (end - start) - DAY, start - DAY)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
