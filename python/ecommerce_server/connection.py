"""The connection to SQL Server, made from `DW_SQLSERVER_*`, and its errors in plain words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ecommerce_base.errors import DwError
from ecommerce_base.statements import Row, rows_of, sql_beside
from ecommerce_server.driver import MSSQL_PYTHON, Driver, find_driver

sql = sql_beside(__file__)
SOURCE, WAREHOUSE = "ECOMMERCE_OLTP", "DW_ECOMMERCE"
_WITHOUT_PASSWORD = ("activedirectoryintegrated", "activedirectorydefault", "activedirectorymsi")
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


@dataclass(frozen=True)
class Login:
    """Where SQL Server is and who asks. `auth`: sql, windows or an ActiveDirectory... word."""

    host: str = "localhost"
    port: int = 1433
    auth: str = "sql"
    user: str = "dw_etl"
    password: str = ""
    encrypt: bool = True
    trust_cert: bool = False
    seconds: int = 15

    @property
    def server(self) -> str:
        """`host,port`; a named instance (`host\\name`) has no port."""
        return self.host if "\\" in self.host else f"{self.host},{self.port}"

    def __repr__(self) -> str:
        return f"Login({self.server}, {self.auth}, {self.user or 'the account of this process'})"


def login_from_environment(*, reading: bool = False) -> Login:
    """Reads `DW_SQLSERVER_*`. Raises DwError (2) for a value that cannot be.

    `reading`: for a dashboard, which should have a login that may only read:
    `DW_SQLSERVER_READ_USER` and `DW_SQLSERVER_READ_PASSWORD` go before the loader's.
    """
    auth = os.environ.get("DW_SQLSERVER_AUTH") or "sql"
    if auth.lower() in ("sql", "windows"):
        auth = auth.lower()
    elif not auth.lower().startswith("activedirectory"):
        raise DwError(
            f"DW_SQLSERVER_AUTH is {auth!r}: write sql, windows, ActiveDirectoryServicePrincipal, "
            "ActiveDirectoryDefault, ActiveDirectoryMSI or another of the driver's words.",
            2,
        )
    nameless = auth == "windows" or auth.lower() in _WITHOUT_PASSWORD
    names = ("READ_", "") if reading else ("",)
    user = _first(f"DW_SQLSERVER_{name}USER" for name in names) or ("" if nameless else "dw_etl")
    password = _first(f"DW_SQLSERVER_{name}PASSWORD" for name in names)
    if not nameless and not password:
        raise DwError(
            "Set DW_SQLSERVER_PASSWORD (and DW_SQLSERVER_HOST, DW_SQLSERVER_USER): "
            "docs/sqlserver.md lists what the target sqlserver reads.",
            2,
        )
    return Login(
        host=(os.environ.get("DW_SQLSERVER_HOST") or "localhost").strip(),
        port=_number("DW_SQLSERVER_PORT", 1433),
        auth=auth,
        user="" if auth == "windows" else user,
        password="" if nameless else password,
        encrypt=_flag("DW_SQLSERVER_ENCRYPT", True),
        trust_cert=_flag("DW_SQLSERVER_TRUST_CERT", False),
        seconds=_number("DW_SQLSERVER_LOGIN_TIMEOUT", 15),
    )


def connection_string(login: Login, database: str, driver: Driver) -> str:
    """The driver's words; every value is quoted, so that none can add words of its own."""
    words = {"SERVER": login.server, "DATABASE": database}
    if driver.backend != MSSQL_PYTHON:
        words = {"DRIVER": driver.odbc, **words, "APP": "ecommerce_dw"}
    if login.auth == "windows":
        words["Trusted_Connection"] = "yes"
    else:
        if login.auth != "sql":
            words["Authentication"] = login.auth
        if login.user:
            words["UID"] = login.user
        if login.password:
            words["PWD"] = login.password
    words["Encrypt"] = "yes" if login.encrypt else "no"
    words["TrustServerCertificate"] = "yes" if login.trust_cert else "no"
    return ";".join(f"{word}={_quoted(value)}" for word, value in words.items())


@contextmanager
def connected(
    database: str,
    *,
    login: Login | None = None,
    driver: Driver | None = None,
    autocommit: bool = True,
) -> Iterator[Any]:
    """A DB-API connection (pyodbc's or mssql-python's); errors of the driver become DwError."""
    who = login or login_from_environment()
    way = driver or find_driver(who.auth)
    text = connection_string(who, database, way)
    module = _module(way)
    try:
        connection = module.connect(text, autocommit=autocommit, timeout=who.seconds)
        try:
            yield connection
        finally:
            connection.close()
    except module.Error as error:
        raise as_dw_error(error, who) from error


def ask_database(database: str, text: str, *parameters: object) -> list[Row]:
    """Runs one statement with `?` parameters on a database of the server; its rows."""
    with connected(database) as connection:
        cursor = connection.cursor()
        cursor.execute(text, list(parameters)) if parameters else cursor.execute(text)
        while cursor.description is None and cursor.nextset():  # what tells of no rows
            pass
        return rows_of(cursor)


def as_dw_error(error: Exception, login: Login | None = None) -> DwError:
    """The driver's error as a sentence; one that is a sentence already as it is."""
    if isinstance(error, DwError):
        return error
    text = str(error.args[-1] if error.args else error)
    return DwError(server_words(f"{error.args}", login) or f"SQL Server refused: {_told(text)}.")


def server_words(message: str, login: Login | None = None) -> str | None:
    """A sentence for SQL Server's text on an error that a user can mend; None for the rest."""
    if not re.search(r"SQL Server|SQLServer|\[Microsoft\]|ODBC|DDBC|deadlock victim", message):
        return None
    import yaml

    known = yaml.safe_load(Path(__file__).with_name("errors.yml").read_text(encoding="utf-8"))
    for error in known:
        if found := re.search(error["said"], message, re.IGNORECASE | re.DOTALL):
            at = max(message.rfind("]", 0, found.start()) + 1, 0)
            told: str = error["told"]
            return told.format(
                server=login.server if login else "of DW_SQLSERVER_HOST",
                user=(login.user if login else "") or "of this process",
                detail=_told(message[at:]),
            )
    return None


def _told(text: str) -> str:
    """The server's own words, without the driver's brackets and numbers.

    A quote at either end goes where it is half of a pair: the text was cut out of a tuple's.
    """
    words = re.sub(r"\[[^\]]*\]", "", text).strip(" (),")
    words = re.split(r"(?<=[a-z'])\. |\(\d+\)|\\n|\n", words)[0].strip(" .()") or words
    for quote in "'\"":
        if words.count(quote) % 2:
            words = words[:-1] if words.endswith(quote) else words.removeprefix(quote)
    return words.strip(" .()")


def _quoted(value: str) -> str:
    return "{" + value.replace("}", "}}") + "}"


def _module(driver: Driver) -> Any:
    driver.choose_provider()
    return import_module("mssql_python" if driver.backend == MSSQL_PYTHON else "pyodbc")


def _first(names: Iterable[str]) -> str:
    return next((value for name in names if (value := os.environ.get(name))), "")


def _number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.strip().isdigit() or not 0 < int(text) < 65536:
        raise DwError(f"{name} is {text!r}: write a whole number.", 2)
    return int(text)


def _flag(name: str, default: bool) -> bool:
    text = (os.environ.get(name) or str(default)).strip().lower()
    if text not in _TRUE + _FALSE:
        raise DwError(f"{name} is {text!r}: write true or false.", 2)
    return text in _TRUE
