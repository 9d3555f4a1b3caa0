"""A mapping: the folder that says how a shop's own data become the tables of `core`.

`shop.yml` says where the data are and how they are written. `<table>.sql` is one SELECT (DuckDB)
for a table of `core`; any other `.sql` is a step before them, in the order of their names: a SELECT
whose result has the file's name (`01_cidade.sql` makes `cidade`). Two steps are special: what
`recusas` selects (arquivo, conselho, vezes) is refused, what `avisos` selects (a text) is told.
What a SELECT gives is text as it stands in the file: `fitting` makes types of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlglot
import yaml
from sqlglot import exp

from ecommerce_base.commands import nearest
from ecommerce_base.errors import DwError
from ecommerce_base.settings import ROOT
from ecommerce_base.shop_card import ShopCard
from ecommerce_shop.schema import TABLES

_number = re.compile(r"^\d+_")
READY = ROOT / "shops"
SETTINGS = "shop.yml"
DATE_ORDERS = ("d/m/Y", "m/d/Y", "Y/m/d")
DATABASES = ("sqlite", "postgres", "mysql", "sqlserver")
NEEDED = ("pedido", "item_pedido", "produto")


@dataclass(frozen=True)
class DataFile:
    """One file (or several alike: `path` is a pattern) that the SELECTs see as table `name`."""

    name: str
    path: str
    delimiter: str = ","
    encoding: str = ""
    """Empty: UTF-8, or UTF-16 where the file's first bytes say so."""
    repeated_lines: str = "refuse"
    ends_with_newline: bool = False


@dataclass(frozen=True)
class Shop:
    """What a mapping's folder says."""

    folder: Path
    name: str
    data: Path | dict[str, str]
    files: list[DataFile]
    selects: dict[str, str]
    steps: dict[str, str]
    currency: str = "BRL"
    country: str = "Brasil"
    time_zone: str = "America/Sao_Paulo"
    decimal: str = "."
    dates: str = ""
    missing_rows: str = "delete"
    orphans: str = "refuse"
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def card(self) -> ShopCard:
        """What the dashboards show of it."""
        return ShopCard(self.name, self.currency, tuple(self.notes))


_FREE = ("name", "data", "currency", "country", "notes", "words", "files", "time_zone")
_CHOICES: dict[str, tuple[str, ...]] = {
    "decimal": (".", ","),
    "dates": DATE_ORDERS,
    "missing_rows": ("delete", "keep"),
    "orphans": ("refuse", "quarantine"),
}
_FILE_CHOICES: dict[str, tuple[Any, ...]] = {
    "repeated_lines": ("refuse", "keep"),
    "ends_with_newline": (True, False),
}


def read_mapping(folder: Path, data: Path | None = None) -> Shop:
    """The mapping in a folder; `data` stands for the place of the data that shop.yml names.

    Raises DwError (2) with one sentence for what is missing or not understood.
    """
    if not folder.is_dir() and (READY / folder.name).is_dir() and len(folder.parts) == 1:
        folder = READY / folder.name
    file = folder / SETTINGS
    if not file.is_file():
        ready = ", ".join(sorted(p.parent.name for p in READY.glob(f"*/{SETTINGS}")))
        raise DwError(
            f"{folder} holds no {SETTINGS}: make a mapping by `source new {folder}`, or name a "
            f"ready one ({ready}).",
            2,
        )
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DwError(f"{file} is not YAML: {' '.join(str(error).split())}.", 2) from error
    if not isinstance(said, dict):
        raise DwError(f"{file} is empty: write `name:`, `data:` and `files:` in it.", 2)
    _check_keys(file, said, (*_FREE, *_CHOICES), _CHOICES)
    for key in ("name", "files"):
        if not said.get(key):
            raise DwError(f"{file} lacks `{key}:`.", 2)
    selects, steps = _selects(folder)
    place = _place(file, said.pop("data", "."), data)
    files = [_data_file(file, name, kind) for name, kind in said.pop("files").items()]
    shop = Shop(folder, data=place, files=files, selects=selects, steps=steps, **said)
    try:
        ZoneInfo(shop.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise DwError(
            f"{file}: time_zone {shop.time_zone!r} is no name such as America/Sao_Paulo.", 2
        ) from None
    return shop


def _query(select: str) -> exp.Query:
    parsed = sqlglot.parse_one(select, read="duckdb")
    assert isinstance(parsed, exp.Query)
    return parsed


def columns_of(select: str) -> list[str]:
    """The names of the columns that a SELECT gives."""
    return [part.alias_or_name for part in _query(select).selects]


def columns_read(select: str, column: str) -> str:
    """The columns of the user's file that a column of a SELECT is made of; else its own name."""
    for part in _query(select).selects:
        if part.alias_or_name == column:
            names = dict.fromkeys(c.name for c in part.find_all(exp.Column))
            return ", ".join(names) or column
    return column


def _place(file: Path, said: Any, given: Path | None) -> Path | dict[str, str]:
    if given is None and isinstance(said, dict):
        if len(said) != 1 or next(iter(said)) not in DATABASES:
            raise DwError(
                f"{file}: `data:` is a folder, or one of {', '.join(DATABASES)} with its place.", 2
            )
        return {str(kind): str(place) for kind, place in said.items()}
    folder = given.absolute() if given else (file.parent / str(said)).absolute()
    if not folder.is_dir():
        raise DwError(f"There is no folder {folder}: {file} looks for the shop's data there.", 2)
    return folder


def _check_keys(
    file: Path, said: dict[Any, Any], known: tuple[str, ...], choices: dict[str, tuple[Any, ...]]
) -> None:
    for key, value in said.items():
        if key not in known:
            raise DwError(f"{file} says {key!r}, which is not known{nearest(str(key), known)}", 2)
        if key in choices and value not in choices[key]:
            words = ", ".join(str(word) for word in choices[key])
            raise DwError(f"{file}: {key} is {value!r}; write one of: {words}.", 2)


def _data_file(file: Path, name: str, said: Any) -> DataFile:
    settings = said if isinstance(said, dict) else {"path": said}
    known = ("path", "delimiter", "encoding", *_FILE_CHOICES)
    _check_keys(file, settings, known, _FILE_CHOICES)
    if not str(name).isidentifier() or not isinstance(settings.get("path"), str):
        raise DwError(f"{file}: write files as `name: file.csv`, the name without blanks.", 2)
    made = DataFile(name, **settings)
    if len(made.delimiter) != 1:
        raise DwError(f"{file}: the delimiter of {name} is one character, in quotes.", 2)
    return made


def _selects(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The SELECTs of the tables in their order, and the steps before them."""
    found = {_number.sub("", path.stem): path for path in sorted(folder.glob("*.sql"))}
    texts = {name: _one_select(path) for name, path in found.items()}
    lacking = [name for name in NEEDED if name not in texts]
    if lacking:
        raise DwError(f"{folder} lacks {', '.join(f'{name}.sql' for name in lacking)}.", 2)
    return (
        {name: texts[name] for name in TABLES if name in texts},
        {name: text for name, text in texts.items() if name not in TABLES},
    )


def _one_select(path: Path) -> str:
    text = path.read_text(encoding="utf-8-sig")
    try:
        parsed = [part for part in sqlglot.parse(text, read="duckdb") if part]
    except sqlglot.errors.ParseError as error:
        raise DwError(f"{path} is no SQL: {' '.join(str(error).split())}", 2) from error
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Query):
        raise DwError(f"{path} holds something else than one SELECT.", 2)
    return text.rstrip().rstrip(";")
