"""What dbt's log on this machine says of one run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import streamlit as st

from dashboards.common.charts import nothing
from dashboards.common.text import _
from ecommerce_base.settings import load_settings

LINES = 200
_HEAD = re.compile(r"^=+ [\d:.]+ \| (\S+) =+$")
_COLOURS = re.compile(r"\x1b\[[\d;]*m")


def show_log(run: Any) -> None:
    """The end of a run's section, or where to look for it. `run`: invocation_id, host."""
    log = load_settings().log
    lines = section(log, str(run["invocation_id"]))
    if lines is None:
        nothing(
            _(
                "O registro desta execução não está nesta máquina: ela rodou em {host}. "
                "Procure lá {id} em {file}.",
                host=run["host"],
                id=run["invocation_id"],
                file=log.name,
            )
        )
        return
    if len(lines) > LINES:
        st.caption(
            _("as últimas {n} de {total} linhas de {file}", n=LINES, total=len(lines), file=log)
        )
    st.code("\n".join(lines[-LINES:]), language=None, wrap_lines=True, height=320)


def section(log: Path, invocation_id: str) -> list[str] | None:
    """The lines of that invocation, without colours; None where no log has it.

    dbt begins each invocation with a line of its id, and keeps older logs as dbt.log.1, .2, ...
    """
    for file in (log, *sorted(log.parent.glob(f"{log.name}.*"))):
        if not file.exists():
            continue
        found: list[str] | None = None
        with file.open(encoding="utf-8", errors="replace") as stream:
            for line in stream:
                head = _HEAD.match(line.strip())
                if head and found is not None:
                    break
                if head and head[1] == invocation_id:
                    found = []
                elif found is not None:
                    found.append(_COLOURS.sub("", line.rstrip()))
        if found is not None:
            return found
    return None
