"""docs/contracts/: what readers of a schema may rely on, in the Open Data Contract Standard.

Made of the models' yml: those whose contract dbt enforces. Versions are in versions.yml beside
them; a contract that takes something away from its readers needs a new major one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ecommerce_documents.models import models

FOLDER = Path("docs/contracts")
# Schema of the warehouse: the folders of its models, and what it is for.
SCHEMAS = {
    "dim": (["dim"], "Dimensions: who, what, where and when, in versions."),
    "fact": (["fact", "agg"], "Facts and their sums: sales, discounts, targets."),
    "vw": (["vw"], "Views for business: facts joined to dimensions, one question each."),
}
HEAD = "# Written by `python -m ecommerce_documents`, out of the models' yml.\n"
LIMITS = (
    "As of the last load (audit.etl_run.cutoff). Names are Portuguese. Rows that break a hard rule "
    "are in audit.quarentena, not here. Columns classified `personal`: docs/privacy.md."
)
_LOGICAL = {
    "bit": "boolean",
    "int": "integer",
    "bigint": "integer",
    "smallint": "integer",
    "tinyint": "integer",
    "date": "date",
    "datetime2": "timestamp",
    "decimal": "number",
    "float": "number",
    "nvarchar": "string",
    "varchar": "string",
}
Contract = dict[str, Any]


def contracts(root: Path) -> dict[Path, str]:
    """Path and text of each contract. Raises ValueError for one that breaks its readers."""
    versions = yaml.safe_load((root / FOLDER / "versions.yml").read_text(encoding="utf-8"))
    made = {}
    for schema in SCHEMAS:
        file = FOLDER / f"{schema}.odcs.yaml"
        new = _contract(root, schema, versions[schema])
        if (root / file).exists():
            refuse(yaml.safe_load((root / file).read_text(encoding="utf-8")), new)
        text = yaml.safe_dump(new, allow_unicode=True, sort_keys=False, width=100)
        made[file] = HEAD + text
    return made


def refuse(old: Contract, new: Contract) -> None:
    """Raises ValueError when `new` takes something away under the same major version."""
    taken = [*breaking(old, new)]
    if taken and major(new) <= major(old):
        raise ValueError(
            f"{new['id']} {old['version']} loses {'; '.join(taken)}: its readers break. Keep it, "
            f"or write a new major version in {FOLDER}/versions.yml."
        )


def breaking(old: Contract, new: Contract) -> Iterator[str]:
    """What readers of `old` relied on and `new` no longer has, in words."""
    tables = {table["name"]: table for table in new["schema"]}
    for table in old["schema"]:
        if table["name"] not in tables:
            yield table["name"]
            continue
        columns = {column["name"]: column for column in tables[table["name"]]["properties"]}
        for column in table["properties"]:
            name = f"{table['name']}.{column['name']}"
            now = columns.get(column["name"])
            if now is None:
                yield name
            elif now["physicalType"] != column["physicalType"]:
                yield f"{name} as {column['physicalType']}"
            else:
                yield from (
                    f"{name} {promise}"
                    for promise in ("required", "unique")
                    if column.get(promise) and not now.get(promise)
                )


def major(contract: Contract) -> int:
    """The first part of its version."""
    return int(contract["version"].partition(".")[0])


def _contract(root: Path, schema: str, version: str) -> Contract:
    folders, purpose = SCHEMAS[schema]
    groups = yaml.safe_load((root / "models/_groups.yml").read_text(encoding="utf-8"))
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": f"ecommerce_dw.{schema}",
        "name": f"DW_ECOMMERCE.{schema}",
        "version": version,
        "status": "active",
        "domain": "e-commerce",
        "description": {"purpose": purpose, "limitations": LIMITS},
        "schema": [_table(model) for folder in folders for model in models(root, folder)],
        "team": {"name": groups["groups"][0]["owner"]["name"]},
    }


def _table(model: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": model["name"],
        "physicalType": "view" if model["name"].startswith("vw_") else "table",
        "description": model["description"],
        "properties": [_column(column) for column in model["columns"]],
    }


def _column(column: dict[str, Any]) -> dict[str, Any]:
    kind = column["data_type"]
    made: dict[str, Any] = {
        "name": column["name"],
        "logicalType": _LOGICAL[re.split(r"[( ]", kind)[0].lower()],
        "physicalType": kind,
        "description": column["description"],
    }
    if any(rule["type"] == "not_null" for rule in column.get("constraints", ())):
        made["required"] = True
    tests = column.get("data_tests", ())
    if any(test == "unique" or (isinstance(test, dict) and "unique" in test) for test in tests):
        made["unique"] = True
    if column.get("config", {}).get("meta", {}).get("dado_pessoal"):
        made["classification"] = "personal"
    return made
