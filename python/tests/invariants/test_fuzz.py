"""Random histories: after each run the warehouse equals the oracle, to the last row and count."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from invariants.machine import Histories, template
from invariants.runs import Runner

SEED = int(os.environ.get("DW_TEST_SEED", "2026"))
HISTORIES = int(os.environ.get("DW_TEST_HISTORIES", "1"))
# Steps of one history: its runs and about as many changes as fit between them.
STEPS = 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills runs in processes that it forks")
def test_histories(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """The same ones in every session; more with --histories, others with --seed."""
    runner = Runner(tmp_path)
    with runner.environment():
        Histories.runner, Histories.template, Histories.made = runner, template(runner), 0
        try:
            run_state_machine_as_test(
                seed(SEED)(Histories),
                settings=settings(
                    max_examples=HISTORIES + 1,  # the plainest one makes no run
                    stateful_step_count=STEPS,
                    deadline=None,
                    database=None,
                    # A failing history is shown as drawn: to shorten it costs many runs.
                    phases=[Phase.generate],
                    report_multiple_bugs=False,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            record_property("histories", Histories.made)
            record_property("runs", runner.made - 1)  # all but the first load
