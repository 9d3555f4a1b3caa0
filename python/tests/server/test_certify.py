"""`certify`: its steps, its comparison and its page, with DuckDB in the server's place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import RunCli, Warehouse

from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings
from ecommerce_certify import subject
from ecommerce_certify.report import Finding, Verdict, page
from ecommerce_certify.steps import Certification, Skipped, all_hold
from ecommerce_certify.subject import Embedded, Server

ON_A_SERVER = {
    "databases, roles, logins; twice",
    "doctor finds nothing",
    "each login may what it should alone",
    "personal data is masked",
    "the documentation, by its own login",
    "backups, verified",
    "a restore to a moment",
}


def embedded(warehouse: Warehouse) -> Embedded:
    made = Embedded.__new__(Embedded)
    made.settings = Settings(warehouse.data_dir, warehouse.data_dir)
    return made


def test_a_difference_from_duckdb_is_told_by_table(
    loaded: Warehouse, loaded_once: Warehouse
) -> None:
    work = Certification(embedded(loaded), embedded(loaded_once), 2_000, 60)
    said = work._same()
    assert said.startswith("17 tables, ")
    assert said.endswith("equal to DuckDB's in every column")
    work.subject.damage()
    with pytest.raises(DwError, match=r"fact\.fact_vendas lacks \d+ rows and has 0 others\.$"):
        work._same()


def certification(monkeypatch: pytest.MonkeyPatch, *looks: Callable[[], str]) -> Certification:
    """Steps of these looks, the second of which needs a server."""
    work = Certification(Embedded.__new__(Embedded), Embedded.__new__(Embedded), 1, 1)
    steps = [(f"step {n}", n == 1, look) for n, look in enumerate(looks)]
    monkeypatch.setattr(Certification, "_steps", lambda _: steps)
    return work


def fails() -> str:
    raise DwError("a | sentence")


def cannot() -> str:
    raise Skipped("no folder")


def test_what_stands_on_a_step_that_fails_is_skipped_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = (lambda: "seen", fails, cannot, fails, lambda: "never")
    found = list(certification(monkeypatch, *looks).findings())
    assert [(f.name, f.verdict.value, f.detail) for f in found] == [
        ("step 0", "holds", "seen"),
        ("step 1", "skipped", "needs SQL Server"),
        ("step 2", "skipped", "no folder"),
        ("step 3", "FAILS", "a | sentence"),
        ("step 4", "skipped", "after what failed: step 3"),
    ]
    assert not all_hold(found)
    assert all_hold(found[:3])
    text = page("Title", ["SQL Server 16"], found)
    assert text.startswith("# Title\n\n- SQL Server 16\n- ")
    assert "| step 3 | FAILS |  | a \\| sentence |" in text
    assert text.endswith("\n\n1 holds, 1 FAILS, 3 skipped")
    assert "| a | holds | 62 | b |" in page("", [], [Finding("a", Verdict.HOLDS, "b", 61.7)])


def test_a_server_with_a_warehouse_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DW_SQLSERVER_PASSWORD", "p")
    asked: list[tuple[Any, ...]] = []

    def ask(*words: Any) -> list[dict[str, str]]:
        asked.append(words)
        return [{"nome": "master"}, {"nome": "dw_ecommerce"}, {"nome": "svc_agent"}]

    monkeypatch.setattr(subject, "ask_database", ask)
    with pytest.raises(DwError, match=r"has dw_ecommerce: .* leaves this server alone"):
        Server(tmp_path / "data")
    assert asked == [("master", subject.sql("names"))]


def test_each_login_of_a_server_has_a_password_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DW_SQLSERVER_PASSWORD", "p")
    monkeypatch.setattr(subject, "ask_database", lambda *_: [])
    server = Server(tmp_path / "data")
    made = server.environment("")
    assert len({made[f"DW_{n}_PASSWORD"] for n in ("ETL", "ORIGEM", "DOCS", "BACKUP")}) == 4
    who = server.environment("svc_etl")
    assert (who["DW_SQLSERVER_USER"], who["DW_TARGET"]) == ("svc_etl", "sqlserver")
    assert who["DW_SQLSERVER_PASSWORD"] == made["DW_ETL_PASSWORD"]
    # Nothing was made: nothing is dropped.
    monkeypatch.setattr(subject, "connected", None)
    server.drop()


@pytest.mark.long
def test_duckdb_holds_against_duckdb(run_cli: RunCli, tmp_path: Path) -> None:
    done = run_cli("certify", "--rows", "2000", "--orders", "60", data_dir=tmp_path, timeout=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")]
    told = {row[0].removeprefix("| "): row[1] for row in rows[1:]}
    assert {name for name, verdict in told.items() if verdict == "skipped"} == ON_A_SERVER
    assert set(told.values()) == {"skipped", "holds"}
    assert not list(tmp_path.iterdir())
