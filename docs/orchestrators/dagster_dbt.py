"""Dagster: the warehouse as assets, one for each model, out of one `dbt build` a day.

In the project's folder `pip install . dagster-dbt dagster-webserver` (without the `.` pip takes a
newer dbt than the project is written for), then `dagster dev -f docs/orchestrators/dagster_dbt.py`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster  # reads annotations at run time: no `from __future__ import annotations` here
from dagster_dbt import DbtCliResource, DbtProject, dbt_assets

PROJECT = DbtProject(
    project_dir=Path(os.environ.get("DW_PROJECT", Path(__file__).resolve().parents[2]))
)
PROJECT.prepare_if_dev()  # makes the manifest


# One invocation: facts are computed from what the same run read (docs/how-it-works.md).
@dbt_assets(manifest=PROJECT.manifest_path, project=PROJECT)
def warehouse(context: dagster.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    """All models, snapshots and tests."""
    yield from dbt.cli(["build", "--exclude-resource-types", "unit_test"], context=context).stream()


defs = dagster.Definitions(
    assets=[warehouse],
    resources={"dbt": DbtCliResource(project_dir=PROJECT)},
    schedules=[
        dagster.ScheduleDefinition(
            name="daily",
            target=[warehouse],
            cron_schedule="30 2 * * *",
            execution_timezone="America/Sao_Paulo",
        )
    ],
)
