"""`certify`: one real run on an empty warehouse that it makes and drops, told on one page."""

from __future__ import annotations

import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

import click

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_base.settings import on_server, target_in_use
from ecommerce_certify.report import Finding, page
from ecommerce_certify.steps import Certification, all_hold
from ecommerce_certify.subject import Embedded, Server, Subject


@click.command(cls=Command)
@click.option("--rows", type=click.IntRange(1_000), default=20_000, help="order items (20000)")
@click.option("--orders", type=click.IntRange(10), default=500, help="orders of a change (500)")
@click.option(
    "--backups",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="SQL Server: a folder of the server for a backup and a restore",
)
@target_option
@click.pass_obj
def certify(launch: Launch, rows: int, orders: int, backups: Path | None) -> int:
    """Try everything on a new warehouse, print what holds, drop it (as administrator)."""
    with tempfile.TemporaryDirectory(prefix="ecommerce-dw-certify-") as name:
        folder = Path(name)
        subject: Subject = (Server if on_server() else Embedded)(folder / "subject")
        try:
            reference = Embedded(folder / "reference")
            work = Certification(subject, reference, rows, orders, backups)
            found: list[Finding] = []
            for finding in work.findings():
                found.append(finding)
                click.echo(f"{finding.name}: {finding.verdict}", err=True)  # stdout: the page alone
            tools = [f"Python {platform.python_version()} on {platform.platform()}"]
            tools += [f"{p} {version(p)}" for p in ("dbt-core", "ecommerce-dw")]
            title = f"E-commerce warehouse on {target_in_use()}: what holds"
            text = page(title, [*subject.versions(), *tools], found)
        finally:
            subject.drop()
    launch.say(text)
    return 0 if all_hold(found) else 1
