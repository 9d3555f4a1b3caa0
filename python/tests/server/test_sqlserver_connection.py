"""The way to SQL Server: driver, connection string, sentences, doctor; no server is needed."""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import RunCli

from dashboards.common.query import Query
from dashboards.common.reader import Missing, Outdated, SqlServerEngine, Stale
from ecommerce_base.duckdb_file import InUse
from ecommerce_base.errors import DwError
from ecommerce_server import checks, connection, driver, run_lock
from ecommerce_server.connection import Login, connection_string, login_from_environment
from ecommerce_server.driver import Driver
from ecommerce_shop.schema import TABLES

ODBC = Driver("pyodbc", "/lib/libmsodbcsql.so")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        *("HOST", "PORT", "AUTH", "USER", "PASSWORD", "ENCRYPT", "TRUST_CERT"),
        *("BACKEND", "DRIVER", "LOGIN_TIMEOUT", "READ_USER", "READ_PASSWORD"),
    ):
        monkeypatch.delenv(f"DW_SQLSERVER_{name}", raising=False)
    monkeypatch.delenv(driver.PROVIDER, raising=False)


def test_a_value_cannot_add_words_to_the_connection_string() -> None:
    login = Login("db", 1433, user="u;Encrypt=no", password="a}b;TrustServerCertificate=yes")
    assert connection_string(login, "DW_ECOMMERCE", ODBC) == (
        "DRIVER={/lib/libmsodbcsql.so};SERVER={db,1433};DATABASE={DW_ECOMMERCE};"
        "APP={ecommerce_dw};UID={u;Encrypt=no};PWD={a}}b;TrustServerCertificate=yes};"
        "Encrypt={yes};TrustServerCertificate={no}"
    )


@pytest.mark.parametrize(
    ("settings", "words", "absent"),
    [
        ({"PASSWORD": "p"}, ["UID={dw_etl}", "PWD={p}", "Encrypt={yes}"], "Authentication"),
        ({"AUTH": "windows"}, ["Trusted_Connection={yes}"], "UID"),
        (
            {"AUTH": "ActiveDirectoryServicePrincipal", "USER": "id", "PASSWORD": "s"},
            ["Authentication={ActiveDirectoryServicePrincipal}", "UID={id}", "PWD={s}"],
            "Trusted",
        ),
        (
            {"AUTH": "ActiveDirectoryMSI"},
            ["Authentication={ActiveDirectoryMSI}"],
            "UID",
        ),
        ({"PASSWORD": "p", "HOST": r"srv\inst"}, [r"SERVER={srv\inst};"], "1433"),
        (
            {"PASSWORD": "p", "ENCRYPT": "no", "TRUST_CERT": "TRUE"},
            ["Encrypt={no}", "TrustServerCertificate={yes}"],
            "=yes;",
        ),
    ],
    ids=["sql", "windows", "service principal", "managed identity", "instance", "certificate"],
)
def test_each_kind_of_login(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], words: list[str], absent: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"DW_SQLSERVER_{name}", value)
    text = connection_string(login_from_environment(), "DW_ECOMMERCE", ODBC)
    assert [word for word in words if word not in text] == []
    assert absent not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [("AUTH", "kerberos"), ("PORT", "abc"), ("PORT", "70000"), ("ENCRYPT", "maybe")],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("DW_SQLSERVER_PASSWORD", "p")
    monkeypatch.setenv(f"DW_SQLSERVER_{name}", value)
    with pytest.raises(DwError, match=f"DW_SQLSERVER_{name} is '{value}'") as caught:
        login_from_environment()
    assert caught.value.exit_code == 2


def test_a_password_is_asked_for_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DwError, match="Set DW_SQLSERVER_PASSWORD"):
        login_from_environment()
    assert "secret" not in repr(Login(password="secret"))


