"""The steps of a certification, in their order; each one leaves the warehouse equal to DuckDB's.

The launcher runs as a process, as it does in production, on the subject and on a DuckDB warehouse
that gets a copy of the same source and the same cutoff.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecommerce_base.errors import DwError
from ecommerce_base.settings import ROOT
from ecommerce_certify.report import Finding, Verdict
from ecommerce_certify.subject import Embedded, Server, Subject, own_environment, sql
from ecommerce_server.connection import SOURCE, WAREHOUSE, connected
from ecommerce_server.scripts import run_batches

ETL, SHOP, READER, DOCS, BACKUP = "svc_etl", "svc_origem", "svc_vendas", "svc_docs", "svc_backup"
# How a login without a right, or without a way into the database, is told of.
_REFUSED = ("lacks a right", "may not open it")
NEEDS_SERVER = "needs SQL Server"
# A sentence for what was seen; DwError for what does not hold.
Look = Callable[[], str]


class Skipped(Exception):
    """The step cannot be taken here; its text says why."""


@dataclass
class Certification:
    """One subject, and the DuckDB warehouse that it is compared with."""

    subject: Subject
    reference: Embedded
    items: int
    orders: int
    backups: Path | None = None

    def findings(self) -> Iterator[Finding]:
        """Takes every step; after one that fails, those that stand on it are skipped by name."""
        failed = ""
        for name, on_server, look in self._steps():
            if on_server and not isinstance(self.subject, Server):
                yield Finding(name, Verdict.SKIPPED, NEEDS_SERVER)
                continue
            if failed:
                yield Finding(name, Verdict.SKIPPED, f"after what failed: {failed}")
                continue
            started = time.monotonic()
            try:
                verdict, detail = Verdict.HOLDS, look()
            except Skipped as why:
                verdict, detail = Verdict.SKIPPED, str(why)
            except DwError as error:
                verdict, detail = Verdict.FAILS, str(error)
                failed = name
            yield Finding(name, verdict, detail, time.monotonic() - started)

    def _steps(self) -> list[tuple[str, bool, Look]]:
        one = ("--threads", "1", "--vars", "{estrategia_fatos: merge}")
        four = ("--threads", "4", "--vars", "{estrategia_fatos: merge}")
        one_insert = ("--threads", "1", "--vars", "{estrategia_fatos: delete+insert}")
        four_insert = ("--threads", "4", "--vars", "{estrategia_fatos: delete+insert}")
        return [
            ("databases, roles, logins; twice", True, self._prepare),
            (f"a shop of {self.items:,} order items", False, self._shop),
            ("doctor finds nothing", True, self._doctor),
            ("first load, 1 thread", False, lambda: self._load(*one)),
            ("nothing changed, nothing written", False, lambda: self._unchanged(*four)),
            ("changes by merge, 4 threads", False, lambda: self._change(1, 0, *four)),
            ("changes by delete+insert, 1 thread", False, lambda: self._change(2, 0, *one_insert)),
            ("changes and bad rows, 4 threads", False, lambda: self._change(3, 20, *four_insert)),
            ("a killed run is finished by the next", False, self._killed),
            ("what is gone is found, and healed", False, self._healed),
            ("a full refresh gives the same", False, lambda: self._refresh(*four)),
            ("each login may what it should alone", True, self._rights),
            ("personal data is masked", True, self._masked),
            ("the documentation, by its own login", True, self._documented),
            ("backups, verified", True, self._backed_up),
            ("a restore to a moment", True, self._restored),
        ]

    # -- running the launcher

    def _run(self, subject: Subject, login: str, *words: str, fails: bool = False) -> str:
        """Runs a command to its end; stdout. Raises DwError when it does not end as told."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ecommerce_dw", *words],
            env={**own_environment(), **subject.environment(login)},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if bool(done.returncode) is not fails:
            said = (done.stderr.strip() or done.stdout.strip())[-600:]
            raise DwError(f"`run.py {' '.join(words)}` ended with {done.returncode}: {said}")
        return done.stdout

    def _loaded(self, *words: str) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self._run(self.subject, ETL, "--json", *words))
        return said

    def _follow(self, cutoff: str) -> str:
        """The reference loads the same source as of the same moment; then both are compared."""
        file = self.reference.settings.source
        file.unlink(missing_ok=True)
        self.subject.copy_source(file)
        self._run(self.reference, ETL, "--cutoff", cutoff)
        return self._same()

    def _same(self) -> str:
        tables = self.reference.tables()
        rows, wrong = 0, []
        for relation, columns in tables.items():
            expected = Counter(self.reference.rows(relation, columns))
            found = Counter(self.subject.rows(relation, columns))
            rows += expected.total()
            missing, extra = (expected - found).total(), (found - expected).total()
            if missing or extra:
                wrong.append(f"{relation} lacks {missing} rows and has {extra} others")
        if wrong:
            raise DwError(f"Not what DuckDB makes of the same source: {'; '.join(wrong)}.")
        return f"{len(tables)} tables, {rows:,} rows, equal to DuckDB's in every column"

    # -- the steps

    def _prepare(self) -> str:
        self._server().made = True
        self._run(self.subject, "", "prepare-server")
        return self._run(self.subject, "", "prepare-server").strip()

    def _shop(self) -> str:
        words = ("source", "init", "--rows", str(self.items), "--seed", "7")
        return self._run(self.subject, SHOP, *words).strip()

    def _doctor(self) -> str:
        self._run(self.subject, ETL, "doctor")
        return "driver, connection, databases, collation, isolation, rights, indexes"

    def _load(self, *words: str) -> str:
        said = self._loaded(*words)
        return f"{said['seconds']:.0f} s; {self._follow(said['cutoff'])}"

    def _unchanged(self, *words: str) -> str:
        said = self._loaded(*words)
        if said["rows"]["inserted"] or said["rows"]["updated"]:
            raise DwError(f"Nothing had changed, and rows were written: {said['rows']}.")
        return f"{said['seconds']:.0f} s; 0 rows inserted, 0 updated"

    def _simulate(self, seed: int, bad_rows: int) -> None:
        words = ("--orders", str(self.orders), "--seed", str(seed), "--bad-rows", str(bad_rows))
        self._run(self.subject, SHOP, "source", "simulate", *words)

    def _change(self, seed: int, bad_rows: int, *words: str) -> str:
        self._simulate(seed, bad_rows)
        said = self._loaded(*words)
        if said["rows"]["inserted"] < self.orders or said["rows"]["quarantined"] != bad_rows:
            raise DwError(f"{self.orders} orders, {bad_rows} bad rows, but: {said['rows']}.")
        return f"{said['seconds']:.0f} s; {self._follow(said['cutoff'])}"

    def _killed(self) -> str:
        """Killed when fact_vendas is there and what follows from it is not; one cutoff for both."""
        self._simulate(4, 0)
        cutoff = self.subject.clock()
        environment = {**own_environment(), **self.subject.environment(ETL)}
        with subprocess.Popen(
            [sys.executable, "-P", "-u", "-m", "ecommerce_dw", "--cutoff", cutoff],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        ) as process:
            assert process.stdout is not None
            reached = any("fact_vendas" in line for line in process.stdout)
            process.kill()
        if not reached:
            raise DwError("The run to be killed ended before it loaded fact_vendas.")
        self._loaded("--cutoff", cutoff)
        return self._follow(cutoff)

    def _healed(self) -> str:
        self.subject.damage()
        self._run(self.subject, ETL, "reconcile", fails=True)
        self._run(self.subject, ETL, "reconcile", "--heal")
        return f"a day's sales; then {self._same()}"

    def _refresh(self, *words: str) -> str:
        said = self._loaded("--full-refresh", *words)
        self._run(self.reference, ETL, "--full-refresh", "--cutoff", said["cutoff"])
        return f"{said['seconds']:.0f} s; {self._same()}"

    def _rights(self) -> str:
        server = self._server()
        for login, database, name in (
            (READER, WAREHOUSE, "may_write"),
            (DOCS, WAREHOUSE, "may_read"),
            (ETL, SOURCE, "may_change_source"),
            (SHOP, WAREHOUSE, "may_read"),
        ):
            try:
                with connected(database, login=server.login(login)) as connection:
                    run_batches(connection, [sql(name)])
            except DwError as error:
                if not any(words in str(error) for words in _REFUSED):
                    raise
                continue
            raise DwError(f"{login} is not refused in {database} ({name}.sql).")
        return "reports write nothing, documentation reads no row, a load changes no source"

    def _masked(self) -> str:
        with connected(WAREHOUSE, login=self._server().login(READER)) as connection:
            seen = {row[0] for row in run_batches(connection, [sql("masked")])}
        if seen != {"xxxx"}:
            raise DwError(f"{READER} sees names of customers.")
        return f"{READER} sees xxxx"

    def _documented(self) -> str:
        self._run(self.subject, DOCS, "docs", "--no-serve")
        return "made"

    def _backed_up(self) -> str:
        folder = self._backup_folder()
        self._run(self.subject, BACKUP, "backup", "--full", folder)
        return self._run(self.subject, BACKUP, "backup", "--log", folder).strip()

    def _restored(self) -> str:
        folder = self._backup_folder()
        if not Path(folder).is_dir():
            raise Skipped("this process does not see the server's folder of backups")
        before = self.subject.clock()
        time.sleep(2)  # SQL Server restores to milliseconds; a machine's clock may be coarser
        self.subject.damage()
        self._run(self.subject, "", "restore", "--folder", folder, "--until", before)
        return self._same()

    def _backup_folder(self) -> str:
        if self.backups is None:
            raise Skipped("--backups names no folder of the server")
        return str(self.backups)

    def _server(self) -> Server:
        assert isinstance(self.subject, Server)
        return self.subject


def all_hold(findings: Sequence[Finding]) -> bool:
    """Whether none fails."""
    return all(found.verdict is not Verdict.FAILS for found in findings)
