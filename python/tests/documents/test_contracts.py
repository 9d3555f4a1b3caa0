"""Data contracts: valid by their standard, and kept towards those who read."""

from __future__ import annotations

import copy
import importlib.util
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from conftest import ROOT

from ecommerce_documents.contracts import FOLDER, SCHEMAS, breaking, refuse

FILES = [FOLDER / f"{schema}.odcs.yaml" for schema in SCHEMAS]


def _read(file: Path) -> dict[str, Any]:
    contract: dict[str, Any] = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    return contract


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_contract_is_valid_by_its_standard(file: Path) -> None:
    found = importlib.util.find_spec("open_data_contract_standard")
    if found is None or found.origin is None:
        pytest.skip("open-data-contract-standard is of the dev packages (CONTRIBUTING.md)")
    schema = json.loads(Path(found.origin).with_name("schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(_read(file), schema)
    broken = _read(file)
    broken["schema"][0]["properties"][0]["logicalType"] = "bigint"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("commit", ["HEAD", "HEAD^"])
def test_a_contract_breaks_no_reader_of_the_commit_before(file: Path, commit: str) -> None:
    before = subprocess.run(
        ["git", "-C", str(ROOT), "show", f"{commit}:{file.as_posix()}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if before.returncode:
        pytest.skip(f"{commit} has no {file}")
    refuse(yaml.safe_load(before.stdout), _read(file))


def _without_table(contract: dict[str, Any]) -> None:
    del contract["schema"][1]


def _without_column(contract: dict[str, Any]) -> None:
    del contract["schema"][1]["properties"][0]


def _other_type(contract: dict[str, Any]) -> None:
    contract["schema"][1]["properties"][0]["physicalType"] = "int"


def _nullable(contract: dict[str, Any]) -> None:
    del contract["schema"][1]["properties"][0]["required"]


def _no_key(contract: dict[str, Any]) -> None:
    del contract["schema"][1]["properties"][0]["unique"]


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (_without_table, "dim_cliente"),
        (_without_column, "dim_cliente.cliente_id"),
        (_other_type, "dim_cliente.cliente_id as bigint"),
        (_nullable, "dim_cliente.cliente_id required"),
        (_no_key, "dim_cliente.cliente_id unique"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_breaks_a_reader_wants_a_new_major_version(
    change: Callable[[dict[str, Any]], None], lost: str
) -> None:
    old = _read(FOLDER / "dim.odcs.yaml")
    new = copy.deepcopy(old)
    change(new)
    assert [*breaking(old, new)] == [lost]
    with pytest.raises(ValueError, match=f"loses {lost}"):
        refuse(old, {**new, "version": "1.7.0"})
    refuse(old, {**new, "version": "2.0.0"})


def test_a_new_column_breaks_nobody() -> None:
    new = _read(FOLDER / "dim.odcs.yaml")
    old = copy.deepcopy(new)
    del old["schema"][1]["properties"][3]
    assert [*breaking(old, new)] == []


def test_personal_columns_say_so() -> None:
    customers = next(t for t in _read(FILES[0])["schema"] if t["name"] == "dim_cliente")
    personal = {c["name"] for c in customers["properties"] if c.get("classification")}
    assert {"nome_cliente", "email", "cpf_cnpj", "data_nascimento"} <= personal
    assert "cidade" not in personal
