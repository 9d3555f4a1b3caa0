"""`docs`: dbt's documentation of every table and column, made and served."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ecommerce_dw.dbt_runner import run_dbt
from ecommerce_dw.errors import DwError
from ecommerce_dw.load import prepare
from ecommerce_dw.progress import Progress
from ecommerce_dw.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console


def docs(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Makes target/index.html and its data; serves them until Ctrl-C."""
    prepare(settings, None, console)
    with Progress(console, "Documentation") as progress:
        made = run_dbt(settings, ["docs", "generate"], listeners=[progress], debug=options.debug)
    if made.interrupted:
        raise KeyboardInterrupt
    if not made.success:
        raise DwError(made.problem or "The documentation could not be made.")
    if options.no_serve:
        console.print(f"Made {settings.target / 'index.html'}.", highlight=False, soft_wrap=True)
        return 0
    serve(settings, options.port, console)
    return 0


def serve(settings: Settings, port: int, console: Console) -> None:
    """Serves the files on this machine alone. Raises DwError (2) when the port is taken."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            """One line a request is of no use to the reader."""

    try:
        handler = partial(Quiet, directory=str(settings.target))
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as error:
        raise DwError(
            f"Port {port} cannot be used ({error}): name another with --port.", 2
        ) from error
    with server:
        console.print(
            f"http://127.0.0.1:{server.server_address[1]} (Ctrl-C ends it)", highlight=False
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.print("Ended.")
