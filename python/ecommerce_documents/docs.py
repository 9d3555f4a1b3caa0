"""`docs`: the project's pages and dbt's of every table and column, made and served."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from ecommerce_base.commands import Command, Launch, target_option
from ecommerce_base.errors import DwError
from ecommerce_base.progress import Progress
from ecommerce_documents import site
from ecommerce_dw.dbt_runner import run_dbt
from ecommerce_dw.load import claimed, prepare


@click.command(cls=Command)
@click.option("--port", type=int, default=8080, help="port to serve on (8080)")
@click.option("--host", default="127.0.0.1", help="address to serve on (127.0.0.1)")
@click.option("--no-serve", is_flag=True, help="only make the files")
@target_option
@click.pass_obj
def docs(launch: Launch, port: int, host: str, no_serve: bool) -> int:
    """Make the documentation in target/ and serve it until Ctrl-C."""
    prepare(launch)
    settings = launch.settings
    whole = site.available(settings.root)
    folder = settings.target / "site" if whole else settings.target
    with nullcontext() if no_serve else listen(folder, port, host) as server:
        with claimed(launch) as listeners, Progress(launch.console, "Documentation") as progress:
            made = run_dbt(
                settings,
                ["docs", "generate", "--static"],
                listeners=[progress, *listeners],
                debug=launch.debug,
            )
        if made.interrupted:
            raise KeyboardInterrupt
        if not made.success:
            raise DwError(made.problem or "The documentation could not be made.")
        first = settings.target / "static_index.html"
        if whole:
            first = site.build(settings.root, first, settings.target)
        else:
            launch.say("dbt's page alone: `python run.py docs` installs what the others need.")
        if server is None:
            launch.say(f"Made {first}: open it, no server is needed.")
            return 0
        launch.say(f"http://{host}:{server.server_port} (Ctrl-C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            launch.say("Ended.")
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
