"""`schedule`: runs a command of the launcher at its times, one run at a time, until told to end.

APScheduler keeps the times. Each run is a process of its own, so that a run that dies takes nothing
with it. A time that comes while a run goes on is left out; one that was missed (the machine slept)
is made up once.
"""

from __future__ import annotations

import logging
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import click
from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from ecommerce_base.commands import Command, Launch
from ecommerce_base.duckdb_file import make_data_folder
from ecommerce_base.errors import DwError
from ecommerce_base.files import write_whole
from ecommerce_base.settings import load_settings

_EVERY = re.compile(r"(?P<number>[1-9]\d{0,5})(?P<unit>[smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
BEAT_SECONDS = 10.0
DEAD_AFTER_SECONDS = 60.0
GRACE_SECONDS = 540.0  # a little less than docker/compose.yml waits before it kills


@click.command(cls=Command, context_settings={"allow_interspersed_args": False})
@click.option("--every", metavar="T", help="90s, 15m, 1h, 1d (1h)")
@click.option("--cron", metavar="EXPR", help="five fields, such as '30 2 * * *'")
@click.option("--now", is_flag=True, help="the first run at once")
@click.option("--runs", type=click.IntRange(1), metavar="N", help="end after N runs")
@click.option("--check", is_flag=True, help="alive, and its last run went well?")
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[-- COMMAND]")
@click.pass_obj
def schedule(
    launch: Launch,
    every: str | None,
    cron: str | None,
    now: bool,
    runs: int | None,
    check: bool,
    words: tuple[str, ...],
) -> int:
    """Run COMMAND, else the main job, again and again, until Ctrl-C or SIGTERM (0).

    With --runs: until so many runs were made; the exit code is the last one's.
    """
    heartbeat = launch.settings.data_dir / "schedule.beat"
    if check:
        return _check(heartbeat)
    if every and cron:
        raise DwError("Use --every or --cron, not both.", 2)
    every = every or "1h"
    make_data_folder(launch.settings)
    command = checked_command(click.get_current_context().find_root().command, words)
    job = Job(command, runs, "first" if now else "waits")
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = BlockingScheduler()
    scheduler.add_job(
        job,
        trigger(every, cron),
        id="job",
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
        **({"next_run_time": datetime.now(UTC)} if now else {}),
    )
    beat = _beat(heartbeat, job)
    scheduler.add_job(beat, "interval", seconds=BEAT_SECONDS)
    beat()
    job.ended = lambda: scheduler.shutdown(wait=False)
    scheduler.add_listener(_tell_skipped, EVENT_JOB_MAX_INSTANCES)

    def stop(number: int, frame: FrameType | None) -> None:
        _say(f"{signal.Signals(number).name}: no further run begins.")
        job.stopping.set()
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _say(f"Scheduled `run.py {' '.join(command)}`: {cron or 'every ' + every}.")
    try:
        scheduler.start()
        job.finish(GRACE_SECONDS)
    finally:
        heartbeat.unlink(missing_ok=True)
    return 0 if job.stopping.is_set() else job.code


class Job:
    """The scheduled command; called by the scheduler, never twice at a time."""

    def __init__(self, command: Sequence[str], runs: int | None, state: str) -> None:
        self.state = state
        """`waits` for the first time, `first` run under way, or the last run's exit code."""
        self.stopping = threading.Event()
        self.ended: Callable[[], None] = lambda: None
        self.code = 0
        self._command = list(command)
        self._left = runs
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """One run: its own process, one line when it has ended."""
        with self._lock:
            if self.stopping.is_set():
                return
            started = time.monotonic()
            self.state = "first" if self.state == "waits" else self.state
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "ecommerce_dw", *self._command],
                stdin=subprocess.DEVNULL,
                # Ctrl-C reaches a whole process group; the run is told by `finish`, if at all.
                start_new_session=True,
            )
        self.code = self._process.wait()
        self.state = str(self.code)
        seconds = time.monotonic() - started
        _say(f"run.py {' '.join(self._command)}: exit {self.code} after {seconds:.0f} s")
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self.ended()

    def finish(self, seconds: float) -> None:
        """Waits for the run under way; one that takes longer is interrupted, and waited for."""
        with self._lock:
            process = self._process
        if process is None:
            return
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            _say("The run under way takes too long: it is interrupted; the next one goes on.")
            process.send_signal(signal.SIGINT)
            process.wait()


def trigger(every: str | None, cron: str | None) -> Any:
    """APScheduler's trigger. Raises DwError (2) for what is no interval or cron expression."""
    if cron:
        try:
            return CronTrigger.from_crontab(cron)
        except ValueError as error:
            raise DwError(
                f"--cron {cron!r} is no cron expression of five fields ({error}).", 2
            ) from error
    found = _EVERY.fullmatch(every or "")
    if not found:
        raise DwError(f"--every is {every!r}: write a number and s, m, h or d, such as 15m.", 2)
    return IntervalTrigger(**{_UNITS[found["unit"]]: int(found["number"])})


def checked_command(launcher: click.Command, words: Sequence[str]) -> list[str]:
    """The command to run, without the `--` before it. Raises DwError (2) when it is none."""
    command = [word for place, word in enumerate(words) if place or word != "--"]
    trial = Launch(load_settings(), trial=True)
    with launcher.make_context("run.py", [*command], obj=trial) as context:
        launcher.invoke(context)
    if context.invoked_subcommand == "schedule":
        raise DwError("A schedule cannot run a schedule.", 2)
    return command


def _tell_skipped(event: Any) -> None:
    if event.job_id == "job":
        _say("The run before goes on: this time is left out.")


def _beat(file: Path, job: Job) -> Callable[[], None]:
    def beat() -> None:
        write_whole(file, job.state)

    return beat


def _check(heartbeat: Path) -> int:
    """For a container's health check: whether a schedule is alive and its last run went well."""
    try:
        age = time.time() - heartbeat.stat().st_mtime
        state = heartbeat.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DwError(f"No schedule runs: there is no {heartbeat}.") from None
    if age > DEAD_AFTER_SECONDS:
        raise DwError(f"The schedule is dead: its last sign is {age:.0f} s old.")
    if state == "first":
        raise DwError("The first run has not ended yet.")
    if state not in ("waits", "0"):
        raise DwError(f"The last run failed (exit {state}): what it wrote says why.")
    return 0


def _say(line: str) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}", flush=True)
