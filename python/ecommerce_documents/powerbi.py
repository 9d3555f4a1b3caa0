"""docs/powerbi/: a Power BI project over the warehouse on SQL Server, all of it text.

The semantic model (TMDL) is made of the models' yml: tables of dim and fact, relations that the
data test `chaves_presentes` proves, a role without personal data. Measures: measures.yml beside it.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ecommerce_documents.diagrams import relations
from ecommerce_documents.models import Model, models

FOLDER = Path("docs/powerbi")
NAME = "DW_ECOMMERCE"
METRICS = Path("models/vw/_vw__metrics.yml")
# A fact that readers should take from a view, which has its revenue and its margin too.
VIEWS = {"fact_vendas": "vw_vendas_medidas"}
DATE = "dim_data"
FORMATS = {"dinheiro": '"R$" #,##0.00', "numero": "#,##0", "percentual": "0.0%"}
_LINEAGE = {"row_hash", "criado_run_id", "atualizado_run_id", "data_inclusao"}
_LINEAGE |= {"data_ultima_atualizacao"}
_SORTED_BY = {"nome_mes": "mes", "nome_mes_abrev": "mes"}
_SORTED_BY |= {"nome_dia_semana": "dia_da_semana", "nome_dia_semana_abrev": "dia_da_semana"}
_TYPES = {"bit": "boolean", "int": "int64", "bigint": "int64", "date": "dateTime"}
_TYPES |= {"datetime2": "dateTime", "decimal": "decimal", "nvarchar": "string", "float": "double"}
_SCHEMAS = "https://developer.microsoft.com/json-schemas/fabric/"


def powerbi(root: Path) -> dict[Path, str]:
    """Path and text of each file."""
    models = _models(root)
    defined = FOLDER / f"{NAME}.SemanticModel/definition"
    made = {FOLDER / path: json.dumps(text, indent=2) + "\n" for path, text in _project().items()}
    made[defined / "database.tmdl"] = "database\n\tcompatibilityLevel: 1601\n"
    made[defined / "model.tmdl"] = _model([*models])
    made[defined / "expressions.tmdl"] = _PARAMETERS
    made[defined / "relationships.tmdl"] = "\n".join(_relationships(models))
    made[defined / "roles/Sem dados pessoais.tmdl"] = _role(models)
    measures = _measures(root)
    for name, model in models.items():
        own = [measure for measure in measures if measure["table"] == name]
        made[defined / f"tables/{name}.tmdl"] = "\n".join(_table(name, model, own, models)) + "\n"
    return made


def _models(root: Path) -> dict[str, Model]:
    """dim_* and fact_* by name, a fact with the columns of its view."""
    found: dict[str, Model] = {}
    for folder in ("dim", "fact"):
        found |= {model["name"]: {**model, "from": folder} for model in models(root, folder)}
    for name, view in VIEWS.items():
        found[name] |= {"columns": found[view]["columns"], "from": "vw", "item": view}
    return {name: model for name, model in found.items() if name.startswith(("dim_", "fact_"))}


def _measures(root: Path) -> list[dict[str, str]]:
    """Measures in the metrics' order, each with the words of its metric."""
    given = yaml.safe_load((root / FOLDER / "measures.yml").read_text(encoding="utf-8"))
    told = yaml.safe_load((root / METRICS).read_text(encoding="utf-8"))["metrics"]
    if odd := sorted(given.keys() ^ {metric["name"] for metric in told}):
        raise ValueError(f"In one of {METRICS} and {FOLDER}/measures.yml alone: {', '.join(odd)}.")
    return [
        {
            **given[metric["name"]],
            "label": metric["label"],
            "description": metric["config"]["meta"]["descricao"],
            "format": metric["config"]["meta"]["formato"],
        }
        for metric in told
    ]


def _model(tables: list[str]) -> str:
    head = ["model Model", "\tculture: pt-BR", "\tdefaultPowerBIDataSourceVersion: powerBI_V3"]
    head += ["\tsourceQueryCulture: pt-BR", ""]
    return "\n".join([*head, *(f"ref table {name}" for name in tables), ""])


_PARAMETERS = "".join(
    f'/// {meaning}\nexpression {name} = "{value}" meta [IsParameterQuery=true, Type="Text", '
    "IsParameterQueryRequired=true]\n\n"
    for name, value, meaning in (
        ("Server", "localhost", "O servidor SQL Server, com a porta se não for a 1433: host,porta"),
        ("Database", NAME, "O banco do warehouse"),
    )
)


def _relationships(models: dict[str, Model]) -> Iterator[str]:
    """One a key of a fact that points at a dimension: between two tables there is one way."""
    for name, model in models.items():
        for column, to in relations(model):
            if name.startswith("fact_") and to.startswith("dim_"):
                yield f"relationship {name}__{column}"
                yield f"\tfromColumn: {name}.{column}"
                yield f"\ttoColumn: {to}.{_key(models[to])}"
                yield ""


def _role(models: dict[str, Model]) -> str:
    lines = ["/// Lê tudo, menos as colunas com dados pessoais", "role 'Sem dados pessoais'"]
    lines += ["\tmodelPermission: read", ""]
    for name, model in models.items():
        if hidden := [c["name"] for c in model["columns"] if _meta(c).get("dado_pessoal")]:
            lines += [f"\ttablePermission {name}", ""]
            lines += [f"\t\tcolumnPermission {column} = none" for column in hidden]
            lines.append("")
    return "\n".join(lines)


