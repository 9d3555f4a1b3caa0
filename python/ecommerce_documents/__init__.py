"""Files of the repository that are made from others: one command writes them, a test compares."""

from __future__ import annotations

from pathlib import Path

from ecommerce_documents import diagrams, exposures, metrics
from ecommerce_documents.contracts import contracts
from ecommerce_documents.powerbi import powerbi


def made(root: Path) -> dict[Path, str]:
    """Path, from the project's root, and text of each."""
    return {
        exposures.FILE: exposures.exposures(root),
        diagrams.FILE: diagrams.stars(root),
        metrics.FILE: metrics.metrics(root),
        **contracts(root),
        **powerbi(root),
    }
