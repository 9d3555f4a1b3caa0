"""Revenue of the next months, and by how much the method would have been wrong.

Seasonal naive with growth: a month repeats the same month of the year before, times the growth of
the last six whole months over the same six a year earlier. (R. J. Hyndman, G. Athanasopoulos,
"Forecasting: principles and practice", 3rd ed. 2021, 5.2 and 5.10: the seasonal naive method, and
errors by rolling origin.) The same is done as of each earlier month that has enough history; what
came in then tells the error. Without that test nothing is forecast.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

AHEAD = 3
"""Months that are forecast."""
YEAR, GROWTH = 12, 6
NEEDED = 24
"""Whole months of history below which nothing is forecast."""
COVERED = 0.8
"""Share of the test's errors that the interval covers."""


@dataclass(frozen=True)
class Projection:
    """`months`: month, forecast, low, high; `tests`: month, ahead, forecast, actual, naive.

    Errors in percent: `error` of the method, `naive_error` of repeating the year before.
    """

    months: pd.DataFrame
    tests: pd.DataFrame
    error: float
    naive_error: float


def project(revenue: pd.Series[float]) -> Projection | None:
    """The forecast after the last of these months; None where the history does not carry one.

    `revenue`: by month (first days), oldest first, whole months alone, none missing.
    """
    if len(revenue) < NEEDED or (revenue <= 0).any():
        return None
    tests = _tests(revenue)
    relative = (tests["forecast"] / tests["actual"] - 1).abs()
    spread = relative.groupby(tests["ahead"]).quantile(COVERED)
    made = _ahead(revenue)
    width = [float(spread[ahead]) for ahead in range(1, AHEAD + 1)]
    months = made.assign(
        low=[value * max(1 - part, 0) for value, part in zip(made["forecast"], width, strict=True)],
        high=[value * (1 + part) for value, part in zip(made["forecast"], width, strict=True)],
    )
    naive = (tests["naive"] / tests["actual"] - 1).abs()
    return Projection(months, tests, float(relative.mean() * 100), float(naive.mean() * 100))


def begun(found: Projection, so_far: float, left: float) -> Projection:
    """With the first month as what it brought `so_far`, and the forecast of the days left.

    `left`: their share of the month, 0 to 1.
    """
    months = found.months.copy()
    columns = ["forecast", "low", "high"]
    months.loc[0, columns] = months.loc[0, columns].astype(float) * left + so_far
    return replace(found, months=months)


def _ahead(revenue: pd.Series[float]) -> pd.DataFrame:
    """The months after the last one."""
    year_before = revenue.iloc[-YEAR:]
    growth = revenue.iloc[-GROWTH:].sum() / revenue.iloc[-YEAR - GROWTH : -YEAR].sum()
    first = revenue.index[-1] + pd.DateOffset(months=1)
    naive = [float(value) for value in year_before.iloc[:AHEAD]]
    return pd.DataFrame(
        {
            "month": pd.date_range(first, periods=AHEAD, freq="MS"),
            "ahead": range(1, AHEAD + 1),
            "naive": naive,
            "forecast": [value * float(growth) for value in naive],
        }
    )


def _tests(revenue: pd.Series[float]) -> pd.DataFrame:
    """What the method would have said at each earlier month, beside what came in."""
    made = [_ahead(revenue.iloc[:known]) for known in range(YEAR + GROWTH, len(revenue))]
    found = pd.concat(made, ignore_index=True)
    found["actual"] = found["month"].map(revenue)
    return found.dropna(subset=["actual"]).reset_index(drop=True)


def whole_months(found: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series[float]:
    """Revenue by month, without those at either end that are not whole; months without sales are 0.

    `first`, `last`: the days of the first and the last order, between which the data speak.
    """
    by = found.assign(inicio=pd.to_datetime(found["inicio"])).set_index("inicio")["receita"]
    start = first if first.day == 1 else first.replace(day=1) + pd.DateOffset(months=1)
    over = last + pd.Timedelta(days=1)
    end = over.replace(day=1) - pd.DateOffset(months=1)
    months = pd.date_range(start, end, freq="MS")
    return by.astype(float).reindex(months).fillna(0.0)