# Texts of ODBC Driver 18 and of mssql-python, as they come.
SERVER_TEXTS = {
    "('28000', \"[28000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Login failed for "
    "user 'dw_etl'. (18456) (SQLDriverConnect)\")": "refuses the login dw_etl",
    "('HYT00', '[HYT00] [Microsoft][ODBC Driver 18 for SQL Server]Login timeout expired (0) "
    "(SQLDriverConnect)')": "No SQL Server answers at db,1433",
    "('Driver Error: Client unable to establish connection; DDBC Error: [Microsoft]TCP Provider: "
    "Error code 0x2749',)": "No SQL Server answers at db,1433",
    "('08001', '[08001] [Microsoft][ODBC Driver 18 for SQL Server]SSL Provider: [error:0A000086:"
    "SSL routines::certificate verify failed:self-signed certificate] (-1)')": "is not trusted",
    "('42000', '[42000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Cannot open database "
    '"DW_ECOMMERCE" requested by the login. The login failed. (4060)\')': "A database is missing",
    "('42000', \"[42000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]The SELECT "
    "permission was denied on the object 'pedido', database 'ECOMMERCE_OLTP', schema 'core'. (229)"
    ' (SQLExecDirectW)")': "lacks a right on SQL Server db,1433 (The SELECT permission was denied",
    "('Driver Error: Connection operation failed; DDBC Error: Failed to load the driver.',)": (
        "The ODBC driver cannot be loaded"
    ),
    "('Driver Error: Client unable to establish connection; DDBC Error: [Microsoft]IO error: "
    "Connection refused (os error 111)',)": "No SQL Server answers at db,1433",
    "('40001', '[40001] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Transaction (Process "
    "ID 61) was deadlocked on lock resources with another process and has been chosen as the "
    "deadlock victim. Rerun the transaction. (1205)')": "start it again",
}


@pytest.mark.parametrize("text", SERVER_TEXTS)
def test_the_servers_errors_become_one_sentence(text: str) -> None:
    said = connection.server_words(text, Login("db", password="secret"))
    assert said is not None
    assert SERVER_TEXTS[text] in said
    assert "secret" not in said
    assert "[" not in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[42000] [Microsoft][SQL Server]'razao' is not a recognized name. (195)",
         "'razao' is not a recognized name"),
        ("[42S02] [Microsoft][SQL Server]Invalid object name 'vw.x'. (208) (SQLExecDirectW)",
         "Invalid object name 'vw.x'"),
        ("[Microsoft][SQL Server]The log is full.')", "The log is full"),
    ],
)  # fmt: skip
def test_what_the_server_said_keeps_its_quotes(text: str, told: str) -> None:
    assert str(connection.as_dw_error(RuntimeError(text))) == f"SQL Server refused: {told}."


def test_other_errors_are_left_alone() -> None:
    assert connection.server_words("IO Error: Could not set lock on file, error 1205") is None
    assert connection.server_words("[Microsoft][SQL Server]Invalid column name 'x'. (207)") is None


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="other files elsewhere"
)
def test_the_packaged_driver_is_found() -> None:
    found = driver.packaged_driver()
    assert found is not None
    assert found.name.startswith("libmsodbcsql-18")
    assert found.is_file()


def test_the_newest_installed_driver_is_taken() -> None:
    names = ["SQLite3", "ODBC Driver 17 for SQL Server", "ODBC Driver 18 for SQL Server", "SQL"]
    assert driver.newest_installed(names) == "ODBC Driver 18 for SQL Server"
    assert driver.newest_installed(["SQLite3"]) == ""


OWN = Driver("mssql-python")


@pytest.mark.parametrize(
    ("odbc", "own", "auth", "asked", "expected"),
    [
        ("/d.so", None, "sql", "", Driver("pyodbc", "/d.so")),
        ("/d.so", OWN, "sql", "mssql-python", OWN),
        ("/d.so", OWN, "ActiveDirectoryDefault", "", OWN),
        ("", OWN, "sql", "", OWN),
        ("", None, "sql", "", "This machine can load no driver for SQL Server"),
        ("", OWN, "sql", "pyodbc", "pyodbc can load no driver here"),
        ("/d.so", OWN, "sql", "jdbc", "DW_SQLSERVER_BACKEND is 'jdbc'"),
    ],
)
def test_the_way_to_the_server(
    monkeypatch: pytest.MonkeyPatch,
    odbc: str,
    own: Driver | None,
    auth: str,
    asked: str,
    expected: Driver | str,
) -> None:
    monkeypatch.setattr(driver, "odbc_driver", lambda: odbc)
    monkeypatch.setattr(driver, "mssql_python", lambda: own)
    monkeypatch.setenv("DW_SQLSERVER_BACKEND", asked)
    if isinstance(expected, Driver):
        assert driver.find_driver(auth) == expected
    else:
        with pytest.raises(DwError, match=expected):
            driver.find_driver(auth)


