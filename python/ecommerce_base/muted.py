"""Alerts that somebody has taken note of: `alerts --ack` and `--mute`, told by the monitor too.

`<data folder>/alerts_muted.json` holds them by `alerta_id`. An acknowledged alert is silent until
it closes, a muted one until its moment; then it counts again.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from ecommerce_base.files import write_whole


@dataclass(frozen=True)
class Mute:
    """Who silenced an alert and until when (UTC); None: until it closes."""

    by: str
    until: str | None = None

    @property
    def over(self) -> bool:
        """Whether its moment has passed."""
        return self.until is not None and datetime.fromisoformat(self.until) <= datetime.now(UTC)


def muted(data_dir: Path) -> dict[str, Mute]:
    """What is silent now, by alert."""
    file = _file(data_dir)
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    found = {key: Mute(**value) for key, value in known.items()}
    return {key: mute for key, mute in found.items() if not mute.over}


def mute(data_dir: Path, alert: str, by: str, until: datetime | None) -> None:
    """Silences an alert; `until` in UTC."""
    _write(data_dir, muted(data_dir) | {alert: Mute(by, until.isoformat() if until else None)})


def unmute(data_dir: Path, alert: str) -> None:
    """Lets it count again."""
    _write(data_dir, {key: value for key, value in muted(data_dir).items() if key != alert})


def forget_closed(data_dir: Path, still_open: Collection[str]) -> None:
    """An alert that has closed is new when it opens again."""
    before = muted(data_dir)
    after = {key: value for key, value in before.items() if key in still_open}
    if after != before:
        _write(data_dir, after)


def _file(data_dir: Path) -> Path:
    return data_dir / "alerts_muted.json"


def _write(data_dir: Path, known: dict[str, Mute]) -> None:
    write_whole(_file(data_dir), json.dumps({key: asdict(value) for key, value in known.items()}))
