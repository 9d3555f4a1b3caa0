"""What a run did, read back from audit.* in the warehouse: nothing is counted here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ecommerce_base.settings import ENTITIES, on_server
from ecommerce_base.statements import sql_beside, table_exists

if TYPE_CHECKING:
    from rich.table import Table

    from ecommerce_base.commands import Launch
    from ecommerce_base.statements import Ask, Row

sql = sql_beside(__file__)

COUNTS = {
    "read": "linhas_lidas",
    "inserted": "linhas_inseridas",
    "updated": "linhas_atualizadas",
    "deleted": "linhas_excluidas",
    "quarantined": "linhas_quarentena",
}
_IN_JSON = ("read", "inserted", "updated", "quarantined")


@dataclass
class EntityResult:
    """One of the ten entities in one run; `rows` by the keys of COUNTS."""

    entity: str
    status: str
    rows: dict[str, int]
    seconds: float | None


@dataclass
class Summary:
    """One run. `run_id` is None when nothing was opened; `error` is a sentence or None.

    `warnings`: sentences on what is no failure and yet to be known. `recorded`: the variables that
    the warehouse was loaded with.
    """

    run_id: int | None = None
    status: str = "failed"
    cutoff: str | None = None
    seconds: float = 0.0
    entities: list[EntityResult] = field(default_factory=list)
    passed: int = 0
    warned: int = 0
    failed: int = 0
    nodes_failed: int = 0
    tests_all: bool = False
    swept: bool = False
    untold: int = 0
    checked: int = 0
    differences: int = 0
    months: list[str] = field(default_factory=list)
    words: list[tuple[str, str, int]] = field(default_factory=list)
    error: str | None = None
    warnings: list[str] = field(default_factory=list)
    recorded: dict[str, str] = field(default_factory=dict)

    def total(self, count: str) -> int:
        return sum(entity.rows[count] for entity in self.entities)

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints; `error` is there only when there is one."""
        shown: dict[str, Any] = {
            "run_id": self.run_id,
            "status": self.status,
            "cutoff": self.cutoff,
            "seconds": round(self.seconds, 2),
            "rows": {count: self.total(count) for count in _IN_JSON},
            "entities": [
                {"entity": e.entity, "status": e.status, **{c: e.rows[c] for c in _IN_JSON}}
                for e in self.entities
            ],
            "swept": self.swept,
            "without_stamp": self.untold,
            "tests": {
                "passed": self.passed,
                "warned": self.warned,
                "failed": self.failed,
                "rows": "all" if self.tests_all else "run",
            },
            "reconciliation": {"checked": self.checked, "differences": self.differences},
        }
        if self.words:
            names = ("column", "word", "rows")
            shown["foreign_words"] = [dict(zip(names, word, strict=True)) for word in self.words]
        told = {"warnings": self.warnings or None, "error": self.error}
        return shown | {name: value for name, value in told.items() if value is not None}

    def first_line(self) -> str:
        """What went wrong and what to do about it; for a run that is no success."""
        parts = [f"{self.status.capitalize()}:", (self.error or "see the log").rstrip(".") + "."]
        if self.differences:
            where = f" in {', '.join(self.months)}" if self.months else ""
            parts.append(f"Source and warehouse differ{where}: `python run.py reconcile --heal`.")
        elif self.nodes_failed:
            parts.append("Mend that, then `python run.py`: it loads what this run did not.")
        elif self.failed:
            parts.append(f"audit.dq_amostra shows rows of it (run_id {self.run_id}).")
        return " ".join(parts)


def read_summary(ask: Ask, invocation_id: str) -> Summary:
    """The run of one dbt invocation; an empty Summary when that invocation opened none."""
    summary = Summary()
    if not table_exists(ask, "audit", "etl_run"):
        return summary
    runs = ask(sql("run"), [invocation_id])
    if not runs:
        return summary
    run = runs[0]
    summary.run_id = int(run["run_id"])
    summary.status = str(run["status"])
    summary.cutoff = to_microseconds(run["cutoff"])
    summary.tests_all, summary.swept = bool(run["testa_tudo"]), bool(run["varredura"])
    summary.untold = int(run["linhas_sem_carimbo"] or 0)
    summary.nodes_failed, summary.error = int(run["nos_erro"]), run["mensagem_erro"]
    if run["aviso_relogio"]:
        summary.warnings.append(str(run["aviso_relogio"]))
    if run["carrega"] and (waiting := ask(sql("run_waiting"), [])):
        summary.warnings.append(_waiting(waiting))
    summary.recorded = {row["nome"]: row["valor"] for row in ask(sql("recorded_variables"), [])}
    summary.entities = _entities(ask(sql("run_entities"), [summary.run_id]))
    for row in ask(sql("run_tests"), [summary.run_id]):
        if row["status"] == "pass":
            summary.passed += row["quantidade"]
        elif row["status"] == "warn":
            summary.warned += row["quantidade"]
        elif row["status"] != "skipped":
            summary.failed += row["quantidade"]
    if table_exists(ask, "audit", "reconciliacao"):
        rows = ask(sql("run_reconciliation"), [summary.run_id])
        summary.checked = sum(row["medidas"] for row in rows)
        summary.differences = int(sum(row["diferencas"] for row in rows))
        summary.months = sorted({_place(row) for row in rows if row["diferencas"]})
    if table_exists(ask, "ops", "vw_palavras_estranhas"):
        found = ask(sql("words"), [])
        summary.words = [(str(r["coluna"]), str(r["palavra"]), int(r["linhas"])) for r in found]
    return summary


