"""The page that `certify` prints: what holds on this warehouse, with versions and times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a step found."""

    HOLDS = "holds"
    FAILS = "FAILS"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Finding:
    """One step. `detail`: what was looked at, what was wrong, or why it was skipped."""

    name: str
    verdict: Verdict
    detail: str
    seconds: float = 0.0


def page(title: str, versions: Sequence[str], findings: Sequence[Finding]) -> str:
    """Markdown, to be pasted into an issue."""
    counts = {v: sum(f.verdict is v for f in findings) for v in Verdict}
    lines = [f"# {title}", ""]
    lines += [f"- {line}" for line in versions]
    lines += [f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC", ""]
    lines += ["| step | | seconds | what was seen |", "|---|---|---|---|"]
    for found in findings:
        seconds = f"{found.seconds:.0f}" if found.seconds >= 0.5 else ""
        told = " ".join(found.detail.split()).replace("|", "\\|")
        lines.append(f"| {found.name} | {found.verdict} | {seconds} | {told} |")
    lines += ["", ", ".join(f"{number} {verdict}" for verdict, number in counts.items())]
    return "\n".join(lines)
