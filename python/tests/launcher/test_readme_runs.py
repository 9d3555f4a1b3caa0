"""A newcomer types what the READMEs say, in their order, on a fresh clone: all of it works."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

PAGES = ("README.md", "README.pt-BR.md")
BLOCK = re.compile(r"^    ((?:python run\.py|dbt|select) .*|python run\.py)$")
CELL = re.compile(r"^\| (`python run\.py[^|]*) \|")
ANYBODY = "select min(cliente_original_id) from dim.dim_cliente where cliente_original_id > 0"
# Each stays until it is stopped; the suite runs by itself.
SERVICES = ("run.py dashboards", "run.py schedule", "run.py docs")
NOT_AGAIN = ("python run.py test",)
# What else than 0 a command ends with: open alerts; a cutoff before the last load, no address to
# send alerts to, and an opt-in without its packages are refused.
ENDINGS = {
    "python run.py alerts": (0, 1),
    "python run.py alerts --notify": (2,),
    "python run.py --cutoff 2024-06-30": (2,),
    "python run.py observe": (2,),
}


def typed(page: str, olist: Path) -> list[str]:
    """The page's commands and queries, in order; an optional part is a command of its own."""
    found = []
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        if match := BLOCK.match(line):
            words = re.split(r"\s+(?:#|--\s)", match[1])[0].strip()
            found += [re.sub(r"path/to/csv|caminho/dos/csv", shlex.quote(str(olist)), words)]
        elif match := CELL.match(line):
            for words in re.findall(r"`([^`]*)`", match[1]):
                whole = f"python run.py {words.removeprefix('python run.py').strip()}".strip()
                without, with_it = re.sub(r" ?\[.*?\]", "", whole), re.sub(r"[\[\]]", "", whole)
                found += dict.fromkeys([without, with_it])
    return [words for words in found if words not in NOT_AGAIN and not re.search("[A-Z]{4}", words)]


def serves(words: str, where: Path, machine: dict[str, str]) -> int:
    """What the service ends with when it is stopped like a newcomer does, by Ctrl-C."""
    with subprocess.Popen(
        shlex.split(words), cwd=where, env=machine, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    ) as service:  # fmt: skip
        time.sleep(20 if "schedule" in words else 90)
        assert service.poll() is None, f"{words}: ended by itself\n{service.stdout.read()}"  # type: ignore[union-attr]
        os.killpg(service.pid, signal.SIGINT)
        service.communicate(timeout=60)
        return service.returncode


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_what_a_readme_says_can_be_done(page: str, tmp_path: Path, real_data: object) -> None:
    olist = real_data("olist")  # type: ignore[operator]
    clone, tools = tmp_path / "e-commerce", tmp_path / "bin"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    tools.mkdir()
    (tools / "python").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    path = [str(tools), str(clone / ".venv" / "bin"), str(Path(shutil.which("git") or "").parent)]
    machine = {"PATH": ":".join([*path, "/usr/bin", "/bin"]), "HOME": os.environ["HOME"]}
    # How this machine reaches its package registry.
    machine |= {n: v for n, v in os.environ.items() if n.startswith(("PIP_", "UV_", "SSL_"))}
    warehouse = clone / "data" / "DW_ECOMMERCE.duckdb"
    for words in typed(page, olist):
        if words.startswith("select"):
            with duckdb.connect(str(warehouse), read_only=True) as dw:
                dw.execute(words)
            continue
        if "--cliente 42" in words:  # the shop is Olist's by now, where nobody has that key
            with duckdb.connect(str(warehouse), read_only=True) as dw:
                (somebody,) = dw.execute(ANYBODY).fetchone() or ()
            words = words.replace("42", str(somebody))
        if any(service in words for service in SERVICES):
            assert serves(words, clone, machine) in (0, 130), words
            continue
        done = subprocess.run(
            shlex.split(words), cwd=clone, env=machine, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        assert done.returncode in ENDINGS.get(words, (0,)), f"{words}\n{done.stdout}{done.stderr}"