def _table(
    name: str, model: Model, measures: list[dict[str, str]], models: dict[str, Model]
) -> Iterator[str]:
    yield from _told(model["description"], "")
    yield f"table {name}"
    if name == DATE:
        yield "\tdataCategory: Time"
    yield ""
    for measure in measures:
        yield from _told(measure["description"], "\t")
        lines = measure["dax"].splitlines()
        yield (
            f"\tmeasure '{measure['label']}' = {lines[0]}"
            if len(lines) == 1
            else (f"\tmeasure '{measure['label']}' =")
        )
        yield from (f"\t\t\t{line}" for line in lines if len(lines) > 1)
        yield from (f"\t\tformatString: {FORMATS[measure['format']]}", "")
    keys = {_key(model), *(column for column, _ in relations(model))}
    for column in model["columns"]:
        yield from _column(name, column, column["name"] in keys | _LINEAGE)
    yield from _partition(name, model)


def _column(table: str, column: Model, hidden: bool) -> Iterator[str]:
    name, kind = column["name"], _type(column["data_type"])
    yield from _told(column["description"], "\t")
    yield f"\tcolumn {name}"
    yield f"\t\tdataType: {kind}"
    if hidden:
        yield "\t\tisHidden"
    if (table, name) == (DATE, "data_completa"):
        yield "\t\tisKey"
    if kind in ("dateTime", "decimal"):
        date = "dd/mm/yyyy" + (" hh:nn:ss" if column["data_type"] != "date" else "")
        yield f"\t\tformatString: {date if kind == 'dateTime' else '#,##0.00'}"
    yield "\t\tsummarizeBy: none"  # sums are measures, which leave cancelled orders out
    yield f"\t\tsourceColumn: {name}"
    if table == DATE and name in _SORTED_BY:
        yield f"\t\tsortByColumn: {_SORTED_BY[name]}"
    yield ""


def _partition(name: str, model: Model) -> Iterator[str]:
    item = f'Origem{{[Schema="{model["from"]}", Item="{model.get("item", name)}"]}}[Data]'
    wanted = ", ".join(f'"{column["name"]}"' for column in model["columns"])
    steps = ["Origem = Sql.Database(Server, Database),", f"Tabela = {item},"]
    last = f"Table.SelectColumns(Tabela, {{{wanted}}})"
    if name == DATE:  # the unknown day is 1900-01-01: a table of dates has no gap
        steps.append("Dias = Table.SelectRows(Tabela, each [data_id] <> -1),")
        last = last.replace("Tabela", "Dias", 1)
    yield f"\tpartition {name} = m"
    yield "\t\tmode: import"
    yield "\t\tsource ="
    lines = [
        "let",
        *(f"    {step}" for step in steps),
        f"    Colunas = {last}",
        "in",
        "    Colunas",
    ]
    yield from (f"\t\t\t\t{line}" for line in lines)


def _project() -> dict[str, Any]:
    """What Power BI Desktop opens: project, semantic model, a report of one empty page."""
    model, report = f"{NAME}.SemanticModel", f"{NAME}.Report"
    pages = "item/report/definition"
    return {
        f"{NAME}.pbip": {
            "$schema": f"{_SCHEMAS}pbip/pbipProperties/1.0.0/schema.json",
            "version": "1.0",
            "artifacts": [{"report": {"path": report}}],
            "settings": {"enableAutoRecovery": True},
        },
        f"{model}/.platform": _platform("SemanticModel"),
        f"{model}/definition.pbism": {
            "$schema": f"{_SCHEMAS}item/semanticModel/definitionProperties/1.0.0/schema.json",
            "version": "4.2",
            "settings": {},
        },
        f"{report}/.platform": _platform("Report"),
        f"{report}/definition.pbir": {
            "$schema": f"{_SCHEMAS}item/report/definitionProperties/2.0.0/schema.json",
            "version": "4.0",
            "datasetReference": {"byPath": {"path": f"../{model}"}},
        },
        f"{report}/definition/version.json": {
            "$schema": f"{_SCHEMAS}{pages}/versionMetadata/1.0.0/schema.json",
            "version": "2.0.0",
        },
        f"{report}/definition/report.json": {
            "$schema": f"{_SCHEMAS}{pages}/report/1.2.0/schema.json",
            "layoutOptimization": "None",
            "themeCollection": {},
        },
        f"{report}/definition/pages/pages.json": {
            "$schema": f"{_SCHEMAS}{pages}/pagesMetadata/1.0.0/schema.json",
            "pageOrder": ["inicio"],
            "activePageName": "inicio",
        },
        f"{report}/definition/pages/inicio/page.json": {
            "$schema": f"{_SCHEMAS}{pages}/page/1.0.0/schema.json",
            "name": "inicio",
            "displayName": "Início",
            "displayOption": "FitToPage",
            "height": 720,
            "width": 1280,
        },
    }


def _platform(kind: str) -> dict[str, Any]:
    return {
        "$schema": f"{_SCHEMAS}gitIntegration/platformProperties/2.0.0/schema.json",
        "metadata": {"type": kind, "displayName": NAME},
        "config": {"version": "2.0", "logicalId": str(uuid.uuid5(uuid.NAMESPACE_URL, NAME + kind))},
    }


def _told(text: str, indent: str) -> Iterator[str]:
    yield f"{indent}/// {' '.join(text.split())}"


def _key(model: Model) -> str:
    """The first column: a dim's or a fact's own key."""
    key: str = model["columns"][0]["name"]
    return key


def _meta(column: Model) -> dict[str, Any]:
    meta: dict[str, Any] = column.get("config", {}).get("meta", {})
    return meta


def _type(physical: str) -> str:
    """A fixed decimal has four places in Power BI: one of more, as a coordinate, is a double."""
    places = re.search(r",\s*(\d+)\)", physical)
    kind = _TYPES[re.split(r"[( ]", physical)[0]]
    return "double" if kind == "decimal" and places and int(places[1]) > 4 else kind
