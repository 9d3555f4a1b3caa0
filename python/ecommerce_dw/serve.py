"""`dashboards`: both Streamlit apps in one command, ended together."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ecommerce_dw.errors import DwError
from ecommerce_dw.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

APPS = {"monitoring": "Monitor", "business": "Business"}
START_SECONDS = 60.0
END_SECONDS = 5.0


def dashboards(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Serves both apps until Ctrl-C (0) or until one of them ends by itself (1)."""
    ports = {"monitoring": options.monitor_port, "business": options.business_port}
    if len(set(ports.values())) < len(ports):
        raise DwError("The two dashboards need two ports.", 2)
    for app, port in ports.items():
        check_port(options.address, port, f"--{APPS[app].lower()}-port")
    with _ended_by_term(), contextlib.ExitStack() as stack:
        running = {
            app: stack.enter_context(_served(settings, app, options.address, port))
            for app, port in ports.items()
        }
        try:
            for app, process in running.items():
                _wait(process, options.address, ports[app])
                shown = "localhost" if options.address == "127.0.0.1" else options.address
                console.print(f"{APPS[app]}: http://{shown}:{ports[app]}", highlight=False)
            console.print("Ctrl-C ends both.")
            while all(process.poll() is None for process in running.values()):
                time.sleep(0.3)
        except KeyboardInterrupt:
            console.print("Ended.")
            return 0
    ended = next(APPS[app] for app, process in running.items() if process.returncode is not None)
    raise DwError(f"A dashboard ended by itself ({ended}); its last words are above.")


def check_port(address: str, port: int, option: str) -> None:
    """Raises DwError (2) when a server could not listen there."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except (OSError, OverflowError) as error:
        raise DwError(
            f"Port {port} cannot be used on {address} ({getattr(error, 'strerror', error)}): "
            f"end the program that has it, or name another with {option}.",
            2,
        ) from error


@contextlib.contextmanager
def _served(
    settings: Settings, app: str, address: str, port: int
) -> Iterator[subprocess.Popen[bytes]]:
    script = Path("dashboards") / app / "app.py"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            *("--server.port", str(port), "--server.address", address),
            *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
            *("--logger.level", "warning"),
        ],
        cwd=settings.root,  # where .streamlit/config.toml is
        env={**os.environ, "DW_DATA_DIR": str(settings.data_dir)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, port: int) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(address, address)
    until = time.monotonic() + START_SECONDS
    while process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://{host}:{port}/_stcore/health", timeout=2).close()
            return
        if time.monotonic() > until:
            raise DwError(f"The dashboard on port {port} does not answer; see what it wrote above.")
        time.sleep(0.1)


@contextlib.contextmanager
def _ended_by_term() -> Iterator[None]:
    """A SIGTERM, as a service manager sends it, ends the apps as Ctrl-C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
