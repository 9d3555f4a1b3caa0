"""Microsoft's own T-SQL parser (ScriptDom, the grammar of SQL Server 2019), in a folder of its own.

Beside it: Microsoft's reader of Power BI's semantic models (`model`).

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
from typing import Any

LOCK = Path(__file__).parents[3] / "requirements" / "tsql-parser.lock"
_DOTNET = "dotnetcore2/bin"
_ASSEMBLY = "mssqlcli/mssqltoolsservice/bin/Microsoft.SqlServer.TransactSql.ScriptDom.dll"
_TABULAR = "pbi_cli/dlls"
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


def model(definition: Path, folder: Path) -> dict[str, Any]:
    """A semantic model as Microsoft's reader of TMDL takes it. Raises ValueError when it does not:
    a TmdlFormatException without words, which want an assembly that is not here."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", __file__, str(folder), "model", str(definition)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise ValueError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _model(folder: Path, definition: str) -> None:
    clr = _start(folder)
    for name in ("Core", "Tabular.Json", "Tabular"):
        clr.AddReference(str(folder / _TABULAR / f"Microsoft.AnalysisServices.{name}.dll"))
    from Microsoft.AnalysisServices.Tabular import TmdlSerializer

    read = TmdlSerializer.DeserializeDatabaseFromFolder(definition).Model
    tables = {
        table.Name: {
            "category": table.DataCategory,
            "columns": {c.Name: str(c.DataType) for c in table.Columns},
            "hidden": [c.Name for c in table.Columns if c.IsHidden],
            "key": [c.Name for c in table.Columns if c.IsKey],
            "measures": {m.Name: [m.FormatString, m.Description] for m in table.Measures},
            "source": [p.Source.Expression for p in table.Partitions],
        }
        for table in read.Tables
    }
    ends = [
        [r.FromTable.Name, r.FromColumn.Name, r.ToTable.Name, r.ToColumn.Name, bool(r.IsActive)]
        for r in read.Relationships
    ]
    roles = {
        role.Name: [
            [permission.Table.Name, column.Name, str(column.MetadataPermission)]
            for permission in role.TablePermissions
            for column in permission.ColumnPermissions
        ]
        for role in read.Roles
    }
    parameters = [expression.Name for expression in read.Expressions]
    found = {"tables": tables, "relations": ends, "roles": roles, "parameters": parameters}
    print(json.dumps(found))


def _start(folder: Path) -> Any:
    """.NET in this process; gives back pythonnet's module."""
    # Without ICU, which the runtime else wants of the system.
    os.environ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1"
    site.addsitedir(str(folder))
    runtime = folder / "runtimeconfig.json"
    runtime.write_text(json.dumps(_RUNTIME), encoding="utf-8")
    from clr_loader import get_coreclr
    from pythonnet import set_runtime

    set_runtime(get_coreclr(runtime_config=str(runtime), dotnet_root=str(folder / _DOTNET)))
    import clr

    return clr


def _answer(folder: Path) -> None:
    _start(folder).AddReference(str(folder / _ASSEMBLY))
    from Microsoft.SqlServer.TransactSql.ScriptDom import TSql150Parser
    from System.IO import StringReader

    parser = TSql150Parser(True)  # quoted identifiers on, as every driver has it
    for line in sys.stdin:
        _, errors = parser.Parse(StringReader(json.loads(line)), None)
        print(json.dumps([f"{e.Line}:{e.Column} {e.Message}" for e in errors]))


if __name__ == "__main__":
    where, asked = Path(sys.argv[1]), sys.argv[2:3]
    if asked == ["model"]:
        _model(where, sys.argv[3])
    elif asked:
        _answer(where)
    else:
        install(where)