def _waiting(rows: Sequence[Row]) -> str:
    """The rows that are stamped after the source's clock."""
    far = sum(int(row["adiante"]) for row in rows)
    where = ", ".join(f"{int(row['em_espera']):,} of core.{row['tabela']}" for row in rows)
    # As texts: DuckDB's infinity is no datetime.
    newest = max(str(row["carimbo_maximo"]) for row in rows)[:10]
    return f"Rows stamped after the source's clock wait for it: {where}, up to {newest}" + (
        f"; {far:,} of them longer than espera_maxima_horas: mend their data_atualizacao."
        if far
        else "."
    )


def _place(row: Row) -> str:
    """The month of a difference; of a dimension, which has none, its name."""
    return str(row["entidade"] if row["periodo"] == "dimensoes" else row["periodo"])


def to_microseconds(value: datetime) -> str:
    """`YYYY-MM-DD HH:MM:SS.ffffff`, which `--cutoff` takes unchanged."""
    return value.isoformat(sep=" ", timespec="microseconds")


def _entities(rows: Iterable[Row]) -> list[EntityResult]:
    by_name = {row["entidade"]: row for row in rows}
    return [
        EntityResult(
            entity=name,
            status=str(row["status"]),
            rows={count: int(row[column]) for count, column in COUNTS.items()},
            seconds=None if row["duracao_s"] is None else float(row["duracao_s"]),
        )
        for name in ENTITIES
        if (row := by_name.get(name))
    ]


def show(summary: Summary, launch: Launch) -> None:
    """Prints what to do where there is something, the table of entities, the closing lines."""
    if summary.status != "success":
        launch.say(summary.first_line(), style="red")
    if summary.run_id is None:
        launch.say("Nothing was loaded: no run was opened.")
        return
    if summary.entities:
        launch.console.print(_table(summary))
    if summary.passed or summary.warned or summary.failed:
        rows = "all rows" if summary.tests_all else "the rows of this run"
        warned = f"{summary.warned} warned, " if summary.warned else ""
        launch.say(f"Tests: {summary.passed} passed, {warned}{summary.failed} failed, over {rows}.")
    for warning in summary.warnings:
        launch.say(warning, style="yellow")
    if summary.untold:
        launch.say(
            f"{summary.untold:,} orders and versions changed, moved or went without a stamp: "
            "the sweep found and loaded them."
        )
    if summary.words:
        told = ", ".join(f"{column} '{word}' ({rows:,})" for column, word, rows in summary.words)
        launch.say(
            f"Words that are none of the shop's, rows of each: {told}. "
            "An order of an unknown status counts as revenue."
        )
    if summary.checked:
        where = f" in {', '.join(summary.months)}" if summary.months else ""
        heal = ": `python run.py reconcile --heal` reloads them" if where else ""
        launch.say(
            f"Reconciliation: {summary.checked:,} measures checked, "
            f"{summary.differences:,} differ{where}{heal}."
        )
    zone = "" if on_server() else " UTC"  # a server has its own clock
    launch.say(
        f"Run {summary.run_id}: {summary.status}, source as of {summary.cutoff}{zone}, "
        f"{summary.seconds:.1f} s (log: {launch.settings.log})"
    )


def _table(summary: Summary) -> Table:
    from rich.table import Table

    table = Table(show_footer=True, box=None, pad_edge=False)
    table.add_column("entity", "total")
    table.add_column("status")
    for count in COUNTS:
        table.add_column(count, f"{summary.total(count):,}", justify="right")
    table.add_column("s", justify="right")
    for e in summary.entities:
        seconds = "" if e.seconds is None else f"{e.seconds:.2f}"
        table.add_row(e.entity, e.status, *(f"{n:,}" for n in e.rows.values()), seconds)
    return table
