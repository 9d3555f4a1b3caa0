"""Who may do what on SQL Server: docker/sqlserver/permissions.csv as T-SQL, applied and told apart.

The list is the whole truth: what a role was granted beyond it is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ecommerce_server.scripts import csv_rows

GRANULAR = 16  # SQL Server 2022: UNMASK for a schema, and the finer server permissions
_BEFORE_2022 = {"VIEW SERVER PERFORMANCE STATE": "VIEW SERVER STATE"}


@dataclass(frozen=True, order=True)
class Permission:
    """One grant. `scope`: SERVER, DATABASE, SCHEMA or OBJECT; `thing`: its name or ''."""

    role: str
    database: str
    permission: str
    scope: str
    thing: str


def permissions(version: int = GRANULAR) -> list[Permission]:
    """The grants that a server of that major version knows.

    Before 2022 UNMASK is for the whole database, and reading the audit's files takes CONTROL
    SERVER, which no role here gets: logins are not ingested there.
    """
    found = [
        Permission(r["papel"], r["banco"], r["permissao"], r["escopo"], r["objeto"])
        for r in csv_rows("permissions")
    ]
    return found if version >= GRANULAR else sorted(set(_older(found)))


def _older(given: Iterable[Permission]) -> Iterator[Permission]:
    for p in given:
        if p.permission == "VIEW SERVER SECURITY AUDIT":
            continue
        if p.permission == "UNMASK":
            yield Permission(p.role, p.database, p.permission, "DATABASE", "")
        else:
            name = _BEFORE_2022.get(p.permission, p.permission)
            yield Permission(p.role, p.database, name, p.scope, p.thing)


def roles(given: Iterable[Permission]) -> list[tuple[str, str]]:
    """(database, role) of every role; those of `master` are server roles."""
    return sorted({(p.database, p.role) for p in given})


def grants(given: Sequence[Permission]) -> list[str]:
    """The T-SQL batches that grant the list, whatever is granted already."""
    made: list[str] = []
    for database in sorted({p.database for p in given}):
        made.append(f"use {bracketed(database)};")
        made += [_grant(p) for p in sorted(given) if p.database == database]
    return made


def _grant(p: Permission) -> str:
    to = f"to {bracketed(p.role)};"
    if p.scope == "SCHEMA":
        return f"grant {p.permission.lower()} on schema::{bracketed(p.thing)} {to}"
    if p.scope == "OBJECT":  # one that the first run makes gets its grant from a hook there
        name = ".".join(bracketed(part) for part in p.thing.split("."))
        quoted = name.replace("'", "''")
        return (
            f"if object_id(N'{quoted}') is not null "
            f"grant {p.permission.lower()} on object::{name} {to}"
        )
    return f"grant {p.permission.lower()} {to}"


def excess(given: Sequence[Permission], database: str, held: Iterable[Sequence[str]]) -> list[str]:
    """The T-SQL batches that take back what roles hold in a database beyond the list.

    `held`: rows of docker/sqlserver/granted.sql.
    """
    wanted = {(p.role, p.permission, p.scope, p.thing) for p in given if p.database == database}
    made = []
    for role, permission, scope, thing in held:
        if (role, permission, scope, thing) not in wanted and scope in ("DATABASE", "SCHEMA"):
            on = f" on schema::{bracketed(thing)}" if scope == "SCHEMA" else ""
            made.append(f"revoke {permission.lower()}{on} from {bracketed(role)};")
    return [f"use {bracketed(database)};", *made] if made else []


def memberships(role: str, login: str, databases: Iterable[str]) -> list[str]:
    """The T-SQL batches that make a login a member of a role wherever that role is."""
    made: list[str] = []
    for database in sorted(databases):
        kind = "server role" if database == "master" else "role"
        made.append(f"use {bracketed(database)};")
        made.append(f"alter {kind} {bracketed(role)} add member {bracketed(login)};")
    return made


def bracketed(name: str) -> str:
    """A name as T-SQL quotes it."""
    return "[" + name.replace("]", "]]") + "]"