@pytest.mark.parametrize(
    ("packaged", "preview", "asked", "expected"),
    [
        (True, True, "", OWN),
        (False, True, "", Driver("mssql-python", preview=True)),
        (True, True, "mssql-odbc", Driver("mssql-python", preview=True)),
        (False, True, "msodbcsql18", None),
        (False, False, "", None),
    ],
)
def test_the_preview_is_taken_only_where_odbc_driver_18_cannot_be_loaded(
    monkeypatch: pytest.MonkeyPatch,
    packaged: bool,
    preview: bool,
    asked: str,
    expected: Driver | None,
) -> None:
    pytest.importorskip("mssql_python_odbc", reason="macOS has none in requirements/sqlserver.lock")
    loading = {Path("18"): packaged, Path("odbc"): preview}
    monkeypatch.setattr(driver, "packaged_driver", lambda: Path("18"))
    monkeypatch.setattr(driver, "preview_driver", lambda: Path("odbc"))
    monkeypatch.setattr(driver, "loads", lambda library: loading[library])
    monkeypatch.setenv(driver.PROVIDER, asked)
    assert driver.mssql_python() == expected
    if expected:
        expected.choose_provider()
        assert os.environ[driver.PROVIDER] == ("mssql-odbc" if expected.preview else asked)


@pytest.mark.skipif(platform.system() != "Linux", reason="only there the system may lack a library")
def test_a_library_that_lacks_another_one_does_not_load(tmp_path: Path) -> None:
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"\x7fELF")
    assert not driver.loads(broken)
    assert not driver.loads(None)


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="other ways elsewhere"
)
@pytest.mark.parametrize("command", [(), ("doctor",)], ids=["main job", "doctor"])
def test_a_fresh_linux_machine_gets_as_far_as_the_server(
    run_cli: RunCli, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """With what the lock files bring alone: some driver loads, and dials a closed port."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        done = run_cli(
            *command,
            "--target",
            "sqlserver",
            data_dir=tmp_path / "data",
            env={
                "DW_SQLSERVER_HOST": "127.0.0.1",
                "DW_SQLSERVER_PORT": str(port),
                "DW_SQLSERVER_PASSWORD": "p",
                "DW_SQLSERVER_LOGIN_TIMEOUT": "2",
            },
        )
    assert done.returncode == 1
    assert f"No SQL Server answers at 127.0.0.1,{port}" in done.stdout + done.stderr


def test_a_dashboard_has_a_login_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DW_SQLSERVER_USER", "svc_etl")
    monkeypatch.setenv("DW_SQLSERVER_PASSWORD", "p")
    monkeypatch.setenv("DW_SQLSERVER_TRUST_CERT", "true")
    assert login_from_environment(reading=True).user == "svc_etl"
    monkeypatch.setenv("DW_SQLSERVER_READ_USER", "svc_vendas")
    monkeypatch.setenv("DW_SQLSERVER_READ_PASSWORD", "q")
    monkeypatch.delenv("DW_SQLSERVER_PASSWORD")
    login = login_from_environment(reading=True)
    assert (login.user, login.password, login.trust_cert) == ("svc_vendas", "q", True)
    with pytest.raises(DwError, match="Set DW_SQLSERVER_PASSWORD"):
        login_from_environment()


class Cursor:
    """Answers `select` with its bound values, and keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[Any, ...]]] = []

    def execute(self, text: str, values: Sequence[Any] = ()) -> None:
        self.told.append((text, tuple(values)))
        self.description = [(name, str) for name in "abc"]

    def fetchone(self) -> list[int]:
        return [1]

    def fetchall(self) -> list[list[Any]]:
        return [list(self.told[-1][1])]


