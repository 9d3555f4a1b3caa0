"""`python -m ecommerce_dw`: the command line, inside the environment that run.py made."""

import atexit
import io
import os
import sys
import threading


def leave(code: int) -> None:
    """Ends the process. After a run of dbt, taking its objects apart one by one takes 0.6 s."""
    if "dbt" in sys.modules and threading.active_count() == 1:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def start() -> None:
    """The command `dw`. Starts over in UTF-8 where the locale would lose accents of a folder."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    for stream in (sys.stdout, sys.stderr):  # PYTHONIOENCODING may know fewer letters
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        from ecommerce_dw.cli import main

        code = main(sys.argv[1:])
    except ImportError as error:
        if "--debug" in sys.argv:
            raise
        told = f"{sys.prefix} is not whole, or not this user's to read: {error}. "
        print(f"{told}Delete it and start run.py, or name another in DW_VENV.", file=sys.stderr)
        code = 2
    leave(code)


if __name__ == "__main__":
    start()
