"""Airflow with Cosmos: a DAG with a task for each model, out of one `dbt build` a day.

`pip install astronomer-cosmos`, then put this file in the DAG folder and name the
project's folder in DW_PROJECT.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from cosmos import DbtDag, ExecutionConfig, ProfileConfig, ProjectConfig, RenderConfig
from cosmos.constants import ExecutionMode, LoadMode

PROJECT = Path(os.environ.get("DW_PROJECT", Path(__file__).resolve().parents[2]))

warehouse = DbtDag(
    dag_id="ecommerce_dw",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,  # the warehouse's own lock would refuse a second one
    default_args={"retries": 1, "retry_delay": timedelta(minutes=5)},
    project_config=ProjectConfig(
        dbt_project_path=PROJECT,
        manifest_path=PROJECT / "target" / "manifest.json",  # `dbt parse` makes it
    ),
    profile_config=ProfileConfig(
        profile_name="ecommerce_dw",
        target_name=os.environ.get("DW_TARGET", "duckdb"),
        profiles_yml_filepath=PROJECT / "profiles.yml",
    ),
    # One dbt invocation that the tasks watch: facts are computed from what the same run read, so a
    # task that started dbt for one model alone would be refused (docs/how-it-works.md).
    execution_config=ExecutionConfig(execution_mode=ExecutionMode.WATCHER),
    render_config=RenderConfig(load_method=LoadMode.DBT_MANIFEST),
)
