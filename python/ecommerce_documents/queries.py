"""`python -m ecommerce_documents.queries`: docs/queries/README.md, the analyses with their answers.

By business question; the answers are those of the warehouse in DW_DATA_DIR, so the page says which
shop it was. Not compared by a test: a shop that is made anew has other days in it.
"""

from __future__ import annotations

import contextlib
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from ecommerce_base.duckdb_file import connect
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings, export_environment, load_settings
from ecommerce_dw.dbt_runner import run_dbt

FILE = Path("docs/queries/README.md")
ROWS = 8
HEAD = """# Questions and answers

The queries of `analyses/`, by the question that each answers, and the first {rows} rows of the
answer of a generated shop, made, loaded and asked so:

    python run.py source init --rows 20000 --seed 42 --end 2026-06-30
    python run.py
    python -m ecommerce_documents.queries

`dbt compile --select NAME` shows a query in your engine's SQL.
"""


def write(settings: Settings) -> None:
    """Writes the page. Raises DwError when dbt cannot compile or the warehouse is not loaded."""
    made = run_dbt(settings, ["compile", "--select", "resource_type:analysis"])
    if not made.success:
        raise DwError(made.problem or "dbt could not compile the analyses.")
    folder = settings.target / "compiled/ecommerce_dw/analyses"
    listed = yaml.safe_load((settings.root / "analyses/_analyses.yml").read_text(encoding="utf-8"))
    parts = [HEAD.format(rows=ROWS)]
    with contextlib.closing(connect(settings.warehouse)) as connection:
        for analysis in listed["analyses"]:
            name = analysis["name"]
            found = connection.execute((folder / f"{name}.sql").read_text(encoding="utf-8"))
            columns = [column[0] for column in found.description]
            parts += [_part(settings.root, analysis, columns, found.fetchmany(ROWS))]
    file = settings.root / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(parts), encoding="utf-8")


def _part(
    root: Path, analysis: dict[str, Any], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> str:
    name = analysis["name"]
    text = (root / f"analyses/{name}.sql").read_text(encoding="utf-8")
    said = [line.removeprefix("-- ") for line in text.splitlines() if line.startswith("-- ")]
    reading = re.sub(r"^Question: .*?\?\s*(Reading: )?", "", " ".join(said))
    about = textwrap.fill(
        f"[{name}](../../analyses/{name}.sql). {reading}", 100, break_long_words=False
    )
    lines = [f"## {analysis['description']}\n", f"{about}\n"]
    lines += [" | ".join(["", *columns, ""]).strip(), "|" + "---|" * len(columns)]
    lines += [" | ".join(["", *map(_cell, row), ""]).strip() for row in rows]
    return "\n".join([*lines, ""])


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    settings = load_settings()
    export_environment(settings, [])
    write(settings)
