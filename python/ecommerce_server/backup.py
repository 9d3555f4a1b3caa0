"""`backup` and `restore` on SQL Server: full and log backups, verified, thinned out, put back.

The server writes and reads the files; a process that sees the same folder (docker/compose.yml
mounts it in both) also chooses between full and log and deletes old files. File names hold the
server's time: `DW_ECOMMERCE_20261125T030000_full.bak`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ecommerce_base.commands import Launch
from ecommerce_base.errors import DwError
from ecommerce_server.connection import WAREHOUSE, as_dw_error, connected
from ecommerce_server.scripts import run_batches, script

_NAME = re.compile(r"(?P<database>\w+)_(?P<at>\d{8}T\d{6})_(?P<kind>full\.bak|log\.trn)")
_STAMP = "%Y%m%dT%H%M%S"
FULL_EVERY = timedelta(days=1)
RESTORING = "RESTORING"


@dataclass(frozen=True, order=True)
class Backup:
    """One backup file, known by its name."""

    database: str
    at: datetime
    full: bool

    @property
    def name(self) -> str:
        return f"{self.database}_{self.at:{_STAMP}}_{'full.bak' if self.full else 'log.trn'}"


def back_up(
    launch: Launch, where: Path | None, databases: Sequence[str], *, full: bool, log: bool
) -> int:
    """One backup of each database, verified; then old ones are deleted. Raises DwError."""
    folder = _folder(where)
    keep = _keep_days()
    with connected("master") as connection:
        for database in databases or [WAREHOUSE]:
            now = _server_time(connection)
            found = backups_in(Path(folder))
            whole = full or (
                not log
                and (needs_full(found, database, now) or not _has_log_chain(connection, database))
            )
            made = Backup(database, now, whole)
            file = _write(connection, folder, made)
            old = [b for b in obsolete(found, now, keep) if b.database == database]
            for one in old:
                (Path(folder) / one.name).unlink(missing_ok=True)
            told = f"; {len(old)} old files deleted" if old else ""
            launch.say(f"{file}: verified{told}.")
    return 0


def _has_log_chain(connection: Any, database: str) -> bool:
    """Whether the server takes a log backup; not in a database that is new under old files."""
    (found,) = run_batches(connection, script("log_chain"), {"banco": database})[0]
    return bool(found)


def _write(connection: Any, folder: str, backup: Backup) -> str:
    """Makes and verifies one backup; its path as the server sees it."""
    values = {"banco": backup.database, "arquivo": _path(folder, backup.name)}
    run_batches(connection, script("backup_full" if backup.full else "backup_log"), values)
    run_batches(connection, script("backup_verify"), values)
    return values["arquivo"]


def restore(
    launch: Launch, where: Path | None, databases: Sequence[str], *, until: str | None, force: bool
) -> int:
    """Puts a database back from the folder's backups, up to `--until`. Raises DwError."""
    folder = _folder(where)
    if len(databases) > 1:
        raise DwError("restore puts back one database: name one.", 2)
    (database,) = databases or [WAREHOUSE]
    moment = _moment(until)
    with connected("master") as connection:
        if _state(connection, database) != RESTORING:  # else an earlier restore kept the tail
            _back_up_tail(connection, folder, database, force=force)
        files = chain(backups_in(Path(folder)), database, moment)
        for file in files:
            run_batches(connection, script("backup_verify"), {"arquivo": _path(folder, file.name)})
        launch.say(f"{len(files)} backups of {database} are whole; restoring ...")
        _restore(connection, folder, files, moment)
        # Logs from here on belong to another line of time: they go with a full backup of it.
        _write(connection, folder, Backup(database, _server_time(connection), full=True))
    reached = f"as of {moment}" if moment else f"as of its last log backup, {files[-1].name}"
    launch.say(f"{database} is restored {reached}.")
    return 0


