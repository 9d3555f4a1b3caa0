"""dashboards/business/metrics.json: what each metric means, for the pages, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

DEFINITIONS = Path("models/vw/_vw__metrics.yml")
FILE = Path("dashboards/business/metrics.json")


def metrics(root: Path) -> str:
    """The file's text."""
    defined = yaml.safe_load((root / DEFINITIONS).read_text(encoding="utf-8"))["metrics"]
    meanings = {
        metric["name"]: {
            "pt": metric["config"]["meta"]["descricao"],
            "en": metric["description"],
        }
        for metric in defined
    }
    return json.dumps(meanings, ensure_ascii=False, indent=2) + "\n"
