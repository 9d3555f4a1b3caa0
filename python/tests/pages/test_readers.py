"""Readers during runs: no error on either side, no torn read, never blank once they have read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import forked
import pandas as pd
import pytest
from conftest import ROOT, RunCli, Warehouse

from dashboards.common.query import Query
from dashboards.common.reader import (
    Busy,
    DuckDbEngine,
    Missing,
    Reader,
    Stale,
    Version,
    server_frame,
)
from ecommerce_base.running import announced
from ecommerce_base.settings import Settings
from pages.conftest import held

READERS = 4
LAST_RUN = Query("select max(run_id) as run_id from audit.etl_run")
COUNT = Query("select count(*) as n from audit.etl_run")


def settings(data: Warehouse) -> Settings:
    return Settings(ROOT, data.data_dir)


@contextmanager
def polled(data: Warehouse, folder: Path, env: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
    """Four processes that read ten times a second; what each got, once the context has ended."""
    stop = folder / "stop"
    outputs = [folder / f"reader{i}.json" for i in range(READERS)]
    script = str(Path(__file__).parent / "polling.py")
    processes = [
        subprocess.Popen(
            [sys.executable, script, str(data.data_dir), str(output), str(stop)], env=dict(env)
        )
        for output in outputs
    ]
    got: list[dict[str, Any]] = []
    try:
        yield got
    finally:
        stop.touch()
        codes = [process.wait(30) for process in processes]
    assert codes == [0] * READERS
    got.extend(json.loads(output.read_text(encoding="utf-8")) for output in outputs)


def run_and_read(
    data: Warehouse,
    folder: Path,
    run_cli: RunCli,
    env: Mapping[str, str],
    kinds: list[str],
) -> None:
    waiting = {**env, "DW_LOCK_WAIT": "30"}
    before = int(Reader(DuckDbEngine(settings(data))).read(LAST_RUN).frames[0]["run_id"].iloc[0])
    # As the launcher names the folder: dbt need not parse the project for another name.
    bare = {**waiting, "DW_DATA_DIR": data.data_dir.name}
    with polled(data, folder, env) as got:
        for number, kind in enumerate(kinds):
            run_cli(
                *("source", "simulate", "--orders", "40", "--seed", str(number)),
                data_dir=data.data_dir,
                check=True,
            )
            if kind == "launcher":
                run_cli(data_dir=data.data_dir, env={"DW_LOCK_WAIT": "30"}, check=True)
            else:
                built = forked.run(
                    *("dbt.cli.main", "build", "--exclude-resource-types", "unit_test", "test"),
                    *("--project-dir", str(ROOT), "--profiles-dir", str(ROOT)),
                    env=bare,
                    cwd=data.data_dir.parent,
                )
                assert built.returncode == 0, built.stdout
    assert [reader["errors"] for reader in got] == [[]] * READERS
    assert [reader["torn"] for reader in got] == [[]] * READERS
    for reader in got:
        assert reader["kinds"]["fresh"] > 0
        assert reader["kinds"]["stale"] > 0, "no reader read while a run went on"
        assert reader["kinds"]["with progress"] > 0
        # Blank at most where the first look of all fell into a run.
        assert reader["kinds"].get("busy", 0) == 0 or reader["runs"][0] > before
        assert reader["runs"][-1] > before
    print(json.dumps(got))


def test_readers_and_runs_do_not_disturb_each_other(
    loaded: Warehouse, tmp_path: Path, run_cli: RunCli, cli_environment: Mapping[str, str]
) -> None:
    run_and_read(loaded, tmp_path, run_cli, cli_environment, ["launcher", "dbt"])


@pytest.mark.long
def test_four_readers_through_ten_runs(
    loaded: Warehouse, tmp_path: Path, run_cli: RunCli, cli_environment: Mapping[str, str]
) -> None:
    kinds = ["launcher", "launcher", "dbt", "launcher", "launcher"] * 2
    run_and_read(loaded, tmp_path, run_cli, cli_environment, kinds)


def test_an_answer_is_kept_until_the_warehouse_changes(loaded: Warehouse) -> None:
    import duckdb

    reader = Reader(DuckDbEngine(settings(loaded)))
    first = reader.read(COUNT)
    assert reader.read(COUNT) is first
    assert reader.read(COUNT, max_age=0) is not first
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute("delete from audit.etl_run")
    assert reader.read(COUNT).frames[0]["n"].iloc[0] == 0


def test_a_run_keeps_readers_away_and_tells_them_where_it_is(loaded: Warehouse) -> None:
    reader = Reader(DuckDbEngine(settings(loaded)))
    before = reader.read(COUNT)
    with announced(loaded.data_dir):
        during = reader.read(COUNT)
        with pytest.raises(Busy) as never_read:
            reader.read(Query("select 1 as um"))
    assert during.frames is before.frames
    assert during.stale is Stale.RUNNING
    assert during.run is not None
    assert never_read.value.run is not None
    assert reader.read(COUNT).stale is None


def test_another_writer_is_met_with_the_last_answer(
    loaded: Warehouse, cli_environment: Mapping[str, str]
) -> None:
    reader = Reader(DuckDbEngine(settings(loaded)))
    before = reader.read(COUNT)
    with held(loaded, cli_environment):
        during = reader.read(COUNT)
    assert during.stale is Stale.IN_USE
    assert during.frames is before.frames
    assert reader.read(COUNT).stale is None


def test_what_a_dead_run_left_is_read_and_told(loaded: Warehouse) -> None:
    import duckdb

    reader = Reader(DuckDbEngine(settings(loaded)))
    reader.read(COUNT)
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute("update audit.etl_run set status = 'running'")
        connection.execute("insert into audit.etl_run select * from audit.etl_run")
    alert = Query("select mensagem from ops.vw_alertas where tipo = 'execucao'")
    after = reader.read(COUNT, alert)
    assert after.stale is Stale.DIED
    assert after.frames[0]["n"].iloc[0] == 2, "the figures are not those of before"
    assert "inicie-a de novo" in after.frames[1]["mensagem"].iloc[0]
    assert reader.read(COUNT, alert) is after, "nothing changed: not asked again"


class Server:
    """An engine as SQL Server's is, with a run that opens and ends; counts what it is asked."""

    cheap_version = False

    def __init__(self) -> None:
        self.state = Version(1)
        self.asked = self.looked = 0

    def running(self) -> None:
        return None

    def version(self) -> Version:
        self.looked += 1
        return self.state

    def frames(self, queries: Sequence[Query]) -> tuple[tuple[pd.DataFrame, ...], Stale | None]:
        self.asked += 1
        stale = Stale.RUNNING if self.state.open else None
        return tuple(pd.DataFrame({"n": [self.asked]}) for _ in queries), stale


