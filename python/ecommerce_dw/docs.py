"""`docs`: dbt's documentation of every table and column, made and served."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from ecommerce_dw.dbt_runner import run_dbt
from ecommerce_dw.errors import DwError
from ecommerce_dw.load import claimed, prepare
from ecommerce_dw.progress import Progress
from ecommerce_dw.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console


def docs(options: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Makes target/index.html and its data; serves them on this machine until Ctrl-C."""
    prepare(settings, None, console)
    with (
        nullcontext()
        if options.no_serve
        else listen(settings.target, options.port, options.host) as server
    ):
        with (
            claimed(settings, None, console) as listeners,
            Progress(console, "Documentation") as progress,
        ):
            made = run_dbt(
                settings,
                ["docs", "generate"],
                listeners=[progress, *listeners],
                debug=options.debug,
            )
        if made.interrupted:
            raise KeyboardInterrupt
        if not made.success:
            raise DwError(made.problem or "The documentation could not be made.")
        if server is None:
            page = str(settings.target / "index.html")
            console.print(f"Made {page}.", highlight=False, soft_wrap=True)
            return 0
        console.print(
            f"http://{options.host}:{server.server_port} (Ctrl-C ends it)", highlight=False
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.print("Ended.")
    return 0


def listen(folder: Path, port: int, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server of a folder's files, for this machine alone unless told otherwise.

    Raises DwError (2) for a used port.
    """
    try:
        return ThreadingHTTPServer((host, port), partial(QuietHandler, directory=str(folder)))
    except (OSError, OverflowError) as error:
        raise DwError(
            f"Port {port} cannot be used ({error}): name another with --port.", 2
        ) from error


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line for every request."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""
