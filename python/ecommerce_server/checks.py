"""What `doctor --target sqlserver` asks of the server, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ecommerce_base.commands import Check
from ecommerce_base.errors import DwError
from ecommerce_base.statements import Row
from ecommerce_server.connection import SOURCE, WAREHOUSE, ask_database, login_from_environment, sql
from ecommerce_server.driver import find_driver
from ecommerce_server.warehouse import last_run
from ecommerce_shop.schema import TABLES

OLDEST = 15  # SQL Server 2019: the first with UTF-8 collations
RECOMMENDED = "Latin1_General_100_BIN2_UTF8"
CODE_PAGES = (1252, 65001)

_INDEX = "create index ix_{0}_data_atualizacao on core.{0} (data_atualizacao)"

# Asks a database one of this folder's statements; gives its rows. Raises DwError.
AskDatabase = Callable[..., list[Row]]


def checks(asking: AskDatabase = ask_database) -> Iterator[Check]:
    """The findings in order; ends at the first that keeps the next from being looked at."""
    try:
        login = login_from_environment()
        driver = find_driver(login.auth)
    except DwError as error:
        yield Check("Driver", False, str(error))
        return
    yield Check("Driver", True, str(driver))
    try:
        server = asking("master", sql("server"))[0]
        rows = asking("master", sql("databases"), SOURCE, WAREHOUSE)
    except DwError as error:
        yield Check("Connection", False, str(error))
        return
    yield from server_checks(server, login.server)
    databases = {str(row["banco"]).upper(): row for row in rows}  # a server may ignore case
    yield from database_checks(databases)
    if any(not databases.get(name, {}).get("acesso") for name in (SOURCE, WAREHOUSE)):
        return
    try:
        yield rights_check(asking(WAREHOUSE, sql("permissions")), server["login"])
        yield from source_checks(asking(SOURCE, sql("source_tables")), server["login"])
        yield last_run(
            lambda text, values: asking(WAREHOUSE, text, *values),
            "Mend that, then run `python run.py --target sqlserver`.",
        )
    except DwError as error:
        yield Check("Permissions", False, str(error))


def server_checks(server: Row, where: str) -> Iterator[Check]:
    """The version, and whether open transactions can be seen."""
    version = str(server["versao"])
    yield Check(
        "Connection",
        # Azure's services say 12 of themselves, and know what the newest server knows.
        bool(server["azure"]) or int(version.split(".")[0]) >= OLDEST,
        f"{where} as {server['login']}, SQL Server {version} ({server['edicao']})",
        "SQL Server 2019 or newer is needed, for its UTF-8 collations.",
    )
    yield Check(
        "Open transactions",
        True,
        "seen: the cutoff of a run stays before the oldest of them"
        if server["ve_transacoes"]
        else "not seen (no VIEW SERVER STATE): the overlap of the windows catches late commits",
    )


def database_checks(databases: dict[str, Row]) -> Iterator[Check]:
    """Presence, collation, isolation and recovery model of the two databases."""
    for name in (SOURCE, WAREHOUSE):
        found = databases.get(name)
        if not found or not found["acesso"]:
            yield Check(
                f"Database {name}",
                False,
                "this login may not open it" if found else "is not there, or not visible",
                "Create it and let the login in as docs/sqlserver.md says, or use docker/.",
            )
            continue
        yield Check(
            f"Isolation of {name}",
            bool(found["rcsi"]),
            f"read committed snapshot is {'on' if found['rcsi'] else 'off'}",
            f"alter database {name} set read_committed_snapshot on with rollback immediate;",
        )
        # Under the full model the log waits most of the time, for the next of its backups.
        waits = found["espera_do_log"] == "LOG_BACKUP"
        yield Check(
            f"Recovery of {name}",
            True,
            f"model {found['recuperacao']}"
            + (", its log grows until the next `run.py backup --log`" if waits else ""),
        )
    if warehouse := databases.get(WAREHOUSE):
        yield Check(
            "Dashboards",
            warehouse["snapshot"] == "ON",
            f"snapshot isolation of {WAREHOUSE} is {str(warehouse['snapshot']).lower()}: their "
            "figures are read as of one moment",
            f"alter database {WAREHOUSE} set allow_snapshot_isolation on;",
        )
        yield collation_check(str(warehouse["collation"]), warehouse["pagina"])


def collation_check(name: str, code_page: int | None) -> Check:
    """Texts must compare as on DuckDB, byte by byte, and Portuguese be stored whole.

    One that minds case and accents (CS_AS) is not enough: it takes 'ß' and 'ss', or wide and narrow
    letters, for the same, and sorts as a dictionary does.
    """
    exact = not {"BIN", "BIN2"}.isdisjoint(name.upper().split("_"))
    return Check(
        f"Collation of {WAREHOUSE}",
        exact and code_page in CODE_PAGES,
        f"{name}, code page {code_page}"
        + ("" if exact else "; it takes texts for the same whose bytes differ ('ß' and 'ss')"),
        f"Create {WAREHOUSE} anew with: create database {WAREHOUSE} collate {RECOMMENDED};",
    )


def rights_check(rights: list[Row], login: str) -> Check:
    """What a run needs in the warehouse."""
    lacking = [str(row["direito"]) for row in rights if not row["tem"]]
    return Check(
        "Permissions",
        not lacking,
        f"{login} lacks {', '.join(lacking)} in {WAREHOUSE}"
        if lacking
        else f"{login} may load {WAREHOUSE}",
        f"In {WAREHOUSE}: alter role dw_etl add member [{login}]; (docs/sqlserver.md)",
    )


def source_checks(tables: list[Row], login: str) -> Iterator[Check]:
    """The tables that the staging models read, and the index that an extraction goes by."""
    found = {str(row["tabela"]).lower(): row for row in tables}
    missing = [table for table in TABLES if table not in found]
    closed = [table for table in TABLES if table in found and not found[table]["le"]]
    yield Check(
        "Source",
        not missing and not closed,
        f"{SOURCE}.core lacks {', '.join(missing)}"
        if missing
        else f"{login} may not read {', '.join(closed)}"
        if closed
        else f"{len(TABLES)} tables in {SOURCE}.core",
        f"In {SOURCE}: grant select on schema::core to [{login}]; or make a source by "
        "`run.py source init --target sqlserver`.",
    )
    slow = [table for table in TABLES if table in found and not found[table]["indexada"]]
    yield Check(
        "Indexes of the source",
        not slow,
        f"none on data_atualizacao in {', '.join(slow)}: every run reads them whole"
        if slow
        else "every table has one on data_atualizacao",
        "; ".join(_INDEX.format(table) for table in slow),
    )
