"""`prepare-server`: what the warehouse needs on SQL Server, made or brought up to date.

Databases, schemas, roles and grants, logins, the audit of logins. Everything may run again: what is
there is left as it is, a password that changed in the environment is changed on the server.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import click

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_base.errors import DwError
from ecommerce_server.connection import connected
from ecommerce_server.permissions import bracketed, excess, grants, memberships, permissions, roles
from ecommerce_server.scripts import csv_rows, run_batches, script

AZURE_SQL = 99  # sets no audit files and no server roles
LONGEST_PASSWORD = 128


@click.command("prepare-server", cls=Command)
@target_option
@click.pass_obj
def prepare_server(launch: Launch) -> int:
    """SQL Server: databases, schemas, roles, logins, audit (as administrator)."""
    passwords = wanted_logins(os.environ)
    with connected("master") as connection:
        (version,) = run_batches(connection, script("version"))[0]
        if version == AZURE_SQL:
            raise DwError(
                "Azure SQL Database has no server roles and no audit to files: this command does "
                "not prepare it, docs/security.md says what to create there.",
                2,
            )
        run_batches(connection, script("01_databases"))
        run_batches(connection, script("02_schemas"))
        given = permissions(version)
        for database, role in roles(given):
            name = "server_role" if database == "master" else "role"
            run_batches(connection, [f"use {bracketed(database)};", *script(name)], {"papel": role})
        run_batches(connection, grants(given))
        take_back(connection, version)
        for login, (members_of, password) in passwords.items():
            run_batches(connection, script("03_login"), {"login": login, "senha": password})
            for role in members_of:
                where = {p.database for p in given if p.role == role}
                for database in sorted(where - {"master"}):
                    user = [f"use {bracketed(database)};", *script("user")]
                    run_batches(connection, user, {"login": login})
                run_batches(connection, memberships(role, login, where))
        folder = os.environ.get("DW_AUDIT_FOLDER")
        if folder:
            run_batches(connection, script("04_audit"), {"pasta": folder})
    told = ", ".join(passwords) or "no login (no password of one is set)"
    audit = f"audit of logins in {folder}" if folder else "no audit (DW_AUDIT_FOLDER is not set)"
    launch.say(
        f"SQL Server is prepared: 2 databases, {len({p.role for p in given})} roles, "
        f"{len(given)} grants, {told}; {audit}."
    )
    return 0


def take_back(connection: Any, version: int) -> None:
    """Revokes what the project's roles hold beyond docker/sqlserver/permissions.csv."""
    given = permissions(version)
    for database in sorted({p.database for p in given} - {"master"}):
        held = run_batches(connection, [f"use {bracketed(database)};", *script("granted")])
        run_batches(connection, excess(given, database, held))


def wanted_logins(environment: Mapping[str, str]) -> dict[str, tuple[list[str], str]]:
    """login: (roles, password) for each of docker/sqlserver/logins.csv whose password is set.

    Raises DwError (2) for a password that T-SQL cannot quote.
    """
    found: dict[str, tuple[list[str], str]] = {}
    for row in csv_rows("logins"):
        password = environment.get(row["variavel"], "")
        if len(password) > LONGEST_PASSWORD:
            raise DwError(f"{row['variavel']} is longer than {LONGEST_PASSWORD} characters.", 2)
        if password:
            found.setdefault(row["login"], ([], password))[0].append(row["papel"])
    return found
