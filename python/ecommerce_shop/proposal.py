"""`source new`: a mapping proposed from the names and the first lines of a shop's files.

A proposal to correct: what was seen is said, what is not sure has a comment. Nothing is loaded.
"""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import yaml
from sqlglot import exp

from ecommerce_base.commands import nearest
from ecommerce_base.errors import DwError
from ecommerce_shop.core_columns import core_columns
from ecommerce_shop.mapping import READY, SETTINGS, DataFile
from ecommerce_shop.problems import BadData
from ecommerce_shop.reading import Sources, as_utf8, read_header, read_sheet

KNOWN: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("proposal.yml").read_text(encoding="utf-8")
)
TABLES: dict[str, dict[str, tuple[str, list[str]]]] = KNOWN["tables"]
SAMPLE_LINES = 20_000
_TEXTS = (".csv", ".txt", ".tsv", ".csv.gz", ".xlsx", ".xls", ".ods")
_SIGNS = {"R$": "BRL", "US$": "USD", "€": "EUR", "£": "GBP"}
_AUTHOR = "-- {what}. Proposed from {file}: correct what is not right."


@dataclass
class Seen:
    """One file as it was looked at."""

    file: Path
    name: str
    encoding: str
    delimiter: str
    header: list[str]
    columns: dict[str, list[str]]
    """Values of the sample by column."""
    roles: dict[str, dict[str, str]] = field(default_factory=dict)
    """Per table that it may fill, the column of the file for each column of the table."""


def new(folder: Path, data: Path | None, like: str | None) -> list[str]:
    """Write a mapping into `folder`; returns what to tell. Raises DwError (2)."""
    shown, folder, data = folder, folder.absolute(), data and data.absolute()
    if folder.exists() and any(folder.iterdir()):
        raise DwError(f"{folder} is not empty: name a new folder, or delete that one.", 2)
    if data is not None and not data.is_dir():
        raise DwError(f"There is no folder {data}: --from names the one with the shop's files.", 2)
    if like:
        _copy(folder, data, like)
        told = [f"{folder}: the mapping of {like}, to correct."]
    elif data:
        told = _propose(folder, data)
    else:
        _empty(folder)
        told = [f"{folder}: an empty mapping. Fill in shop.yml and the four SELECTs."]
    return [*told, f"Then: python run.py source sync {shown}"]


def _copy(folder: Path, data: Path | None, like: str) -> None:
    ready = sorted(path.parent.name for path in READY.glob(f"*/{SETTINGS}"))
    if like not in ready:
        raise DwError(f"There is no ready mapping {like!r}{nearest(like, ready)}", 2)
    folder.mkdir(parents=True, exist_ok=True)
    for file in (READY / like).iterdir():
        if file.suffix in (".sql", ".yml"):
            shutil.copyfile(file, folder / file.name)
    if data:
        settings = folder / SETTINGS
        text = settings.read_text(encoding="utf-8")
        place = _yaml(str(data))
        settings.write_text(
            re.sub(r"^data:.*$", lambda _: f"data: {place}", text, flags=re.M), encoding="utf-8"
        )


def _propose(folder: Path, data: Path) -> list[str]:
    files = [f for f in sorted(data.iterdir()) if f.name.lower().endswith(_TEXTS)]
    if not files:
        raise DwError(f"{data} holds no CSV and no Excel file.", 2)
    seen = [_look(file) for file in files]
    for one in seen:
        one.roles = _roles(one)
    chosen = {table: _best(seen, table) for table in TABLES}
    for table in ("pedido", "item_pedido", "produto"):
        if chosen[table] is None:
            needed = ", ".join(n for n, (what, _) in TABLES[table].items() if "needed" in what)
            raise DwError(
                f"No file in {data} looks like {table} (it needs {needed}): make an empty mapping "
                f"by `source new {folder}`, and write its SELECT.",
                2,
            )
    folder.mkdir(parents=True, exist_ok=True)
    told = [f"{folder}: proposed, to correct."]
    for table, best in chosen.items():
        if best:
            (folder / f"{table}.sql").write_text(_select(table, best, chosen), encoding="utf-8")
            found = ", ".join(f"{name} = {of}" for name, of in best.roles[table].items())
            told.append(f"  {table} from {best.file.name}: {found}")
    used = list({file.name: file for file in chosen.values() if file}.values())
    (folder / SETTINGS).write_text(_settings(folder, data, used, chosen), encoding="utf-8")
    told += [f"  not used: {other.file.name}" for other in seen if other not in used]
    return told


