"""`observe`: where its packages come from, and a planted anomaly wherever Elementary is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import RunCli, Warehouse

from ecommerce_base.errors import DwError
from ecommerce_observe import observe

PLANT = Path(__file__).with_name("many_without_cost.sql")


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with something called like both packages."""
    for name in observe.PACKAGES:
        (tmp_path / "given" / name).mkdir(parents=True)
        (tmp_path / "given" / name / "dbt_project.yml").write_text(f"name: {name}\n")
    return tmp_path / "given"


def test_packages_of_a_folder_are_laid_beside_this_rooms_own(tmp_path: Path, given: Path) -> None:
    (tmp_path / "observe" / "packages" / "of_another_time").mkdir(parents=True)
    packages = observe.gather(tmp_path / "observe", given)
    names = {folder.name for folder in packages.iterdir()}
    assert names == {*observe.PACKAGES, "ecommerce_observe"}
    assert (packages / "ecommerce_observe" / "models" / "observed.yml").is_file()


def test_a_folder_without_a_package_is_refused(tmp_path: Path, given: Path) -> None:
    (given / "dbt_utils" / "dbt_project.yml").unlink()
    with pytest.raises(DwError, match="does not hold the dbt package dbt_utils") as refused:
        observe.gather(tmp_path / "observe", given)
    assert refused.value.exit_code == 2


def test_without_the_hub_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(words: list[Any], *_rest: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(words, 2, "", "no network")

    monkeypatch.setattr(observe, "_run", no_network)
    with pytest.raises(DwError, match=r"cannot be had from dbt's hub: .* --package") as refused:
        observe.gather(tmp_path / "observe", None)
    assert refused.value.exit_code == 2


def test_a_day_of_many_items_without_cost_is_flagged(loaded: Warehouse, run_cli: RunCli) -> None:
    package = os.environ.get("DW_ELEMENTARY")
    if not package:
        pytest.skip("no Elementary: DW_ELEMENTARY names the folder of its dbt packages")
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute(PLANT.read_text(encoding="utf-8"))
    words = ("observe", "--no-report", "--package", package)
    done = run_cli(*words, data_dir=loaded.data_dir, timeout=900)
    assert done.returncode == 1, done.stdout + done.stderr
    assert {"  itens_por_dia", "  margem_bruta_por_dia"} <= set(done.stdout.splitlines())
    runs = "select count(*) from audit.etl_run where seletor like 'package:%'"
    with duckdb.connect(str(loaded.warehouse)) as connection:
        assert connection.execute(runs).fetchall() == [(0,)], "an anomaly is not a failed load"
