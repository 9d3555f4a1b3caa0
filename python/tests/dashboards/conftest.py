"""Both dashboards in a real browser: served apps, Debian's Chromium, and a watch on the console."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from conftest import ROOT, Warehouse

WAIT_MS = 20_000
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
            process.wait(10)

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium of the system (`DW_CHROMIUM` names another); skips where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = (os.environ.get("DW_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no browser: `apt-get install chromium`, or name one in DW_CHROMIUM")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[OpenPage]:
    """`open_page(url, width=…, dark=…)`: a page, settled. Fails the test for a console error."""
    wrong: list[str] = []
    contexts = []

    def opened(url: str, *, width: int = 1400, dark: bool = False) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="pt-BR",
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


def settle(page: Any) -> None:
    """Waits until the page has been drawn."""
    page.wait_for_selector(".dw-head, .dw-state")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def card(page: Any, label: str) -> str:
    """The value of the card with that label."""
    found = page.locator(".dw-card").filter(has_text=label)
    text: str = found.locator(".dw-value").inner_text()
    return text


def number_in(text: str) -> float:
    """The number in a text in Brazilian writing: `R$ 1.234,50` → 1234.5."""
    kept = "".join(sign for sign in text if sign.isdigit() or sign in ",-")
    return float(kept.replace(",", "."))
