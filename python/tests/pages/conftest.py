"""Both dashboards in a real browser: served apps, Debian's Chromium, and a watch on the console."""

from __future__ import annotations

import csv
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Warehouse

WAIT_MS = 40_000
# Streamlit looks for its own endpoints below the page's path first, where they are not.
EXPECTED_404 = "_stcore"

Serve = Callable[[str, Warehouse], AbstractContextManager[str]]
OpenPage = Callable[..., Any]


@pytest.fixture(scope="session")
def serve(cli_environment: Mapping[str, str]) -> Serve:
    """`with serve("monitoring", warehouse) as url`: the app of that folder on a free port."""

    @contextmanager
    def served(app: str, data: Warehouse) -> Iterator[str]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", f"dashboards/{app}/app.py"),
                *("--server.port", str(port), "--server.address", "127.0.0.1"),
            ],
            cwd=ROOT,
            env={**cli_environment, "DW_DATA_DIR": str(data.data_dir)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{url}/_stcore/health", process)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:  # Streamlit does not always end; serve.py kills too
                process.kill()
                process.wait()

    return served


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            assert process.poll() is None, "the app ended by itself"
            assert time.monotonic() < until, "the app does not answer"
            time.sleep(0.1)


@pytest.fixture
def open_page(browser: Any) -> Iterator[OpenPage]:
    """`open_page(url, width=…, dark=…, zone=…)`: a page, settled; fails for a console error."""
    wrong: list[str] = []
    contexts = []

    def opened(
        url: str, *, width: int = 1400, height: int = 900, dark: bool = False, zone: str = "UTC"
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="pt-BR",
            timezone_id=zone,
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda message: (
                wrong.append(f"{message.text} {message.location}")
                if message.type == "error" and EXPECTED_404 not in str(message.location)
                else None
            ),
        )
        page.goto(url)
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@contextmanager
def held(data: Warehouse, environment: Mapping[str, str]) -> Iterator[None]:
    """Another process holds the warehouse for writing."""
    hold = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute('create or replace table held as select 1 as um'); c.execute('checkpoint');"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(data.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(environment),
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"held\n"
        yield


def settle(page: Any) -> None:
    """Waits until the page has been drawn."""
    page.wait_for_selector(".dw-head, .dw-state")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def go_to(page: Any, name: str) -> None:
    """Goes to the page of that name by the sidebar."""
    page.get_by_test_id("stSidebarNav").get_by_text(name, exact=True).click()
    page.wait_for_function(
        "name => document.querySelector('.dw-head h1')?.innerText === name", arg=name
    )
    settle(page)


def in_english(page: Any) -> None:
    """Turns the switch of the sidebar."""
    page.locator(".st-key-lang").get_by_text("EN", exact=True).click()
    page.wait_for_url("**lang=EN**")
    settle(page)


def assert_drawn(page: Any) -> None:
    """No exception, no message instead of the figures."""
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator(".dw-state").count() == 0


def fills_by_itself(
    app: str, serve: Serve, open_page: OpenPage, loaded: Warehouse, folder: Path
) -> None:
    """Without a warehouse the app names the command; once there is one, it shows it, on a phone."""
    data = Warehouse(folder)
    with serve(app, data) as url:
        page = open_page(url, width=390, dark=True)
        assert page.locator(".dw-state code").inner_text() == "python run.py"
        shutil.copyfile(loaded.warehouse, data.warehouse)
        page.locator(".dw-card").first.wait_for()
        overflow = "document.documentElement.scrollWidth - window.innerWidth"
        assert page.evaluate(overflow) <= 0, "wider than a phone"
        page.close()


def csv_of(page: Any, key: str) -> list[dict[str, str]]:
    """The rows of the CSV that the menu of that key saves, which its file is named after."""
    menu = page.locator(f".st-key-save-{key} button").first
    button = page.locator(f".st-key-csv-{key} button").first
    menu.evaluate("menu => menu.scrollIntoView({block: 'center'})")  # what it opens has to fit
    menu.click()
    button.wait_for()
    settle(page)
    with page.expect_download() as waited:
        button.click()
    page.keyboard.press("Escape")
    assert key in waited.value.suggested_filename
    text = Path(waited.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in text else ","))


def card(page: Any, label: str) -> str:
    """The value of the card with that label."""
    found = page.locator(".dw-card").filter(has_text=label)
    text: str = found.locator(".dw-value").inner_text()
    return text


def number_in(text: str) -> float:
    """The number in a text in Brazilian writing: `R$ 1.234,50` → 1234.5."""
    kept = "".join(sign for sign in text if sign.isdigit() or sign in ",-")
    return float(kept.replace(",", "."))


@pytest.fixture(autouse=True)
def charts_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages drawn in this process hold every chart against Vega-Lite's schema."""
    monkeypatch.setattr("dashboards.common.charts.CHECKED", True)
