"""What a metric means, in the reader's language: the words of its definition (docs/metrics.md)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from dashboards.common.text import in_currency, language


def meaning(metric: str) -> str:
    """Its description."""
    return in_currency(_meanings()[metric][language()])


@lru_cache
def _meanings() -> dict[str, dict[str, str]]:
    file = Path(__file__).with_name("metrics.json")
    found: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return found
