"""Backups of SQL Server: which kind, which to keep, which a restore needs, in what order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ecommerce_base.commands import Launch
from ecommerce_base.errors import DwError
from ecommerce_base.settings import load_settings
from ecommerce_server import backup as server_backup
from ecommerce_server.backup import Backup, backups_in, chain, needs_full, obsolete

DW = "DW_ECOMMERCE"
NOW = datetime(2026, 11, 25, 3, 0)


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, number, hour)


def made(*moments: tuple[int, int, str], database: str = DW) -> list[Backup]:
    return [Backup(database, day(d, h), kind == "full") for d, h, kind in moments]


WEEK = made(
    (1, 0, "full"), (1, 12, "log"), (2, 0, "full"), (2, 12, "log"),
    (3, 0, "full"), (3, 12, "log"), (3, 18, "log"),
)  # fmt: skip


def test_files_are_known_by_their_names(tmp_path: Path) -> None:
    for name in ("DW_ECOMMERCE_20261101T000000_full.bak", "DW_ECOMMERCE_20261101T120000_log.trn"):
        (tmp_path / name).touch()
    for name in ("DW_ECOMMERCE_20261101T000000_full.bak.part", "other.bak", "notes.txt"):
        (tmp_path / name).touch()
    assert backups_in(tmp_path) == WEEK[:2]
    assert [b.name for b in backups_in(tmp_path)] == [
        "DW_ECOMMERCE_20261101T000000_full.bak",
        "DW_ECOMMERCE_20261101T120000_log.trn",
    ]
    assert backups_in(tmp_path / "unseen") == []


def test_a_full_backup_a_day() -> None:
    assert needs_full([], DW, NOW)
    last = Backup(DW, NOW - timedelta(hours=23), full=True)
    assert not needs_full([last], DW, NOW)
    assert needs_full([last], "ECOMMERCE_OLTP", NOW)
    assert needs_full([last], DW, NOW + timedelta(hours=1))
    assert needs_full([Backup(DW, NOW, full=False)], DW, NOW)


@pytest.mark.parametrize(
    ("now", "gone"), [(day(3, 20), 0), (day(4, 1), 2), (day(5, 1), 4), (day(20), 4)]
)
def test_what_the_last_two_days_need_is_kept(now: datetime, gone: int) -> None:
    assert obsolete(WEEK, now, keep_days=2) == WEEK[:gone]
    other = made((1, 0, "full"), database="ECOMMERCE_OLTP")
    assert obsolete([*WEEK, *other], now, keep_days=2) == WEEK[:gone]
    left = [b for b in WEEK if b not in WEEK[:gone]]
    oldest = max(now - timedelta(days=2), day(1))
    if oldest < day(3, 18):
        assert chain(left, DW, oldest + timedelta(minutes=1))


def test_a_restore_takes_the_last_full_backup_and_the_logs_that_follow() -> None:
    assert chain(WEEK, DW, None) == WEEK[4:]
    assert chain(WEEK, DW, day(2, 6)) == WEEK[2:4]
    assert chain(WEEK, DW, day(3, 12)) == WEEK[4:6]
    assert chain(WEEK, DW, day(3, 13)) == WEEK[4:]
    for until, told in ((day(3, 19), "future"), (datetime(2026, 10, 1), "no full backup")):
        with pytest.raises(DwError, match=told):
            chain(WEEK, DW, until)


class FakeServer:
    """Answers the clock; fails where told; writes an empty file for every backup."""

    def __init__(self, fails: str = "") -> None:
        self.ran: list[tuple[str, str]] = []
        self.fails = fails
        self.clock = NOW
        self.has_log_chain = True
        self.state = "ONLINE"
        self.untils: list[str] = []
        self.values: dict[str, str] = {}

    def run(
        self, connection: object, commands: Sequence[str], values: dict[str, str] | None = None
    ) -> list[tuple[Any]]:
        (name,) = commands
        self.values = values or {}
        if name == "clock":
            self.clock += timedelta(minutes=1)
            return [(self.clock,)]
        if name == "state":
            return [(self.state,)]
        if name == "log_chain":
            return [(int(self.has_log_chain),)]
        file = self.values.get("arquivo", "")
        self.ran.append((name, Path(file).name))
        if name == "restore_log":
            self.untils.append(self.values["ate"])
        if name == self.fails:
            raise DwError("refused")
        if name.startswith("backup_") and name != "backup_verify":
            Path(file).touch()
        return []


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    fake = FakeServer()

    @contextmanager
    def connected(database: str) -> Iterator[None]:
        yield

    monkeypatch.setattr(server_backup, "run_batches", fake.run)
    monkeypatch.setattr(server_backup, "script", lambda name: [name])
    monkeypatch.setattr(server_backup, "connected", connected)
    return fake


LAUNCH = Launch(load_settings())


def back_up(folder: Path, *, full: bool = False, log: bool = False) -> None:
    server_backup.back_up(LAUNCH, folder, [DW], full=full, log=log)


def restore(folder: Path, *, force: bool = False, until: str | None = None) -> None:
    server_backup.restore(LAUNCH, folder, [DW], until=until, force=force)


def test_a_backup_is_verified_before_old_ones_go(server: FakeServer, tmp_path: Path) -> None:
    old = made((1, 0, "full"), (2, 0, "full"))
    for one in old:
        (tmp_path / one.name).touch()
    server.fails = "backup_verify"
    with pytest.raises(DwError):
        back_up(tmp_path)
    assert all((tmp_path / one.name).exists() for one in old)
    server.fails = ""
    back_up(tmp_path)
    assert [name for name, _ in server.ran[-2:]] == ["backup_log", "backup_verify"]
    assert [(tmp_path / one.name).exists() for one in old] == [False, True]


@pytest.mark.parametrize(
    ("given", "chained", "kind"),
    [
        ({}, True, "backup_log"),
        ({}, False, "backup_full"),
        ({"log": True}, False, "backup_log"),
        ({"full": True}, True, "backup_full"),
    ],
)
def test_a_database_that_was_made_anew_gets_a_full_backup(
    server: FakeServer, tmp_path: Path, given: dict[str, bool], chained: bool, kind: str
) -> None:
    (tmp_path / Backup(DW, NOW, full=True).name).touch()
    server.has_log_chain = chained
    back_up(tmp_path, **given)
    assert [name for name, _ in server.ran] == [kind, "backup_verify"]


def test_a_restore_keeps_the_newest_changes_first_and_verifies_all(
    server: FakeServer, tmp_path: Path
) -> None:
    for one in WEEK:
        (tmp_path / one.name).touch()
    restore(tmp_path)
    steps = [name for name, _ in server.ran]
    assert steps == [
        "backup_log",
        *["backup_verify"] * 4,
        "restore_full",
        *["restore_log"] * 3,
        "restore_end",
        "backup_full",
        "backup_verify",
    ]
    assert server.ran[8][1] == server.ran[0][1], "the tail is restored last"


def test_a_restore_that_would_lose_changes_is_refused(server: FakeServer, tmp_path: Path) -> None:
    for one in WEEK:
        (tmp_path / one.name).touch()
    server.fails = "backup_log"
    with pytest.raises(DwError, match="--force"):
        restore(tmp_path)
    assert [name for name, _ in server.ran] == ["backup_log"]
    restore(tmp_path, force=True)
    assert "restore_end" in [name for name, _ in server.ran]


def test_a_restore_that_does_not_begin_opens_the_database_again(
    server: FakeServer, tmp_path: Path
) -> None:
    for one in WEEK:
        (tmp_path / one.name).touch()
    server.fails = "restore_full"
    with pytest.raises(DwError):
        restore(tmp_path)
    assert server.ran[-1][0] == "restore_abort"


@pytest.mark.parametrize("step", ["restore_log", "restore_end"])
def test_a_restore_that_breaks_off_leaves_no_other_line_of_time(
    server: FakeServer, tmp_path: Path, step: str
) -> None:
    """The database stays closed; the same command begins anew, without a tail to keep first."""
    for one in WEEK:
        (tmp_path / one.name).touch()
    server.fails = step
    with pytest.raises(DwError, match=r"restored up to .* start this command again"):
        restore(tmp_path)
    assert server.ran[-1][0] == step
    server.fails, server.state, server.ran = "", "RESTORING", []
    restore(tmp_path)
    assert server.ran[0][0] == "backup_verify"
    assert server.ran[-3][0] == "restore_end"


@pytest.mark.parametrize(
    ("until", "asked"),
    [
        ("2026-11-03T12:00:00.123999", "2026-11-03T12:00:00.123"),
        ("2026-11-03 12:00", "2026-11-03T12:00:00.000"),
    ],
)
def test_a_moment_to_restore_to_has_the_servers_three_decimals(
    server: FakeServer, tmp_path: Path, until: str, asked: str
) -> None:
    """Six are refused by a datetime (message 241), when the full backup is over the database."""
    for one in WEEK:
        (tmp_path / one.name).touch()
    restore(tmp_path, until=until)
    assert set(server.untils) == {asked}


@pytest.mark.parametrize("until", ["yesterday", "2026-11-03T12:00:00+03:00"])
def test_a_moment_that_is_none_of_the_servers_is_refused_before_anything(
    server: FakeServer, tmp_path: Path, until: str
) -> None:
    with pytest.raises(DwError, match="in server time"):
        restore(tmp_path, until=until)
    assert server.ran == []
