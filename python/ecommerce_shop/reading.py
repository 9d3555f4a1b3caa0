"""The shop's files as tables of text: whole, of one encoding, every line with all its columns."""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import duckdb

from ecommerce_base.errors import DwError
from ecommerce_shop.building import first_line
from ecommerce_shop.mapping import DataFile, Shop
from ecommerce_shop.problems import BadData, Problem
from ecommerce_shop.schema import sql

_PIECE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What the world calls Latin-1 is Windows' superset of it: the euro sign is in it.
_SAME = {"latin-1": "cp1252", "latin1": "cp1252", "iso-8859-1": "cp1252"}
csv.field_size_limit(1 << 30)


@dataclass
class Sources:
    """Which rows came from which file: `origem` of a row is its table's number and its row id."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    """For what has to be written anew before it can be read."""
    starts: list[list[tuple[int, Path, Path, str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def place(self, origin: int | None) -> tuple[str, int | None]:
        """File and line of a row's `origem`; ('', None) where the mapping does not say."""
        if origin is None:
            return "", None
        number, row = origin >> 40, origin & ((1 << 40) - 1)
        first, file, text, delimiter = max(s for s in self.starts[number] if s[0] <= row)
        if not delimiter:
            return file.name, row - first + 1
        return file.name, _line_of(text, delimiter, row - first)


def read_files(shop: Shop, data: Path, sources: Sources) -> None:
    """Make a table per file of the mapping, with a column `origem`. Raises BadData, DwError."""
    problems: list[Problem] = []
    for number, kind in enumerate(shop.files):
        paths = sorted(data.glob(kind.path)) or sorted(data.glob(f"{kind.path}.gz"))
        if not paths:
            raise DwError(f"{data} lacks {kind.path}, which {shop.folder.name}/shop.yml names.", 2)
        sources.starts.append([])
        try:
            for path in paths:
                _read(kind, path, shop.decimal, sources)
            finish(kind, number, sources)
        except BadData as bad:
            problems += bad.problems
    if problems:
        raise BadData(problems)


def _read(kind: DataFile, path: Path, mark: str, sources: Sources) -> None:
    """Append one file to the table of its kind."""
    first = _rows(sources.connection, kind.name)
    suffix = path.name.lower().removesuffix(".gz").rsplit(".", 1)[-1]
    if suffix in ("parquet", "json", "ndjson", "jsonl"):
        text, delimiter = path, ""
        reader = "read_parquet" if suffix == "parquet" else "read_json"
        relation = sources.connection.sql(sql(f"sync_{reader}"), params={"arquivo": str(path)})
    else:
        if suffix in ("xlsx", "xls", "ods"):
            text, delimiter = read_sheet(path, sources.folder, mark), ","
        else:
            text, delimiter = as_utf8(path, kind, sources), kind.delimiter
        header = read_header(text, path, delimiter)
        relation = lines_of(sources.connection, text, delimiter, header)
    try:
        if first is not None:
            _same_columns(sources.connection, kind, path, relation.columns)
        load(
            sources.connection, kind.name, relation, "sync_load" if first is None else "sync_append"
        )
    except duckdb.Error as error:
        raise DwError(f"{path} cannot be read: {first_line(error)}") from error
    _refuse_rejects(sources.connection, path, text, delimiter)
    if _rows(sources.connection, kind.name) == (first or 0):
        raise _broken(path, "holds no line but the header.")
    sources.starts[-1].append((first or 0, path, text, delimiter))


def lines_of(
    connection: duckdb.DuckDBPyConnection, text: Path, delimiter: str, header: list[str]
) -> duckdb.DuckDBPyRelation:
    """The lines of a CSV file in UTF-8, every value as text."""
    return connection.read_csv(
        str(text),
        header=True,
        columns=dict.fromkeys(header, "VARCHAR"),
        delimiter=delimiter,
        quotechar='"',
        escapechar='"',
        auto_detect=False,
        store_rejects=True,
    )


def load(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    lendo: duckdb.DuckDBPyRelation,  # read by its name in the statement
    statement: str,
) -> None:
    """Runs `sync_load` or `sync_append`: what was read becomes rows of the file's table."""
    connection.execute(sql(statement).format(lido=raw_name(name)))


