"""The Power BI model: Microsoft's reader takes it, and what it names is there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from tsql import scriptdom

from ecommerce_documents.models import models
from ecommerce_documents.powerbi import FOLDER, FORMATS, METRICS, NAME, VIEWS, powerbi

DEFINITION = ROOT / FOLDER / f"{NAME}.SemanticModel/definition"
DAX = FOLDER / "measures.yml"
MEASURES = yaml.safe_load((ROOT / DAX).read_text(encoding="utf-8"))
# Of the data model, by hand: money is exact, a moment is a moment, a bit a truth.
KINDS = {"bit": "Boolean", "int": "Int64", "bigint": "Int64", "nvarchar": "String"}
KINDS |= {"date": "DateTime", "datetime2": "DateTime"}


@pytest.fixture(scope="module")
def read(tsql_parser: Path) -> dict[str, Any]:
    """The model as Microsoft's reader sees it."""
    return scriptdom.model(DEFINITION, tsql_parser)


def _told(folder: str) -> dict[str, dict[str, Any]]:
    return {model["name"]: model for model in models(ROOT, folder)}


def test_a_model_that_is_wrong_is_refused(tmp_path: Path, tsql_parser: Path) -> None:
    broken = shutil.copytree(DEFINITION, tmp_path / "definition")
    file = broken / "tables/fact_metas.tmdl"
    file.write_text(file.read_text("utf-8").replace("dataType: int64", "dataTypo: int64", 1))
    with pytest.raises(ValueError, match="TmdlFormatException"):
        scriptdom.model(broken, tsql_parser)


def test_it_has_every_dimension_and_fact_with_its_columns(read: dict[str, Any]) -> None:
    models = {**_told("dim"), **_told("fact")}
    assert set(read["tables"]) == {n for n in models if n.startswith(("dim_", "fact_"))}
    for name, table in read["tables"].items():
        columns = {c["name"]: c["data_type"] for c in models[VIEWS.get(name, name)]["columns"]}
        assert set(table["columns"]) == set(columns)
        for column, physical in columns.items():
            kind = KINDS.get(physical.partition("(")[0], "Decimal")
            assert table["columns"][column] == ("Double" if physical == "decimal(9,6)" else kind)
        assert {"row_hash", "criado_run_id"} & set(columns) <= set(table["hidden"])
        source = VIEWS.get(name, name)
        assert (
            f'Item="{source}"' in table["source"][0] and "Sql.Database(Server" in table["source"][0]
        )
    assert read["parameters"] == ["Server", "Database"]


def test_its_calendar_is_the_table_of_dates(read: dict[str, Any]) -> None:
    assert {n: t["key"] for n, t in read["tables"].items() if t["category"] == "Time"} == {
        "dim_data": ["data_completa"]
    }


def test_its_relations_are_the_keys_that_data_tests_prove(read: dict[str, Any]) -> None:
    found = {(of, column, to) for of, column, to, _, _ in read["relations"]}
    assert found == {
        *(("fact_vendas", f"{d}_id", f"dim_{d}")
          for d in ("data", "cliente", "produto", "regiao", "vendedor", "equipe")),
        *(("fact_descontos", f"{d}_id", f"dim_{d}") for d in ("desconto", "cliente", "produto")),
        ("fact_descontos", "data_aplicacao_id", "dim_data"),
        *(("fact_metas", f"{d}_id", f"dim_{d}") for d in ("data", "vendedor", "equipe")),
    }  # fmt: skip
    for of, column, to, key, active in read["relations"]:
        assert active
        assert column in read["tables"][of]["hidden"] and key in read["tables"][to]["hidden"]


def test_its_role_sees_no_column_with_personal_data(read: dict[str, Any]) -> None:
    personal = {
        (name, column["name"], "None")
        for name, model in _told("dim").items()
        for column in model["columns"]
        if column.get("config", {}).get("meta", {}).get("dado_pessoal")
    }
    assert ("dim_cliente", "email", "None") in personal
    assert {tuple(hidden) for hidden in read["roles"]["Sem dados pessoais"]} == personal


def test_every_measure_has_format_and_meaning(read: dict[str, Any]) -> None:
    measures = [m for table in read["tables"].values() for m in table["measures"].values()]
    assert len(measures) == len(MEASURES)
    assert all(form in FORMATS.values() and meaning for form, meaning in measures)


def test_a_measure_names_columns_and_measures_that_are_there() -> None:
    models = {**_told("dim"), **_told("fact")}
    metrics = yaml.safe_load((ROOT / METRICS).read_text(encoding="utf-8"))["metrics"]
    labels = {metric["label"] for metric in metrics}
    for name, measure in MEASURES.items():
        for table, column in re.findall(r"(\w+)\[(\w+)\]", measure["dax"]):
            columns = models[VIEWS.get(table, table)]["columns"]
            assert column in {c["name"] for c in columns}, name
        assert set(re.findall(r"(?<!\w)\[([^@\]]+)\]", measure["dax"])) <= labels, name


WHERE = re.compile(r"^(  - name: )?receita\b", re.M)


@pytest.mark.parametrize(("new", "file"), [("  - name: nova\n", METRICS), ("nova: x\n", DAX)])
def test_a_metric_without_a_measure_is_told(new: str, file: Path, tmp_path: Path) -> None:
    for folder in ("models", str(FOLDER)):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    text = (tmp_path / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(re.sub(WHERE, rf"{new}\g<0>", text, count=1))
    with pytest.raises(ValueError, match="alone: nova"):
        powerbi(tmp_path)