def test_a_page_reads_one_moment_with_bound_values(monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = Cursor()

    @contextmanager
    def fake(database: str, *, login: Login, autocommit: bool) -> Iterator[Any]:
        assert (database, login.user, autocommit) == ("DW_ECOMMERCE", "reader", False)
        yield SimpleNamespace(cursor=lambda: cursor)

    monkeypatch.setattr(connection, "connected", fake)
    asked = Query("select :x, :y, :x", (("x", "1; drop table t"), ("y", Decimal("2.50"))))
    frames, half = SqlServerEngine(Login(user="reader")).frames([asked])
    assert half is Stale.DIED  # this cursor has a row for every question
    assert cursor.told[0] == ("set transaction isolation level snapshot", ())
    assert cursor.told[-1] == (
        "select ?, ?, ?",
        ("1; drop table t", Decimal("2.50"), "1; drop table t"),
    )
    assert frames[0].to_dict("list") == {
        "a": ["1; drop table t"],
        "b": [2.5],
        "c": ["1; drop table t"],
    }


@pytest.mark.parametrize(
    ("collation", "page", "ok"),
    [
        ("Latin1_General_100_BIN2_UTF8", 65001, True),
        ("Latin1_General_BIN", 1252, True),
        ("Latin1_General_100_CS_AS_SC_UTF8", 65001, False),
        ("SQL_Latin1_General_CP1_CS_AS", 1252, False),
        ("SQL_Latin1_General_CP1_CI_AS", 1252, False),
        ("Latin1_General_100_CS_AI", 1252, False),
        ("Greek_100_BIN2", 1253, False),
    ],
)
def test_doctor_wants_a_collation_that_compares_as_duckdb_does(
    collation: str, page: int, ok: bool
) -> None:
    assert checks.collation_check(collation, page).ok is ok


def _answers(
    named: Callable[[str], str] = str, **changed: Any
) -> Callable[..., list[dict[str, Any]]]:
    """A server in order, but for the changed facts of its databases."""
    base = {
        "acesso": 1,
        "collation": "Latin1_General_100_BIN2_UTF8",
        "pagina": 65001,
        "rcsi": True,
        "snapshot": "ON",
        "recuperacao": "SIMPLE",
        "espera_do_log": "NOTHING",
        "versao": "16.0.4165.4",
        "azure": 0,
    }
    database = {**base, **changed}
    given = {
        "server": [
            {
                "versao": database.pop("versao"),
                "azure": database.pop("azure"),
                "edicao": "Developer",
                "login": "dw",
                "ve_transacoes": 0,
            }
        ],
        "databases": [
            {"banco": named(n), **database} for n in (connection.SOURCE, connection.WAREHOUSE)
        ],
        "permissions": [{"direito": "SELECT", "tem": 1}],
        "source_tables": [{"tabela": t, "le": 1, "indexada": 1} for t in TABLES],
    }
    by_text = {connection.sql(name): rows for name, rows in given.items()}

    def ask_database(_: str, text: str, *__: object) -> list[dict[str, Any]]:
        return by_text.get(text, [{"quantidade": 0}])

    return ask_database


@pytest.mark.parametrize(
    ("changed", "failing"),
    [
        ({}, []),
        ({"rcsi": False}, ["Isolation of ECOMMERCE_OLTP", "Isolation of DW_ECOMMERCE"]),
        ({"espera_do_log": "LOG_BACKUP", "recuperacao": "FULL"}, []),
        ({"versao": "14.0.3456.2"}, ["Connection"]),
        ({"versao": "12.0.2000.8", "azure": 1}, []),
        ({"snapshot": "OFF"}, ["Dashboards"]),
        ({"acesso": 0}, ["Database ECOMMERCE_OLTP", "Database DW_ECOMMERCE"]),
    ],
)
def test_doctor_finds_what_is_wrong_and_says_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], failing: list[str]
) -> None:
    monkeypatch.setenv("DW_SQLSERVER_PASSWORD", "p")
    monkeypatch.setattr(checks, "find_driver", lambda _: ODBC)
    found = list(checks.checks(_answers(**changed)))
    assert [check.name for check in found if not check.ok] == failing
    assert all(check.mend for check in found if not check.ok)