def raw_name(name: str) -> str:
    """The table with the rows of a file; the view of its own name adds `origem`."""
    return f"lido_{name}"


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> int | None:
    try:
        return len(connection.table(f"temp.{raw_name(name)}"))
    except duckdb.CatalogException:
        return None


def _same_columns(
    connection: duckdb.DuckDBPyConnection, kind: DataFile, path: Path, columns: list[str]
) -> None:
    known = connection.table(f"temp.{raw_name(kind.name)}").columns
    if known != columns:
        other = ", ".join(sorted({*known} ^ {*columns})) or "their order"
        raise _broken(path, f"has other columns than the files before it: {other}.", 0)


def _refuse_rejects(
    connection: duckdb.DuckDBPyConnection, path: Path, text: Path, delimiter: str
) -> None:
    """Raises BadData for lines with too few or too many columns, or a quote that never ends."""
    if not delimiter:
        return
    advice = {
        "MISSING COLUMNS": "the line has too few columns: it is cut off, or its delimiter is not "
        f"{delimiter!r}.",
        "TOO MANY COLUMNS": f"the line has too many columns: put a text with {delimiter!r} in "
        "double quotes.",
        "UNQUOTED VALUE": 'a double quote opens a text and nothing closes it: write "" inside one.',
    }
    found = connection.execute(sql("sync_rejects")).fetchall()
    connection.execute(sql("sync_rejects_clear"))
    if found:
        raise BadData(
            [
                Problem(
                    path.name,
                    _line_of(text, delimiter, int(record) - 2),
                    "",
                    str(line).splitlines()[0][:60] if line else "",
                    advice.get(str(kind), f"cannot be read ({message})."),
                    int(times),
                )
                for record, kind, line, message, times in found
            ]
        )


def finish(kind: DataFile, number: int, sources: Sources) -> None:
    """The table's view with `origem`; lines that say the same twice are refused."""
    connection, raw = sources.connection, raw_name(kind.name)
    connection.execute(sql("sync_file").format(nome=kind.name, lido=raw, numero=number))
    if kind.repeated_lines == "keep":
        return
    twice = connection.execute(sql("sync_repeated").format(lido=raw)).fetchall()
    if twice and twice[0][0]:
        times, first, again = (int(value) for value in twice[0])
        file, line = sources.place(number << 40 | again)
        _, before = sources.place(number << 40 | first)
        advice = (
            f"says the same as line {before:,}: take one of them out, or write `repeated_lines: "
            f"keep` for {kind.name} in shop.yml if both are real."
        )
        raise BadData([Problem(file, line, "", "", advice, times)])


def as_utf8(path: Path, kind: DataFile, sources: Sources) -> Path:
    """The file as UTF-8 text, read once to its end: itself, or a copy in the working folder."""
    encoding, copied = _encoding(path, kind.encoding)
    made = sources.folder / f"{path.name}.{len(sources.starts)}.csv"
    last = ""
    with contextlib.ExitStack() as stack:
        copy = copied and stack.enter_context(made.open("w", encoding="utf-8", newline=""))
        for text in _decoded(path, kind, encoding):
            if copy:
                copy.write(text)
            last = text[-1:] or last
    if encoding == "cp1252" and _is_utf8(path):
        raise _broken(path, f"is UTF-8: take `encoding` of {kind.name} out of shop.yml.")
    if not last:
        raise _broken(path, "is empty: export it again.")
    if last not in "\r\n":
        if kind.ends_with_newline:
            raise _broken(path, "its last line is cut off: get the file again.")
        sources.notes.append(f"{path.name} ends in the middle of a line: see that it is whole.")
    return made if copied else path


def _decoded(path: Path, kind: DataFile, encoding: str) -> Iterator[str]:
    """The file's text, piece by piece. Raises BadData where it is not whole or not text."""
    lines = 0
    try:
        with _opened(path) as stream:
            for text in codecs.iterdecode(_pieces(stream), encoding):
                if "\0" in text:
                    raise _broken(path, "holds zero bytes: save it as UTF-8 text.", lines)
                yield text
                lines += text.count("\n")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(path, kind, error, lines) from error
    except LookupError:
        told = f"There is no encoding {kind.encoding!r}: write latin-1 or utf-16."
        raise DwError(told, 2) from None
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, f"is not whole or not readable ({error}): get it again.") from error


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_PIECE), b"")


