"""Microsoft's own T-SQL parser (ScriptDom, the grammar of SQL Server 2019), in a folder of its own.

`python scriptdom.py FOLDER` installs it there from requirements/tsql-parser.lock. `refused` asks it
in a process of its own: .NET comes up there, and dbt's environment sees nothing of it. That process
is this file too, `python -I -S scriptdom.py FOLDER ask`: a JSON text a line comes in, the parser's
complaints go out. Nothing but the standard library and the folder is imported.
"""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LOCK = Path(__file__).parents[3] / "requirements" / "tsql-parser.lock"
_DOTNET = "dotnetcore2/bin"
_ASSEMBLY = "mssqlcli/mssqltoolsservice/bin/Microsoft.SqlServer.TransactSql.ScriptDom.dll"
_FRAMEWORK = {"name": "Microsoft.NETCore.App", "version": "3.1.0"}
_RUNTIME = {"runtimeOptions": {"tfm": "netcoreapp3.1", "framework": _FRAMEWORK}}


def install(folder: Path) -> None:
    """Makes the folder, unless it is there as locked. Raises CalledProcessError."""
    done = folder / "tsql-parser.lock"
    if done.exists() and done.read_bytes() == LOCK.read_bytes():
        return
    shutil.rmtree(folder, ignore_errors=True)
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    uv = shutil.which("uv", path=beside)
    pip = [uv, "pip"] if uv else [sys.executable, "-m", "pip"]
    python = ["--python", sys.executable] if uv else []
    words = ["--no-deps", "--require-hashes", "--quiet", "--target", str(folder), "-r", str(LOCK)]
    subprocess.run([*pip, "install", *python, *words], check=True)
    shutil.copyfile(LOCK, done)


def refused(texts: Sequence[str], folder: Path) -> list[list[str]]:
    """What the parser says against each batch, `line:column message`; nothing for most."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", __file__, str(folder), "ask"],
        input="\n".join(map(json.dumps, texts)),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    answers: list[list[str]] = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(texts):
        raise RuntimeError(f"{len(answers)} answers of the parser to {len(texts)} batches")
    return answers


def _answer(folder: Path) -> None:
    # Without ICU, which the runtime else wants of the system.
    os.environ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1"
    site.addsitedir(str(folder))
    runtime = folder / "runtimeconfig.json"
    runtime.write_text(json.dumps(_RUNTIME), encoding="utf-8")
    from clr_loader import get_coreclr
    from pythonnet import set_runtime

    set_runtime(get_coreclr(runtime_config=str(runtime), dotnet_root=str(folder / _DOTNET)))
    import clr

    clr.AddReference(str(folder / _ASSEMBLY))
    from Microsoft.SqlServer.TransactSql.ScriptDom import TSql150Parser
    from System.IO import StringReader

    parser = TSql150Parser(True)  # quoted identifiers on, as every driver has it
    for line in sys.stdin:
        _, errors = parser.Parse(StringReader(json.loads(line)), None)
        print(json.dumps([f"{e.Line}:{e.Column} {e.Message}" for e in errors]))


if __name__ == "__main__":
    _answer(Path(sys.argv[1])) if sys.argv[2:] else install(Path(sys.argv[1]))