def test_databases_named_in_small_letters_are_there_on_a_server_that_ignores_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DW_SQLSERVER_PASSWORD", "p")
    monkeypatch.setattr(checks, "find_driver", lambda _: ODBC)
    assert all(check.ok for check in checks.checks(_answers(str.lower)))


@pytest.mark.parametrize(
    ("words", "raised"),
    [
        ("Snapshot isolation transaction failed in database 'DW_ECOMMERCE' because ...", InUse),
        ("Invalid object name 'audit.etl_run'. (208)", Missing),
        ("Invalid object name 'vw.vw_referencia'. (208)", Outdated),
        ("Login failed for user 'reader'.", DwError),
    ],
)
def test_a_page_knows_what_it_met(
    monkeypatch: pytest.MonkeyPatch, words: str, raised: type[DwError]
) -> None:
    @contextmanager
    def fake(*_: object, **__: object) -> Iterator[Any]:
        raise DwError("A sentence.") from RuntimeError(words)
        yield

    monkeypatch.setattr(connection, "connected", fake)
    with pytest.raises(DwError) as caught:
        SqlServerEngine(Login(user="reader")).frames([])
    assert type(caught.value) is raised


def test_a_view_that_a_run_makes_anew_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = Cursor()
    missed: list[int] = []

    @contextmanager
    def fake(*_: object, **__: object) -> Iterator[Any]:
        if not missed:
            missed.append(1)
            raise DwError("x") from RuntimeError("Invalid object name 'vw.vw_referencia'. (208)")
        yield SimpleNamespace(cursor=lambda: cursor)

    monkeypatch.setattr(connection, "connected", fake)
    frames, _ = SqlServerEngine(Login(user="reader")).frames(
        [Query("select :x, :x, :x", (("x", 1),))]
    )
    assert (missed, len(frames)) == ([1], 1)


@pytest.mark.parametrize(("code", "alone"), [(0, "1"), (1, "1"), (-1, "")])
def test_a_run_holds_a_lock_and_knows_whether_it_is_alone(
    monkeypatch: pytest.MonkeyPatch, code: int, alone: str
) -> None:
    told: list[str] = []

    class LockCursor:
        """What a procedure tells comes first, as a result without rows."""

        description: list[tuple[str]] | None = None

        def execute(self, text: str) -> None:
            told.append(text)

        def nextset(self) -> bool:
            there = self.description is None
            self.description = [("codigo",)]
            return there

        def fetchall(self) -> list[list[int]]:
            return [[code]]

        def close(self) -> None: ...

    @contextmanager
    def fake(database: str) -> Iterator[Any]:
        assert database == "DW_ECOMMERCE"
        yield SimpleNamespace(cursor=LockCursor)

    monkeypatch.setattr(run_lock, "connected", fake)
    with pytest.raises(ZeroDivisionError), run_lock.held():
        assert os.environ[run_lock.ALONE] == alone
        raise ZeroDivisionError
    assert run_lock.ALONE not in os.environ
    assert told == [connection.sql("run_lock")]


def test_reset_is_for_the_files(run_cli: RunCli, tmp_path: Path) -> None:
    done = run_cli("reset", "--target", "sqlserver", data_dir=tmp_path / "data")
    assert done.returncode == 2
    assert "restore a backup" in done.stderr


def test_without_a_password_the_main_job_says_what_to_set(run_cli: RunCli, tmp_path: Path) -> None:
    done = run_cli("--target", "sqlserver", data_dir=tmp_path / "data")
    assert done.returncode == 2
    assert "DW_SQLSERVER_PASSWORD" in done.stderr
