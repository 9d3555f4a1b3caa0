"""Splits what dbt sends to SQL Server into statements that a T-SQL parser can read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp

_STRING_OR_COMMENT = re.compile(r"('(?:[^']|'')*')|/\*.*?\*/|--[^\n]*", re.DOTALL)
_DYNAMIC = re.compile(r"exec\s*\(\s*N?'((?:[^']|'')*)'\s*\)\s*;?", re.IGNORECASE)
_BOUND = re.compile(r"('(?:[^']|'')*')|\?")
_LABEL = re.compile(r"\boption\s*\(label = '[^']*'\)", re.IGNORECASE)
# T-SQL that sqlglot cannot read at all, each by its own shape.
_UNREADABLE = (
    re.compile(r"\buse\s+\[\w+\]\s*;", re.IGNORECASE),
    _LABEL,
    re.compile(
        r"if exists\s*\(\s*select \*\s+from sys\.indexes.*?\)\s*drop index \S+", re.I | re.S
    ),
    re.compile(r"if @@trancount > 0 (?:commit|rollback)(?: transaction)?", re.IGNORECASE),
    re.compile(r"if @\w+ is not null exec sp_executesql @\w+", re.IGNORECASE),
    re.compile(r"if @trava < 0 throw 50001, '[^']*', 1", re.IGNORECASE),
)
# What sqlglot takes whole, as a Command, without looking inside; the adapter's, masks, keys.
KNOWN_COMMANDS = (
    r"^begin try if not exists \(select \* from sys\.schemas",
    r"^end( end try begin)? (try begin )?catch",
    r"^create (unique )?(clustered|nonclustered) index \[",
    r"^alter table \S+ (with nocheck add constraint \w+ foreign key|nocheck constraint \w+$)",
    r"^alter table \S+ alter column \w+ add masked with \(function = '[^;]*'\)",
)


def without_comments(sql: str) -> str:
    """The text with blanks for comments; what looks like one inside a literal stays."""
    return _STRING_OR_COMMENT.sub(lambda found: found[1] or " ", sql)


def for_the_server(sql: str) -> Iterator[str]:
    """What Microsoft's parser is asked: the batch, and the text of each EXEC('...') in it.

    OPTION (LABEL) is the adapter's, of another of Microsoft's engines; `?` are bound values.
    """
    bare = without_comments(sql)
    for found in _DYNAMIC.finditer(bare):
        yield from for_the_server(found[1].replace("''", "'"))
    yield _BOUND.sub(lambda found: found[1] or "@p", _LABEL.sub(" ", bare))


def batches(sql: str) -> Iterator[str]:
    """The batch itself and, for each EXEC('...'), the text that it holds."""
    bare = without_comments(sql)
    for found in _DYNAMIC.finditer(bare):
        yield from batches(found[1].replace("''", "'"))
    rest = _DYNAMIC.sub(";", bare)
    for shape in _UNREADABLE:
        rest = shape.sub(" ", rest)
    # The adapter sends CREATE TABLE and INSERT without a mark between them; T-SQL needs none.
    rest = re.sub(
        r"\)\s+(insert into \S+ with \(tablock\))\s*\(", r"); insert into t (", rest, flags=re.I
    )
    if rest.strip(" ;\n\t"):
        yield rest


def parse(sql: str) -> list[exp.Expr]:
    """Every statement of what is sent. Raises ParseError, and ValueError for an unknown command."""
    found: list[exp.Expr] = []
    for batch in batches(sql):
        for statement in sqlglot.parse(batch, read="tsql"):
            if statement is None:
                continue
            for command in statement.find_all(exp.Command):
                text = " ".join(command.sql("tsql").split())
                if not any(re.search(known, text, re.IGNORECASE) for known in KNOWN_COMMANDS):
                    raise ValueError(f"not read: {text[:200]}")
            found.append(statement)
    return found