def _look(file: Path) -> Seen:
    """Encoding, delimiter, header and the first lines of a file. Raises BadData."""
    encoding = "utf-8"
    with tempfile.TemporaryDirectory() as name:
        sources = Sources(duckdb.connect(), Path(name))
        if file.suffix.lower() in (".xlsx", ".xls", ".ods"):
            text, delimiter = read_sheet(file, Path(name), "."), ","
        else:
            try:
                text = as_utf8(file, DataFile("x", file.name), sources)
            except BadData as bad:
                if "Latin-1" not in str(bad):
                    raise
                encoding = "latin-1"
                text = as_utf8(file, DataFile("x", file.name, encoding=encoding), sources)
            delimiter = _delimiter(text)
        header = read_header(text, file, delimiter)
        rows = [
            row for row in islice(_rows(text, delimiter), SAMPLE_LINES) if len(row) == len(header)
        ]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(header)}
    name = re.sub(r"\W+", "_", _plain_words(file.name.split(".")[0])).strip("_") or "dados"
    return Seen(
        file, name if not name[0].isdigit() else f"f_{name}", encoding, delimiter, header, columns
    )


def _rows(text: Path, delimiter: str) -> Iterator[list[str]]:
    with text.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        next(reader, None)
        yield from (row for row in reader if row)


def _delimiter(text: Path) -> str:
    with text.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
    return max(",;\t|", key=first.count)


def _plain_words(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return apart.lower()


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _plain_words(text))


def _roles(one: Seen) -> dict[str, dict[str, str]]:
    """The tables that a file may fill: all that they need is in it, by name."""
    names = {_plain(name): name for name in reversed(one.header)}
    roles = {}
    for table, columns in TABLES.items():
        found: dict[str, str] = {}
        for column, (_, words) in columns.items():
            same = words or _words_of(column)
            hit = next((names[w] for w in [_plain(column), *same] if w in names), None)
            if hit and hit not in found.values():
                found[column] = hit
        needed = [column for column, (what, _) in columns.items() if "needed" in what]
        if all(column in found for column in needed):
            roles[table] = found
    return roles


def _words_of(column: str) -> list[str]:
    """The names of a key where another table has it."""
    return next(w for t in TABLES.values() for c, (_, w) in t.items() if c == column and w)


def _best(seen: list[Seen], table: str) -> Seen | None:
    """The file for a table: the one whose rows are such rows, not another table's."""
    fits = [one for one in seen if table in one.roles]
    if table in ("produto", "cliente"):
        own = [one for one in fits if "pedido_id" not in one.roles.get("pedido", {})]
        own = [one for one in own if "item_pedido" not in one.roles]
        fits = own or [one for one in fits if "item_pedido" in one.roles or "pedido" in one.roles]
    if table == "pedido":
        fits.sort(key=lambda one: "item_pedido" in one.roles)
    else:
        fits.sort(key=lambda one: -len(one.roles[table]))
    return fits[0] if fits else None


def _select(table: str, one: Seen, chosen: dict[str, Seen | None]) -> str:
    """The SELECT of a table: what was found, and what else there is to give, as comments."""
    found = one.roles[table]
    key = next(iter(TABLES[table]))
    lines_file = chosen["item_pedido"]
    distinct = (
        table != "item_pedido"
        and one in (lines_file, chosen["pedido"])
        and not (table == "pedido" and one is not lines_file)
    )
    head = f"select distinct on (trim({_quoted(found[key])}))" if distinct else "select"
    what = {"item_pedido": "One row a line of an order"}.get(table, f"One row a {table}")
    body = []
    for column, (text, _) in TABLES[table].items():
        given = (
            f"{_quoted(found[column])} as {column}," if column in found else f"-- ... as {column},"
        )
        body.append(f"    {given:<44} -- {text}")
    unused = [
        name for name in one.header if not any(name in r.values() for r in one.roles.values())
    ]
    body += [f"    -- {_quoted(name)} is not used" for name in unused]
    body.append("    origem" + " " * 39 + "-- file and line, for messages")
    where = f"where trim({_quoted(found[key])}) <> ''\n" if table == "cliente" and distinct else ""
    order = "order by origem\n" if distinct else ""
    author = _AUTHOR.format(what=what, file=one.file.name)
    return "\n".join([author, head, *body, f"from {one.name}", where + order]).rstrip() + "\n"


def _quoted(name: str) -> str:
    return exp.to_identifier(name).sql(dialect="duckdb")


