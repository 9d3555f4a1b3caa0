"""Runs dbt against a server that is not there and keeps every statement that it would get.

`python record.py STATEMENTS.jsonl SCENARIO.json DBT-ARGUMENT...`. A module in pyodbc's place
answers what the project and the adapter ask while they decide what to send next: which relations
exist, the run that is open, the columns of a table. It runs no SQL: it tells what would be sent.

Scenario: run_id, cutoff; window: where it begins; varredura: whether the run sweeps; `loaded`:
whether a former run left its tables; columns: of each relation (`schema.name`), as [name, type];
control: `schema.name.column` of the tables that the hooks make; sources: [table, column, type] of
the source; half_loaded: entities whose first load died.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Rows = list[tuple[Any, ...]]
Answer = tuple[list[str], Rows]
NOTHING: Answer = ([], [])
ALIKE: Answer = (["actual_or_expected"], [])  # a unit test whose rows are as expected
PASSED: Answer = (["failures", "should_warn", "should_error"], [(0, "false", "false")])
START = "1900-01-01 00:00:00.000000"


class Server:
    """Answers by the shape of the statement; the first rule that fits."""

    def __init__(self, scenario: dict[str, Any], out: Path) -> None:
        self.given = scenario
        self.out = out.open("w", encoding="utf-8")
        self.lock = threading.Lock()
        self.rules: list[tuple[str, Callable[[re.Match[str]], Answer]]] = [
            (r"as should_error", lambda _: PASSED),
            (r"dbt_internal_unit_test_actual", lambda _: ALIKE),
            (r"from sys\.schemas", self._schemas),
            (r"declare @schema_id int = schema_id\('(\w+)'\)", self._relations),
            (
                r"c\.name collate database_default as column_name.*object_id\('(.*?)'\)",
                self._columns,
            ),
            (r"as carregadas, .* as inicio from .* in \((.*)\)", self._window),
            (r"select '(\w+)' as dimensao from", self._written_dimensions),
            (r"as em_espera,", self._volume),
            (r"as abertas, sum", self._rejected),
            (r"as motivo", lambda _: one(motivo="are older", quantas=9)),
            (r"as marker_count", lambda _: one(marker_count=0)),
            (r"has_perms_by_name", lambda _: one(ve=1)),
            (r"dm_tran_active_transactions", self._transactions),
            (r"as desde, host, usuario, invocation_id", self._lock_holder),
            (r"as cutoff, varredura, testa_tudo\s+from .*etl_run", self._run),
            (r"select run_id from .*etl_run", lambda _: one(run_id=self.given["run_id"])),
            (r"o\.tabela = 'identidade_origem'", lambda _: one(n=1)),
            (r"ultimo_sucesso_em is null", self._half_loaded),
            (r"^\s*select identidade,", lambda _: NOTHING),
            (r"^\s*select identidade from", lambda _: one(identidade="shop")),
            (r"select tabela, coluna, tipo from", self._source_columns),
            (r"as coluna from INFORMATION_SCHEMA\.COLUMNS", self._control_columns),
            (r"as conhecidos", lambda _: one(n=1)),
            (r"as menor, max", lambda _: one(menor=1, maior=9000)),
            (r"as ativa where", lambda _: one(ativa=1)),
            (r"sp_describe_first_result_set", lambda _: one(name="row_hash")),
            (r"from INFORMATION_SCHEMA\.TABLES", lambda _: one(n=99 * self.given["loaded"])),
            # A run that loads orders, so that what follows from them is asked too.
            (r"as marcados from", lambda _: one(n=1)),
            (r"^\s*select count.*int_pedidos_afetados\S*\s*$", lambda _: one(n=1)),
            (r"^\s*select count\(\*\)", lambda _: one(n=0)),
        ]

    def answer(self, sql: str) -> Answer:
        with self.lock:
            self.out.write(json.dumps([threading.current_thread().name, sql]) + "\n")
            self.out.flush()
        bare = re.sub(r"/\*.*?\*/", " ", sql, flags=re.DOTALL)
        for pattern, rule in self.rules:
            if found := re.search(pattern, bare, re.IGNORECASE | re.DOTALL):
                return rule(found)
        return NOTHING

    def _schemas(self, _: re.Match[str]) -> Answer:
        names = {name.split(".")[0] for name in self.given["columns"]} | {"dbo"}
        return ["schema"], [(name,) for name in sorted(names)] if self.given["loaded"] else []

    def _relations(self, found: re.Match[str]) -> Answer:
        rows = [
            ("DW_ECOMMERCE", name.split(".")[1], found[1], kind)
            for name, kind in self.given["kinds"].items()
            if name.split(".")[0] == found[1] and self.given["loaded"]
        ]
        return ["database", "name", "schema", "table_type"], rows

    def _columns(self, found: re.Match[str]) -> Answer:
        schema, name = found[1].replace('"', "").split(".")[-2:]
        name = re.sub(r"(__dbt_temp|__dbt_tmp)$", "", name)
        names = ["column_name", "data_type", "character_maximum_length"]
        names += ["numeric_precision", "numeric_scale"]
        rows: Rows = []
        for column, kind in self.given["columns"].get(f"{schema}.{name}", []):
            base, _, sizes = kind.rstrip(")").partition("(")
            numbers = [int(size) for size in sizes.split(",") if size.strip().isdigit()]
            length = numbers[0] if "char" in base and numbers else None
            precision = numbers[0] if base == "decimal" and numbers else None
            rows.append((column, base, length, precision, numbers[1] if len(numbers) > 1 else None))
        return names, rows

    def _transactions(self, _: re.Match[str]) -> Answer:
        cutoff = self.given["cutoff"]
        return one(relogio=cutoff, aberta="<nulo>", teto=START, carregado="<nulo>")

    def _lock_holder(self, _: re.Match[str]) -> Answer:
        from dbt_common.invocation import get_invocation_id

        return one(
            run_id=self.given["run_id"],
            status="running",
            desde=START,
            host="h",
            usuario="u",
            invocation_id=get_invocation_id(),
        )

    def _run(self, _: re.Match[str]) -> Answer:
        names = ("run_id", "cutoff", "varredura")
        return one(**{name: self.given[name] for name in names}, testa_tudo=True)

    def _source_columns(self, _: re.Match[str]) -> Answer:
        return ["tabela", "coluna", "tipo"], [tuple(row) for row in self.given["sources"]]

    def _half_loaded(self, _: re.Match[str]) -> Answer:
        return ["entidade"], [(name,) for name in self.given["half_loaded"]]

    def _volume(self, found: re.Match[str]) -> Answer:
        names = ["tabela", "linhas", "em_espera", "adiante", "proximo", "carimbo_maximo", "relogio"]
        tables = dict.fromkeys(table for table, _, _ in self.given["sources"])
        tables.pop("identidade_origem")
        cutoff = self.given["cutoff"]
        return names, [(table, 9, 1, 1, cutoff, cutoff, START) for table in tables]

    def _written_dimensions(self, found: re.Match[str]) -> Answer:
        """All that are asked for."""
        names = re.findall(r"select '(\w+)' as dimensao from", found.string)
        return ["dimensao"], [(name,) for name in names]

    def _window(self, found: re.Match[str]) -> Answer:
        loaded = len(found[1].split(",")) if self.given["loaded"] else 0
        return one(carregadas=loaded, inicio=self.given["window"])

    def _rejected(self, _: re.Match[str]) -> Answer:
        rows: Rows = [("pedido", "pedido_data", 9, 9, 9)] if self.given["loaded"] else []
        return ["entidade", "regra", "abertas", "novas", "linhas"], rows

    def _control_columns(self, _: re.Match[str]) -> Answer:
        there = self.given["control"] if self.given["loaded"] else []
        return ["coluna"], [(name,) for name in there]


def one(**values: Any) -> Answer:
    """One row."""
    return list(values), [tuple(values.values())]


def pyodbc_of(server: Server) -> types.ModuleType:
    """A module that is pyodbc as far as the adapter uses it."""

    class Cursor:
        def __init__(self) -> None:
            self.description: list[tuple[Any, ...]] | None = None
            self.rowcount = -1
            self._rows: Rows = []

        def execute(self, sql: str, bindings: Sequence[Any] | None = None) -> Cursor:
            names, self._rows = server.answer(sql)
            self.description = [(name, str, None, None, None, None, None) for name in names] or None
            return self

        def fetchall(self) -> Rows:
            rows, self._rows = self._rows, []
            return rows

        def fetchmany(self, size: int = 1) -> Rows:
            rows, self._rows = self._rows[:size], self._rows[size:]
            return rows

        def fetchone(self) -> tuple[Any, ...] | None:
            return self._rows.pop(0) if self._rows else None

        def nextset(self) -> bool:
            return False

        def close(self) -> None: ...

    class Connection:
        autocommit = True
        timeout = 0

        def cursor(self) -> Cursor:
            return Cursor()

        def add_output_converter(self, *_: Any) -> None: ...
        def commit(self) -> None: ...
        def rollback(self) -> None: ...
        def close(self) -> None: ...

    Connection.__module__ = "pyodbc"
    module = types.ModuleType("pyodbc")
    errors: dict[str, type[Exception]] = {"Error": type("Error", (Exception,), {})}
    errors["DatabaseError"] = type("DatabaseError", (errors["Error"],), {})
    for name in ("InternalError", "OperationalError", "InterfaceError", "ProgrammingError"):
        errors[name] = type(name, (errors["DatabaseError"],), {})
    for name, error in errors.items():
        setattr(module, name, error)
    module.connect = lambda *_, **__: Connection()  # type: ignore[attr-defined]
    module.drivers = lambda: ["ODBC Driver 18 for SQL Server"]  # type: ignore[attr-defined]
    module.pooling = True  # type: ignore[attr-defined]
    return module


def main(out: str, scenario: str, *arguments: str) -> int:
    """Runs dbt; its exit code."""
    given = json.loads(Path(scenario).read_text(encoding="utf-8"))
    sys.modules["pyodbc"] = pyodbc_of(Server(given, Path(out)))
    from dbt.adapters.sqlserver.sqlserver_adapter import SQLServerAdapter
    from dbt.cli.main import dbtRunner
    from invariants.lean import lean

    def columns(self: SQLServerAdapter, sql: str) -> list[Any]:
        """Contracts compare a query with what the server says of it; nobody says it here."""
        asks_the_time = "dbt_snapshot_time" in sql
        return [self.Column.create("t", "datetime2")] if asks_the_time else []

    SQLServerAdapter.get_column_schema_from_query = columns
    with lean():
        result = dbtRunner().invoke(list(arguments))
    if result.exception:
        raise result.exception
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