def _restore(connection: Any, folder: str, files: Sequence[Backup], until: datetime | None) -> None:
    full, *logs = files
    values = {"banco": full.database}
    moment = until.isoformat(timespec="milliseconds") if until else ""
    try:
        run_batches(
            connection, script("restore_full"), {**values, "arquivo": _path(folder, full.name)}
        )
    except Exception:
        run_batches(connection, script("restore_abort"), values)
        raise
    reached = full
    try:
        for log in logs:
            given = {**values, "arquivo": _path(folder, log.name), "ate": moment}
            run_batches(connection, script("restore_log"), given)
            reached = log
        run_batches(connection, script("restore_end"), values)
    except Exception as error:
        # Opened now, it would begin another line of time, to which no later log fits.
        raise DwError(
            f"{full.database} is restored up to {reached.name} and stays closed, because what "
            f"follows failed ({as_dw_error(error)}): mend that and start this command again, it "
            f"begins anew; or open it as it is by: restore database {full.database} with recovery."
        ) from error


def _state(connection: Any, database: str) -> str | None:
    (found,) = run_batches(connection, script("state"), {"banco": database})[0]
    state: str | None = found
    return state


def _back_up_tail(connection: Any, folder: str, database: str, *, force: bool) -> None:
    """The log since its last backup: what a restore would otherwise lose."""
    tail = Backup(database, _server_time(connection), full=False)
    values = {"banco": database, "arquivo": _path(folder, tail.name)}
    try:
        run_batches(connection, script("backup_log"), values)
    except Exception as error:
        if not force:
            raise DwError(
                f"The newest changes of {database} could not be backed up first ({error}): add "
                "--force to restore without them."
            ) from error


def backups_in(folder: Path) -> list[Backup]:
    """The backups in a folder, oldest first; none where this process does not see the folder."""
    if not folder.is_dir():
        return []
    return sorted(
        Backup(m["database"], datetime.strptime(m["at"], _STAMP), m["kind"] == "full.bak")
        for m in (_NAME.fullmatch(file.name) for file in folder.iterdir())
        if m
    )


def needs_full(found: Iterable[Backup], database: str, now: datetime) -> bool:
    """Whether the last full backup is a day old, or there is none."""
    fulls = [b.at for b in found if b.full and b.database == database]
    return not fulls or now - max(fulls) >= FULL_EVERY


def obsolete(found: Sequence[Backup], now: datetime, keep_days: int) -> list[Backup]:
    """What no restore to a moment of the last `keep_days` days needs."""
    old = []
    for database in {b.database for b in found}:
        mine = [b for b in found if b.database == database]
        limit = now - timedelta(days=keep_days)
        before = [b.at for b in mine if b.full and b.at <= limit]
        if before:
            old += [b for b in mine if b.at < max(before)]
    return sorted(old)


def chain(found: Sequence[Backup], database: str, until: datetime | None) -> list[Backup]:
    """A full backup and the logs after it that reach a moment, else the end. Raises DwError."""
    mine = sorted(b for b in found if b.database == database)
    fulls = [b for b in mine if b.full and (until is None or b.at <= until)]
    if not fulls:
        when = f" before {until}" if until else ""
        raise DwError(f"There is no full backup of {database}{when} in that folder.", 2)
    logs = [b for b in mine if not b.full and b.at >= fulls[-1].at]
    if until is None:
        return [fulls[-1], *logs]
    before = [b for b in logs if b.at < until]
    after = [b for b in logs if b.at >= until][:1]
    if not after:
        raise DwError(f"No log backup of {database} reaches {until}: it lies in the future.", 2)
    return [fulls[-1], *before, *after]


def _folder(given: Path | None) -> str:
    if given is None:
        raise DwError("Name the folder of the backups, as SQL Server sees it.", 2)
    return str(given)


def _path(folder: str, name: str) -> str:
    mark = "\\" if "\\" in folder else "/"
    return folder.rstrip("/\\") + mark + name


def _server_time(connection: Any) -> datetime:
    (now,) = run_batches(connection, script("clock"))[0]
    found: datetime = now
    return found.replace(microsecond=0)


def _moment(text: str | None) -> datetime | None:
    """A moment of the server, in the milliseconds that STOPAT takes. Raises DwError."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo:
        raise DwError(f"--until is {text!r}: write YYYY-MM-DDTHH:MM:SS.mmm, in server time.", 2)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _keep_days() -> int:
    text = os.environ.get("DW_BACKUP_KEEP_DAYS") or "14"
    if not text.isdigit() or int(text) < 1:
        raise DwError(f"DW_BACKUP_KEEP_DAYS is {text!r}: write a number of days from 1 on.", 2)
    return int(text)