def _settings(folder: Path, data: Path, used: list[Seen], chosen: dict[str, Seen | None]) -> str:
    mark = _mark(chosen)
    order, sure = _date_order(chosen["pedido"])
    doubt = "" if sure else "   # not sure: every day of the sample is up to 12. Or m/d/Y"
    parts = [
        "# How this shop's files are written. Proposed: correct what is not right.",
        f"name: {_yaml(folder.name)}",
        f"currency: {_currency(used)}",
        "country: Brasil                  # where orders go when the files do not say",
        "time_zone: America/Sao_Paulo     # the shop's clock, for stamps with a time zone",
        f'decimal: "{mark}"',
        *([f"dates: {order}{doubt}"] if order else []),
        f"data: {_yaml(str(data))}",
        "files:",
    ]
    for one in used:
        marks = [f"path: {_yaml(one.file.name)}"]
        if one.delimiter != "," and one.file.suffix != ".xlsx":
            marks.append(f'delimiter: "{one.delimiter}"'.replace("\t", "\\t"))
        if one.encoding != "utf-8":
            marks.append(f"encoding: {one.encoding}")
        parts += [f"  {one.name}:", *(f"    {m}" for m in marks)]
    parts += _words(chosen["pedido"])
    return "\n".join(parts) + "\n"


def _yaml(text: str) -> str:
    """A text as YAML writes it."""
    return yaml.safe_dump(text, allow_unicode=True, width=1000).splitlines()[0]


def _values(one: Seen | None, table: str, *columns: str) -> list[str]:
    if one is None:
        return []
    found = one.roles.get(table, {})
    return [v.strip() for c in columns if c in found for v in one.columns[found[c]] if v.strip()]


def _mark(chosen: dict[str, Seen | None]) -> str:
    money = _values(chosen["item_pedido"], "item_pedido", "preco_unitario", "custo_unitario")
    money += _values(chosen["pedido"], "pedido", "valor_frete")
    comma = sum(bool(re.search(r",\d{1,2}$", value)) for value in money)
    point = sum(bool(re.search(r"\.\d{1,2}$", value)) for value in money)
    return "," if comma > point else "."


def _date_order(one: Seen | None) -> tuple[str, bool]:
    """The order of day, month and year; whether a day over 12 shows it. Empty for ISO dates."""
    dates = _values(one, "pedido", "data_pedido")
    found = [re.match(r"(\d{1,4})([/.-])(\d{1,2})[/.-](\d{1,4})", value) for value in dates]
    parts = [(m[1], m[3]) for m in found if m and not (len(m[1]) == 4 and m[2] == "-")]
    if not parts:
        return "", True
    if len(parts[0][0]) == 4:
        return "Y/m/d", True
    if any(int(first) > 12 for first, _ in parts):
        return "d/m/Y", True
    return ("m/d/Y", True) if any(int(second) > 12 for _, second in parts) else ("d/m/Y", False)


def _currency(used: list[Seen]) -> str:
    values = {v for one in used for column in one.columns.values() for v in column[:50]}
    return next((code for sign, code in _SIGNS.items() if any(sign in v for v in values)), "BRL")


def _words(one: Seen | None) -> list[str]:
    """Words of status and channel that are not the warehouse's own, and what they may mean."""
    parts: list[str] = []
    for column in ("status", "canal"):
        own = {w for c in core_columns()["pedido"] if c.name == column for w in c.words}
        found = sorted(set(_values(one, "pedido", column)) - own)[:30]
        means = {word: name for name, words in KNOWN[column].items() for word in words}
        if found:
            parts.append(f"  {column}:                        # {', '.join(sorted(own))}")
        for word in found:
            said = _yaml(word)
            meaning = means.get(word.lower())
            parts.append(f"    {said}: {meaning}" if meaning else f"    # {said}: ?")
    return ["words:", *parts] if any(not line.strip().startswith("#") for line in parts[1:]) else []


def _empty(folder: Path) -> None:
    """A mapping of four files that do not exist yet, with the columns under their own names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {
        "pedido": "pedidos",
        "item_pedido": "itens",
        "produto": "produtos",
        "cliente": "clientes",
    }
    chosen: dict[str, Seen | None] = {}
    for table, name in names.items():
        file = Path(f"{name}.csv")
        roles = {table: {column: column for column in TABLES[table]}}
        chosen[table] = Seen(
            file, name, "utf-8", ",", [*TABLES[table]], {c: [] for c in TABLES[table]}, roles
        )
    for table, one in chosen.items():
        assert one
        (folder / f"{table}.sql").write_text(_select(table, one, chosen), encoding="utf-8")
    used = [one for one in chosen.values() if one]
    (folder / SETTINGS).write_text(_settings(folder, Path(), used, chosen), encoding="utf-8")
