"""`alerts`: what is open, told once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import duckdb
import pytest
from conftest import RunCli, Warehouse

LATE = "update ctl.etl_control set ultimo_cutoff = ultimo_cutoff - interval 9 day"


@pytest.fixture
def mailbox() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """An address of Apprise's kind `json` on this machine, and what arrived there."""
    arrived: list[dict[str, str]] = []

    class Box(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.append(json.loads(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Box)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}/", arrived
    server.shutdown()
    thread.join()
    server.server_close()


def test_open_alerts_are_told_once(
    run_cli: RunCli, loaded: Warehouse, mailbox: tuple[str, list[dict[str, str]]]
) -> None:
    address, arrived = mailbox
    data = loaded.data_dir
    quiet = run_cli("alerts", "--notify", data_dir=data, env={"DW_ALERT_URLS": address})
    assert (quiet.returncode, quiet.stdout) == (0, "No open alert.\n"), quiet.stderr
    assert arrived == []

    with duckdb.connect(str(loaded.warehouse)) as db:
        db.execute(LATE + " where entidade = 'dim_cliente'")
    for _ in range(2):
        done = run_cli("alerts", "--notify", data_dir=data, env={"DW_ALERT_URLS": address})
        assert done.returncode == 1, done.stderr
        assert done.stdout.startswith("alta dim_cliente: ")
    assert len(arrived) == 1
    assert "1 new alert" in arrived[0]["title"]
    assert "dim_cliente" in arrived[0]["message"]

    with duckdb.connect(str(loaded.warehouse)) as db:
        db.execute(LATE + " where entidade = 'fact_vendas'")
    shown = json.loads(run_cli("alerts", "--json", data_dir=data).stdout)["alerts"]
    assert {alert["entidade"] for alert in shown} == {"dim_cliente", "fact_vendas"}
    run_cli("alerts", "--notify", data_dir=data, env={"DW_ALERT_URLS": address})
    assert len(arrived) == 2
    assert "dim_cliente" not in arrived[1]["message"]


def test_alerts_are_silenced_and_counted_by_severity(run_cli: RunCli, loaded: Warehouse) -> None:
    data = loaded.data_dir
    with duckdb.connect(str(loaded.warehouse)) as db:
        db.execute(LATE + " where entidade in ('dim_cliente', 'fact_vendas')")
    one, other = "sla:dim_cliente:atraso", "sla:fact_vendas:atraso"
    assert run_cli("alerts", "--min-severity", "critica", data_dir=data).returncode == 0
    done = run_cli("alerts", "--ack", one, data_dir=data)
    assert done.returncode == 1, "the other is open"
    assert done.stdout.count("[silenced]") == 1
    assert done.stdout.count("  -> ") == 1, "one cause, one thing to do"
    assert (
        run_cli("alerts", "--mute", other, "--until", "2999-01-01", data_dir=data).returncode == 0
    )
    assert run_cli("alerts", "--unmute", one, data_dir=data).returncode == 1
    past = run_cli("alerts", "--mute", one, "--until", "2000-01-01", data_dir=data)
    assert past.returncode == 1, "its moment has passed"
    for wrong in (("--mute", one), ("--ack", "sla:nobody:atraso")):
        assert run_cli("alerts", *wrong, data_dir=data).returncode == 2
    # Closed and open again, it is new.
    forth = "update ctl.etl_control set ultimo_cutoff = ultimo_cutoff + interval 9 day"
    with duckdb.connect(str(loaded.warehouse)) as db:
        db.execute(forth + " where entidade in ('dim_cliente', 'fact_vendas')")
    assert run_cli("alerts", data_dir=data).returncode == 0
    with duckdb.connect(str(loaded.warehouse)) as db:
        db.execute(LATE + " where entidade = 'fact_vendas'")
    assert run_cli("alerts", data_dir=data).returncode == 1


def test_who_knows_of_one_failure_hears_of_the_next(run_cli: RunCli, loaded: Warehouse) -> None:
    def fails(with_message: str) -> str:
        with duckdb.connect(str(loaded.warehouse)) as db:
            db.execute(
                "update audit.etl_run set status = 'failed', mensagem_erro = ?", [with_message]
            )
        shown = run_cli("alerts", "--json", data_dir=loaded.data_dir).stdout
        (alert,) = [a for a in json.loads(shown)["alerts"] if a["tipo"] == "execucao"]
        assert isinstance(alert["alerta_id"], str)
        return alert["alerta_id"]

    known = fails("core.item_pedido: 5 rows left of 2000")
    assert run_cli("alerts", "--ack", known, data_dir=loaded.data_dir).returncode == 0
    assert fails("core.item_pedido: 7 rows left of 2000") == known, "the same, with other numbers"
    assert fails("core.pedido lacks canal") != known
    assert run_cli("alerts", data_dir=loaded.data_dir).returncode == 1


def test_what_cannot_be_sent_is_told_without_secrets(run_cli: RunCli, loaded: Warehouse) -> None:
    with duckdb.connect(str(loaded.warehouse)) as db:
        db.execute(LATE)
    for address, code in (("", 2), ("nothing://user:secret@host", 2), ("json://127.0.0.1:9/", 1)):
        done = run_cli(
            "alerts", "--notify", data_dir=loaded.data_dir, env={"DW_ALERT_URLS": address}
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "DW_ALERT_URLS" in done.stderr
        assert "secret" not in done.stderr + done.stdout
    assert not (loaded.data_dir / "alerts.json").exists()