def test_a_loading_server_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    reader = Reader(server)
    monkeypatch.setattr("dashboards.common.reader.VERSION_SECONDS", -1)
    before = reader.read(COUNT)
    server.state = Version(2, open=True)
    for _ in range(5):
        during = reader.read(COUNT)
        assert (during.frames, during.stale) == (before.frames, Stale.RUNNING)
    assert server.asked == 1
    reader.read(LAST_RUN)  # never asked before: once
    assert reader.read(LAST_RUN).stale is Stale.RUNNING
    assert server.asked == 2
    server.state = Version(3)
    assert reader.read(COUNT).stale is None
    assert server.asked == 3
    monkeypatch.setattr("dashboards.common.reader.VERSION_SECONDS", 60)
    looked = server.looked
    for _ in range(5):
        reader.version()
    assert server.looked == looked, "one look serves every session"


KINDS = {"i": int, "u": int, "f": Decimal, "b": bool, "M": datetime}


@pytest.mark.parametrize("app", ["monitoring", "business"])
def test_empty_answers_keep_their_types_and_no_page_falls(
    app: str, loaded_once: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a server's cursor without rows gives, for every query of every page."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    asked: list[str] = []
    true = DuckDbEngine.frames

    def emptied(
        self: DuckDbEngine, queries: Sequence[Query]
    ) -> tuple[tuple[pd.DataFrame, ...], Stale | None]:
        frames, stale = true(self, queries)
        made = []
        for found, of in zip(frames, queries, strict=True):
            if any(kept in of.sql for kept in ALWAYS):
                made.append(found)
                continue
            described = [(name, KINDS.get(found[name].dtype.kind, str)) for name in found]
            cursor = SimpleNamespace(
                description=described, execute=lambda *_: None, fetchall=lambda: []
            )
            empty = server_frame(cursor, of.sql)
            for name, kind in described:
                number = kind in (int, bool, Decimal)
                assert not number or empty[name].dtype.kind in "iufb", (of.sql, name)
            made.append(empty)
            asked.append(of.sql)
        return tuple(made), stale

    monkeypatch.setattr(DuckDbEngine, "frames", emptied)
    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    st.cache_resource.clear()
    shown = AppTest.from_file(str(ROOT / "dashboards" / app / "app.py"), default_timeout=60).run()
    assert not shown.exception, shown.exception
    for page in list(shown._registered_pages):
        shown._page_hash = page
        shown.run()
        assert not shown.exception, shown.exception
    st.cache_resource.clear()
    assert len(set(asked)) >= 10


# One row by their nature (sums, the moment), or nothing to draw a page of.
ALWAYS = (
    *("vw_referencia", "vw_opcoes_de_filtro", "with ultima as", "vw_ritmo_metas", "as tentativas"),
    "recorrentes_percent",
)


def test_no_warehouse_is_a_sentence_with_the_command(tmp_path: Path) -> None:
    reader = Reader(DuckDbEngine(Settings(ROOT, tmp_path)))
    with pytest.raises(Missing, match=r"python run\.py"):
        reader.read(COUNT)


def test_values_are_bound_not_written_into_the_query(loaded: Warehouse) -> None:
    reader = Reader(DuckDbEngine(settings(loaded)))
    hostile = "'; drop table audit.etl_run; --"
    asked = Query("select :texto as texto, count(*) as n from audit.etl_run", (("texto", hostile),))
    (frame,) = reader.read(asked).frames
    assert frame["texto"].iloc[0] == hostile
    assert frame["n"].iloc[0] >= 1
