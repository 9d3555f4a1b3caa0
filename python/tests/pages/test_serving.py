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
from typing import Any

import duckdb
import pytest
from conftest import ROOT, RunCli, Warehouse


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


def test_the_traceback_of_a_page_reaches_the_log_and_not_the_reader(
    loaded: Warehouse, browser: Any, cli_environment: Mapping[str, str]
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        # A text where the page wants a number: no error that the reader knows a sentence for.
        connection.execute(
            "create or replace view ops.vw_sla as "
            "select entidade, 'boom' as sla_minutos, ultimo_cutoff, ultimo_sucesso_em, "
            "1 as idade_minutos, 1.0 as consumo_sla_percent, 'ok' as status from ctl.etl_control"
        )
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-P", "-m", "ecommerce_dw", "dashboards"),
            *("--monitor-port", str(port), "--business-port", str(free_port())),
        ],
        cwd=ROOT,
        env={**cli_environment, "DW_DATA_DIR": str(loaded.data_dir), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}")
        shown = page.locator('[data-testid="stException"]')
        shown.wait_for(timeout=20_000)
        seen = shown.inner_text()
        page.close()
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=30)
    finally:
        process.kill()
    assert "Traceback" in log
    assert "now.py" in log
    assert "boom" not in seen
    assert "now.py" not in seen
