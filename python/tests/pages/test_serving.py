"""`run.py dashboards`: both apps by one command, ended together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT, RunCli


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
    except OSError:
        return False
    return True


def test_a_used_port_is_a_sentence(run_cli: RunCli, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = ("--monitor-port", str(free_port()), "--business-port", str(port))
        done = run_cli("dashboards", *ports, data_dir=tmp_path)
    assert done.returncode == 2
    assert f"Port {port} cannot be used" in done.stderr
    assert "--business-port" in done.stderr
    assert "Traceback" not in done.stderr


def test_one_port_does_not_serve_two(run_cli: RunCli, tmp_path: Path) -> None:
    done = run_cli(
        *("dashboards", "--monitor-port", "9999", "--business-port", "9999"), data_dir=tmp_path
    )
    assert (done.returncode, done.stderr) == (2, "The two dashboards need two ports.\n")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_one_command_serves_both_and_ends_both(
    how: signal.Signals, cli_environment: Mapping[str, str], tmp_path: Path
) -> None:
    monitor, business = free_port(), free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-P", "-m", "ecommerce_dw", "dashboards"),
            *("--monitor-port", str(monitor), "--business-port", str(business)),
        ],
        cwd=ROOT,
        env={**cli_environment, "DW_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # the signal goes to the launcher alone
    )
    try:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(3)]
        assert told == [
            f"Monitor: http://localhost:{monitor}\n",
            f"Business: http://localhost:{business}\n",
            "Ctrl-C ends both.\n",
        ]
        assert answers(monitor)
        assert answers(business)
        process.send_signal(how)
        assert process.wait(30) == 0
    finally:
        process.kill()
    until = time.monotonic() + 5
    while (answers(monitor) or answers(business)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not answers(monitor)
    assert not answers(business)
