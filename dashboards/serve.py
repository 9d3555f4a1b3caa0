"""`dashboards`: both Streamlit apps in one command, ended together."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import click

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings

APPS = {"monitoring": "Monitor", "business": "Business"}
START_SECONDS = 60.0
END_SECONDS = 5.0


@click.command(cls=Command)
@click.option("--monitor-port", type=int, default=8501, metavar="P", help="(8501)")
@click.option("--business-port", type=int, default=8502, metavar="P", help="(8502)")
@click.option(
    "--address", default="127.0.0.1", help="where to listen (127.0.0.1: this machine alone)"
)
@target_option
@click.pass_obj
def dashboards(launch: Launch, monitor_port: int, business_port: int, address: str) -> int:
    """Serve the monitor and the business pages until Ctrl-C."""
    if importlib.util.find_spec("streamlit") is None:
        raise DwError("The dashboards are not installed: `pip install '.[dashboards]'`.", 2)
    ports = {"monitoring": monitor_port, "business": business_port}
    if len(set(ports.values())) < len(ports):
        raise DwError("The two dashboards need two ports.", 2)
    for app, port in ports.items():
        check_port(address, port, f"--{APPS[app].lower()}-port")
    with contextlib.ExitStack() as stack:
        running = {
            app: stack.enter_context(_served(launch.settings, app, address, port))
            for app, port in ports.items()
        }
        try:
            for app, process in running.items():
                _wait(process, address, ports[app])
                shown = "localhost" if address == "127.0.0.1" else address
                launch.say(f"{APPS[app]}: http://{shown}:{ports[app]}")
            launch.say("Ctrl-C ends both.")
            while all(process.poll() is None for process in running.values()):
                time.sleep(0.3)
        except KeyboardInterrupt:
            launch.say("Ended.")
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
            *("--logger.level", "warning", "--logger.hideWelcomeMessage", "true"),
        ],
        cwd=settings.root,  # where .streamlit/config.toml is
        env={**os.environ, "DW_DATA_DIR": str(settings.data_dir)},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,  # where Streamlit writes a page's traceback, when rich is there
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
