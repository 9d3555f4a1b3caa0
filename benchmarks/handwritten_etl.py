"""The warehouse's 7 dimensions and 3 facts by a plain hand-written DuckDB script, for comparison.

    python benchmarks/handwritten_etl.py SOURCE TARGET [--cutoff 'YYYY-MM-DD HH:MM:SS.ffffff']

SOURCE and TARGET are DuckDB files. The first call builds everything; later ones load what the
source stamped since the last call's cutoff, less 10 minutes. Prints the seconds of each step as a
JSON object. What it leaves out, for speed: audit, quarantine (it takes the source to be valid),
lineage and row hashes, contracts, aggregates, views, tests, reconciliation, orders that the source
deleted whole or changed without a stamp, facts that an older dimension change arriving late
concerns. The SQL is in sql/handwritten/.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import duckdb
import yaml

ROOT = Path(__file__).resolve().parent.parent
SQL = Path(__file__).resolve().parent / "sql" / "handwritten"
VERSIONED = ("cliente", "produto", "equipe", "vendedor", "desconto")
OVERLAP = timedelta(minutes=10)


class Script:
    """One load: a connection to both files, and the seconds that each .sql file took."""

    def __init__(self, source: Path, target: Path) -> None:
        self.seconds: dict[str, float] = {}
        self.connection = duckdb.connect(str(target))
        place = str(source).replace("'", "''")
        self.connection.execute(f"attach '{place}' as oltp (read_only)")

    def run(self, name: str, instead_of_exemplo: str = "") -> None:
        """Runs sql/handwritten/NAME.sql, with a dimension's name in the place of `exemplo`."""
        started = perf_counter()
        text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
        if instead_of_exemplo:
            text = text.replace("exemplo", instead_of_exemplo)
        self.connection.execute(text)
        step = f"{name} {instead_of_exemplo}".strip()
        self.seconds[step] = self.seconds.get(step, 0.0) + perf_counter() - started

    def set(self, **variables: object) -> None:
        """Sets variables that the SQL reads by getvariable()."""
        for name, value in variables.items():
            self.connection.execute(f"set variable {name} = ?", [value])

    def last_cutoff(self) -> datetime | None:
        """The cutoff of the load before, None when there was none."""
        row = self.connection.execute("select max(cutoff) from main.carga").fetchone()
        return row[0] if row else None


def project_variables() -> dict[str, object]:
    """The project's variables that the script follows too, from dbt_project.yml."""
    text = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)["vars"]
    return {name: found[name] for name in ("dim_data_inicio", "dim_data_fim", "dias_fechamento")}


def load(source: Path, target: Path, cutoff: datetime) -> dict[str, float]:
    """One load in one transaction; returns seconds by step."""
    script = Script(source, target)
    script.connection.execute("begin")
    script.set(cutoff=cutoff, feriados=str(ROOT / "seeds" / "feriados_nacionais.csv"))
    script.set(**project_variables())
    script.run("begin")
    last = script.last_cutoff()
    if last is None:
        for name in ("first_dims", "first_orders"):
            script.run(name)
    else:
        script.set(de=last - OVERLAP)
        script.run("window_region")
        for dimension in VERSIONED:
            script.run("window_version", dimension)
        script.run("window_orders")
    kind = "first" if last is None else "window"
    for name in (
        *("sales", f"{kind}_sales"),
        *("discounts", f"{kind}_discounts"),
        *(f"{kind}_periods", "targets", f"{kind}_targets"),
    ):
        script.run(name)
    script.run("finish")
    started = perf_counter()
    script.connection.execute("commit")
    script.connection.close()
    script.seconds["commit and close"] = perf_counter() - started
    return script.seconds


def main() -> None:
    """Reads the command line, loads, prints the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--cutoff", type=datetime.fromisoformat)
    options = parser.parse_args()
    cutoff = options.cutoff or datetime.now(UTC).replace(tzinfo=None)
    print(json.dumps(load(options.source, options.target, cutoff)))


if __name__ == "__main__":
    main()
