"""Times the business pages over the warehouse of DW_DATA_DIR, as the server draws them.

    DW_DATA_DIR=... python benchmarks/pages.py [REPEATS]

For each page and choice of filters: a page first opened in a new session, with nothing kept from an
earlier reader, then that filter changed in it. Prints medians in seconds, and each as a share of
what it may take (2 s and 1 s). The browser's own drawing comes on top: some tenths of a second.
Means little beside other work on the machine; uses the environment of run.py.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

PAINT, CHANGE = 2.0, 1.0
PAGES = ("sales", "result", "forecast", "targets", "seller", "discounts", "campaign", "customers")
APP = """
from dashboards.business import filters
from dashboards.business.{page} import {page}
from dashboards.common.page import PageOf, run_app

def pages():
    filters.keep()
    return {{"": [PageOf({page}, "page", "page", ":material/flag:")]}}

run_app("benchmark", pages)
"""


def opened(page: str) -> tuple[AppTest, float]:
    """The page in a new session of a server that keeps no answers; the seconds it took."""
    st.cache_resource.clear()
    app = AppTest.from_string(APP.format(page=page), default_timeout=300)
    return app, timed(app)


def timed(app: AppTest) -> float:
    """Runs the page's script; seconds."""
    start = time.perf_counter()
    app.run()
    took = time.perf_counter() - start
    if app.exception:
        sys.exit(str(app.exception))
    return took


def choices(app: AppTest) -> list[tuple[str, str, Any]]:
    """Filters to choose: name, widget's key, value. The largest of each kind comes first."""
    found: list[tuple[str, str, Any]] = []
    if "periodo" in {box.key for box in app.selectbox}:
        found += [(f"period {name}", "periodo", name) for name in ("30d", "24m", "tudo")]
    shown = {box.key: box.options for box in app.multiselect}
    for key in ("regiao", "estado", "canal", "equipe", "categoria"):
        if key in shown:
            found.append((f"{key}, the last", key, shown[key][-1:]))
    if "categoria" in shown:
        found.append(("categoria, three", "categoria", shown["categoria"][:3]))
    return found


def main() -> None:
    """Runs all pages and prints the table."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    logging.disable(logging.CRITICAL)
    opened(PAGES[0])  # imports
    print(f"{'page':<12}{'what':<20}{'seconds':>9}{'share':>8}")
    for page in PAGES:
        first = [opened(page)[1] for _ in range(repeats)]
        tell(page, "first paint", first, PAINT)
        for name, key, value in choices(opened(page)[0]):
            times = []
            for _ in range(repeats):
                app, _took = opened(page)
                widget = app.selectbox(key=key) if key == "periodo" else app.multiselect(key=key)
                widget.set_value(value)
                times.append(timed(app))
            tell(page, name, times, CHANGE)


def tell(page: str, what: str, times: list[float], allowed: float) -> None:
    """Prints one line of the table."""
    middle = statistics.median(times)
    print(f"{page:<12}{what:<20}{middle:>9.2f}{middle / allowed:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
