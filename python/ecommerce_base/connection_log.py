"""The launcher's own connection attempts, for audit.connection_login_events.

A failed attempt cannot be written into a warehouse that cannot be opened: it waits as a small file
in `<data folder>/conexoes`. The next run hands what waits to dbt's hook, which writes each event
once (by its evento_id), and the file goes when its event is in the table. A file left by a crash in
between is handed over again, and not written again.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ecommerce_base.errors import DwError
from ecommerce_base.files import write_whole
from ecommerce_base.settings import Settings
from ecommerce_base.statements import Ask, shared

AT_A_TIME = 100  # the environment of a process holds 128 KiB in one variable
LONGEST_MESSAGE = 500
EMBEDDED_SERVER = "embedded"


def folder(settings: Settings) -> Path:
    """Where failed attempts wait."""
    return settings.data_dir / "conexoes"


@contextlib.contextmanager
def attempt(settings: Settings, server: str, database: str) -> Iterator[None]:
    """Times a connection; keeps a failed one for the audit. The failure goes on as it came."""
    started = time.monotonic()
    try:
        yield
    except DwError as error:
        _keep(settings, server, database, error, _milliseconds(started))
        raise
    os.environ["DW_CONEXAO_MS"] = str(_milliseconds(started))


def _keep(settings: Settings, server: str, database: str, error: DwError, elapsed: int) -> None:
    # The engine's own words where there are some: the error taxonomy knows those.
    cause = error.__cause__ or error
    code = cause.args[0] if len(cause.args) > 1 and isinstance(cause.args[0], str) else None
    event = {
        "evento_id": uuid.uuid4().hex,
        "evento_em": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
        "servidor": server,
        "banco": database,
        "usuario": os.environ.get("DW_SQLSERVER_USER")
        if server != EMBEDDED_SERVER
        else os.environ.get("DW_USUARIO"),
        "aplicacao": "run.py",
        "origem": os.environ.get("DW_HOST"),
        "duracao_ms": elapsed,
        "codigo_erro": code or type(cause).__name__,
        "mensagem_erro": str(cause)[:LONGEST_MESSAGE],
    }
    # Where not even this can be written, the failure itself is what the user has to see.
    with contextlib.suppress(OSError):
        folder(settings).mkdir(parents=True, exist_ok=True)
        file = folder(settings) / f"{time.time_ns()}-{event['evento_id']}.json"
        write_whole(file, json.dumps(event))


def hand_over(settings: Settings) -> list[Path]:
    """Gives dbt's hook what waits (`DW_CONEXOES`, the oldest first); returns the files."""
    files = sorted(folder(settings).glob("*.json"))[:AT_A_TIME]
    events: list[dict[str, Any]] = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    os.environ["DW_CONEXOES"] = json.dumps(events)
    return files


def forget_written(files: list[Path], ask: Ask) -> None:
    """Deletes the files whose events are in the table."""
    os.environ.pop("DW_CONEXOES", None)
    for file in files:
        (row,) = ask(shared("event_written"), [file.stem.partition("-")[2]])
        if row["quantidade"]:
            file.unlink(missing_ok=True)
    if files:
        with contextlib.suppress(OSError):  # others wait in it
            files[0].parent.rmdir()


def _milliseconds(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