def _is_utf8(path: Path) -> bool:
    """Whether letters beyond ASCII are there, and all of them as UTF-8 writes them."""
    try:
        with _opened(path) as stream:
            texts = codecs.iterdecode(_pieces(stream), "utf-8")
            return sum(not text.isascii() for text in texts) > 0  # every piece is looked at
    except UnicodeDecodeError:
        return False


def _encoding(path: Path, said: str) -> tuple[str, bool]:
    """The encoding by the file's first bytes, else as said; whether DuckDB needs a copy."""
    try:
        with _opened(path) as stream:
            start = stream.read(512)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, f"is not whole or not readable ({error}): get it again.") from error
    if start[:2] == b"PK":
        raise _broken(path, "is an Excel workbook, not text: name it .xlsx, or save it as CSV.")
    if start.lstrip()[:1] == b"<":
        raise _broken(path, "is a web page, not text with columns: export it again.")
    if start[:4].lower() == b"sep=":
        raise _broken(path, "take the first line (sep=) out: the header comes first.")
    marked = next((name for bom, name in _BOMS if start.startswith(bom)), "")
    encoding = marked or _SAME.get(said.lower(), said) or "utf-8"
    return encoding, encoding != "utf-8"


def _wrong_encoding(path: Path, kind: DataFile, error: UnicodeDecodeError, lines: int) -> BadData:
    line = lines + error.object[: error.start].count(b"\n") + 1
    around = error.object[max(0, error.start - 12) : error.start + 8]
    word = bytes(around).decode("cp1252", "replace")
    shown = word.splitlines()[0] if word.splitlines() else ""
    if kind.encoding:
        advice = f"is not {kind.encoding}: correct `encoding` of {kind.name} in shop.yml."
    else:
        advice = (
            "is not UTF-8. This is Latin-1, as Excel writes it: write `encoding: latin-1` for "
            f"{kind.name} in shop.yml, if the value reads right here."
        )
    return BadData([Problem(path.name, line, "", shown, advice)])


def read_header(text: Path, path: Path, delimiter: str) -> list[str]:
    """The names in the first line. Raises BadData for one without a name, or the same twice."""
    with _opened(text) as stream:
        first = stream.readline(1 << 16).decode("utf-8-sig")
    names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    others = [mark for mark in ";,\t|" if mark != delimiter and first.count(mark) > 1]
    if len(names) < 2 and others:
        advice = f"the columns are divided by {others[0]!r}: write `delimiter: {others[0]!r}`."
        raise _broken(path, advice, 0)
    for place, name in enumerate(names, 1):
        if not name:
            raise _broken(path, f"column {place} of the header has no name.")
        if name.lower() in [other.lower() for other in names[: place - 1]]:
            raise _broken(path, f"the header names the column {name!r} twice.")
    return names


def _broken(path: Path, advice: str, lines: int | None = None) -> BadData:
    return BadData([Problem(path.name, None if lines is None else lines + 1, "", "", advice)])


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _line_of(text: Path, delimiter: str, row: int) -> int | None:
    """The line on which a row (the first after the header is 0) ends: quoted texts have breaks."""
    with io.TextIOWrapper(_opened(text), encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        before = 0
        for record in reader:
            if record:
                if row == -1:
                    return before + 1
                row -= 1
            before = reader.line_num
    return None


def read_sheet(path: Path, folder: Path, mark: str) -> Path:
    """The first sheet of a workbook as CSV, its numbers with the shop's decimal mark."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        rows = book.get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, OSError) as error:
        raise _broken(path, f"cannot be read as a workbook ({error}): save it as CSV.") from error
    return _written(folder / f"{path.name}.csv", ([_cell(c, mark) for c in row] for row in rows))


def _cell(value: Any, mark: str) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", mark)
    return str(value)


def _written(made: Path, rows: Iterable[Iterable[Any]]) -> Path:
    with made.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return made
