"""Fixture: runs of dbt in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from invariants.runs import Runner


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """Runs with their own dbt folders, as lean as those of the random histories."""
    made = Runner(tmp_path_factory.mktemp("runner"))
    with made.environment():
        yield made
