"""Who may read what on SQL Server: the grants as data, the masks, the scripts that make them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
import yaml
from conftest import ROOT

from ecommerce_base.errors import DwError
from ecommerce_dw.cli import main
from ecommerce_server import prepare
from ecommerce_server.permissions import (
    Permission,
    excess,
    grants,
    memberships,
    permissions,
)
from ecommerce_server.scripts import csv_rows, script

WAREHOUSE, SOURCE = "DW_ECOMMERCE", "ECOMMERCE_OLTP"
SCHEMAS = ("stg", "snap", "dim", "fact", "vw", "ops", "ctl", "audit")
GRANT = re.compile(
    r"grant (?P<what>[a-z ]+?)(?: on schema::\[(?P<schema>\w+)\])? to \[(?P<role>\w+)\];"
)
OBJECTS = {
    f"if object_id(N'{name}') is not null grant select on object::{name} to [{role}];"
    for name, role in (
        ("[audit].[etl_run]", "dw_painel"),
        ("[sys].[sql_expression_dependencies]", "dw_etl"),
    )
}

# Who reads which schema of the warehouse; who sees personal data there as it is.
READS = {
    "dw_etl": {"stg", "snap", "dim", "fact", "vw", "ops", "ctl", "audit"},
    "dw_bi_reader": {"dim", "fact", "vw"},
    "dw_bi_reader_pii": {"dim", "fact", "vw"},
    "dw_auditor": {"audit", "ctl", "ops"},
    "dw_backup": set(),
    "dw_painel": set(),  # one table of audit alone, see below
}
WRITES = {"dw_etl": {"stg", "snap", "dim", "fact", "vw", "ops", "ctl", "audit"}}
UNMASKED = {"dw_etl": set(SCHEMAS), "dw_bi_reader_pii": {"dim", "vw"}}
READS_SOURCE = {"dw_etl", "dw_origem"}

PERSONAL = {
    "dim_cliente": {
        "nome_cliente": "default()",
        "email": "email()",
        "telefone": "default()",
        "cpf_cnpj": "default()",
        "data_nascimento": "default()",
        "logradouro": "default()",
        "numero": "default()",
        "complemento": "default()",
        "bairro": "default()",
        "cep": "default()",
    },
    "dim_vendedor": {"cpf": "default()", "email": "email()", "telefone_celular": "default()"},
    "dim_equipe": {"email_lider": "email()"},
}


def effective(commands: Sequence[str], database: str) -> dict[str, dict[str, set[str]]]:
    """{permission: {role: schemas}} of the T-SQL that is run; a database-wide one means all."""
    found: dict[str, dict[str, set[str]]] = {"read": {}, "write": {}, "unmask": {}}
    here = ""
    schemas = SCHEMAS if database == WAREHOUSE else ("core",)
    for command in commands:
        if used := re.fullmatch(r"use \[(\w+)\];", command):
            here = used[1]
            continue
        if command.startswith("if object_id"):
            assert command in OBJECTS
            continue
        grant = GRANT.fullmatch(command)
        assert grant, command
        if here != database:
            continue
        where = {grant["schema"]} if grant["schema"] else set(schemas)
        means = {
            "select": ["read"],
            "control": ["read", "write", "unmask"],
            "insert": ["write"],
            "update": ["write"],
            "delete": ["write"],
            "alter": ["write"],
            "unmask": ["unmask"],
        }
        for kind in means.get(grant["what"], []):
            found[kind].setdefault(grant["role"], set()).update(where & set(schemas))
    return found


def test_who_may_read_what() -> None:
    assert set(grants(permissions())) >= OBJECTS
    given = effective(grants(permissions()), WAREHOUSE)
    assert given["read"] == {role: what for role, what in READS.items() if what}
    assert given["write"] == WRITES
    # CONTROL of a schema holds UNMASK of it; dw_etl has the whole database's besides.
    assert given["unmask"] == UNMASKED
    source = effective(grants(permissions()), SOURCE)
    assert set(source["read"]) == READS_SOURCE
    assert set(source["write"]) == {"dw_origem"}


@pytest.mark.parametrize(
    ("pages", "login"), [("monitoring", "svc_monitor"), ("business", "svc_vendas")]
)
def test_a_dashboards_login_may_read_all_that_its_pages_read(pages: str, login: str) -> None:
    read = {"audit.etl_run"}  # whether a run is under way
    for file in (
        *(ROOT / "dashboards" / pages / "sql").glob("*.sql"),
        ROOT / "dashboards" / "common" / "as_of.sql",
        ROOT / "python" / "ecommerce_base" / "sql" / "newest_run.sql",
    ):
        read |= set(re.findall(r"(?:from|join) (\w+\.\w+)", file.read_text(encoding="utf-8")))
    read = {name for name in read if not name.startswith("base.")}  # a shared part of the page
    assert len(read) > 5
    roles = {row["papel"] for row in csv_rows("logins") if row["login"] == login}
    granted = {
        p.thing
        for p in permissions()
        if p.role in roles and p.database == WAREHOUSE and p.permission == "SELECT"
    }
    assert {name for name in read if not {name, name.split(".")[0]} & granted} == set()


def test_no_reader_may_do_more_than_read() -> None:
    harmless = {"SELECT", "UNMASK", "VIEW DEFINITION"}
    for p in permissions():
        if p.role in ("dw_bi_reader", "dw_bi_reader_pii", "dw_auditor"):
            assert p.permission in harmless, p
            assert p.scope == "SCHEMA" or p.permission == "VIEW DEFINITION", p
        assert p.permission not in ("CONTROL SERVER", "ALTER ANY LOGIN", "IMPERSONATE"), p


def test_an_older_server_gets_what_it_knows() -> None:
    older = permissions(15)
    assert ("UNMASK", "DATABASE") in {(p.permission, p.scope) for p in older}
    assert not {p for p in older if p.permission == "UNMASK" and p.scope == "SCHEMA"}
    names = {p.permission for p in older if p.scope == "SERVER"}
    assert names == {"VIEW SERVER STATE", "CREATE ANY DATABASE"}
    assert (
        effective(grants(older), WAREHOUSE)["read"]
        == effective(grants(permissions()), WAREHOUSE)["read"]
    )


def test_what_is_held_beyond_the_list_is_taken_back() -> None:
    given = permissions()
    held = [(p.role, p.permission, p.scope, p.thing) for p in given if p.database == WAREHOUSE]
    assert excess(given, WAREHOUSE, held) == []
    extra = [
        ("dw_bi_reader", "SELECT", "SCHEMA", "audit"),
        ("dw_auditor", "UNMASK", "DATABASE", ""),
    ]
    assert excess(given, WAREHOUSE, [*held, *extra]) == [
        "use [DW_ECOMMERCE];",
        "revoke select on schema::[audit] from [dw_bi_reader];",
        "revoke unmask from [dw_auditor];",
    ]


def test_names_cannot_end_their_brackets() -> None:
    odd = [Permission("a]b", "d]e", "SELECT", "SCHEMA", "x]; drop table y")]
    assert grants(odd) == ["use [d]]e];", "grant select on schema::[x]]; drop table y] to [a]]b];"]
    assert memberships("r", "l]", ["master"])[1] == "alter server role [r] add member [l]]];"


def test_personal_data_is_marked_in_the_dimensions() -> None:
    models = yaml.safe_load((ROOT / "models/dim/_dim__models.yml").read_text(encoding="utf-8"))
    found = {
        model["name"]: {
            column["name"]: column["config"]["meta"]["mascara"]
            for column in model["columns"]
            if column.get("config", {}).get("meta", {}).get("mascara")
        }
        for model in models["models"]
    }
    assert {name: columns for name, columns in found.items() if columns} == PERSONAL
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    # A model's own hooks are added to it: test_tsql_run sees the masks sent.
    assert "{{ mascarar() }}" in project["models"]["ecommerce_dw"]["dim"]["+post-hook"]


def test_what_readers_see_is_made_of_dimensions_and_facts() -> None:
    """A view over staging would show personal data that no mask covers."""
    beyond = {
        (file.stem, found)
        for file in (ROOT / "models" / "vw").glob("*.sql")
        for found in re.findall(
            r"ref\('((?:stg|int|snap)_\w+)|source\('(\w+)", file.read_text(encoding="utf-8")
        )
    }
    # Targets as today's facts give them, the moment of the last load, a dead run: no person's data.
    assert beyond == {
        ("vw_metas_reapresentadas", ("int_meta_avaliada", "")),
        ("vw_referencia", ("", "controle")),
        ("vw_referencia", ("", "auditoria")),
    }


class FakeCursor:
    """Records what is run; answers the questions that preparing a server asks."""

    description: Any = None

    def __init__(self, log: list[tuple[str, tuple[str, ...]]], version: int) -> None:
        self._log = log
        self._version = version
        self._left = 0

    def execute(self, text: str, values: tuple[str, ...] = ()) -> None:
        self._log.append((text, values))
        self._left = 2
        self.description = [("versao",)] if "ProductMajorVersion" in text else None

    def fetchall(self) -> list[tuple[int]]:
        return [(self._version,)]

    def nextset(self) -> bool:
        self.description = None
        self._left -= 1
        return self._left > 0

    @property
    def unread(self) -> int:
        return self._left

    def close(self) -> None:
        assert self._left <= 0, "a result was left unread: a backup would be cut off"


class FakeConnection:
    def __init__(self, version: int = 16) -> None:
        self.log: list[tuple[str, tuple[str, ...]]] = []
        self._version = version

    def cursor(self) -> FakeCursor:
        return FakeCursor(self.log, self._version)


def test_passwords_are_bound_and_never_part_of_a_statement(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = FakeConnection()

    @contextmanager
    def fake(database: str) -> Iterator[FakeConnection]:
        assert database == "master"
        yield connection

    secret = "Do'not]show-1"
    monkeypatch.setattr(prepare, "connected", fake)
    for row in csv_rows("logins"):
        monkeypatch.setenv(row["variavel"], secret)
    monkeypatch.setenv("DW_AUDIT_FOLDER", "/audit")
    assert main(["prepare-server"]) == 0
    assert all(secret not in text for text, _ in connection.log)
    assert sum(secret in values for _, values in connection.log) == 6
    assert ("exec sys.sp_set_session_context @key = ?, @value = ?", ("pasta", "/audit")) in (
        connection.log
    )
    shown = capsys.readouterr()
    assert secret not in shown.out + shown.err
    texts = [text for text, _ in connection.log]
    for database, role in (("master", "dw_etl"), (WAREHOUSE, "dw_bi_reader")):
        kind = "server role" if database == "master" else "role"
        login = {"dw_etl": "svc_etl", "dw_bi_reader": "svc_vendas"}[role]
        assert f"alter {kind} [{role}] add member [{login}];" in texts


def test_azure_sql_database_is_refused_before_anything_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = FakeConnection(prepare.AZURE_SQL)

    @contextmanager
    def fake(_: str) -> Iterator[FakeConnection]:
        yield connection

    monkeypatch.setattr(prepare, "connected", fake)
    assert main(["prepare-server"]) == 2
    assert "Azure SQL Database" in capsys.readouterr().err
    assert [text for text, _ in connection.log] == script("version")


def test_a_password_that_cannot_be_quoted_is_refused() -> None:
    with pytest.raises(DwError) as refused:
        prepare.wanted_logins({"DW_ETL_PASSWORD": "x" * 129})
    assert refused.value.exit_code == 2
    assert prepare.wanted_logins({"DW_ETL_PASSWORD": "x"}) == {"svc_etl": (["dw_etl"], "x")}
