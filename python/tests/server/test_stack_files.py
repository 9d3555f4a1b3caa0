"""The Docker stack as files: valid, hardened, without secrets. No Docker engine runs here."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml
from conftest import ROOT
from sqlglot import exp

from ecommerce_dw.load import main_job
from ecommerce_ops.schedule import checked_command
from ecommerce_server.scripts import FOLDER, batches, csv_rows

DOCKER = ROOT / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
LONG_RUNNING = {"sqlserver", "etl", "monitor", "vendas", "docs", "backup"}
ONE_SHOT = {"volumes", "prepare", "source", "restore"}

# Statements of SQL Server that sqlglot cannot read, each one spelt out here in full.
NAMED = r"[\w.]+"
SPELT_OUT = (
    rf"alter database {NAMED} set (?:read_committed_snapshot on with rollback immediate|"
    r"recovery full|page_verify checksum|"
    r"allow_snapshot_isolation on)",
    rf"alter server audit {NAMED} with \(state = on\)",
    r"backup (?:database|log) @\w+ to disk = @\w+ with checksum, compression, format, init",
    r"restore verifyonly from disk = @\w+ with checksum",
    r"restore database @\w+ from disk = @\w+ with checksum, replace, norecovery",
    r"restore log @\w+ from disk = @\w+ with checksum, norecovery(?:, stopat = @\w+)?",
    r"restore database @\w+ with recovery",
)


def tool(name: str) -> str:
    """The path of a linter of requirements/dev.lock; skips where it is not installed."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip(f"{name} is not installed: it is in requirements/dev.lock")
    return found


def clean(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_fits_its_schema() -> None:
    clean(tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "docker/compose.yml")


def test_workflows_fit_their_schema() -> None:
    files = sorted(str(f) for f in (ROOT / ".github" / "workflows").glob("*.yml"))
    assert files
    clean(tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *files)


def test_dockerfile_has_no_complaint() -> None:
    clean(tool("hadolint"), "docker/Dockerfile")


def test_shell_scripts_have_no_complaint() -> None:
    scripts = sorted(str(file) for file in DOCKER.glob("*.sh"))
    assert len(scripts) == 3
    clean(tool("shellcheck"), *scripts, ".ci/run")


def test_powershell_scripts_parse_and_match_the_others() -> None:
    grammar = pytest.importorskip("tree_sitter_powershell", reason="requirements/dev.lock has it")
    tree_sitter = pytest.importorskip("tree_sitter")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    for file in sorted(DOCKER.glob("*.sh")):
        twin = file.with_suffix(".ps1")
        assert not parser.parse(twin.read_bytes()).root_node.has_error, twin.name
    assert parser.parse(b"if ($x { }").root_node.has_error
    passwords = [
        set(re.findall(r"\b[A-Z_]+_PASSWORD\b", (DOCKER / name).read_text(encoding="utf-8")))
        for name in ("up_stack.sh", "up_stack.ps1")
    ]
    wanted = {row["variavel"] for row in csv_rows("logins")} | {"MSSQL_SA_PASSWORD"}
    assert passwords == [wanted, wanted]


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
def test_passwords_are_made_once_strong_and_private(tmp_path: Path) -> None:
    shutil.copy(DOCKER / "up_stack.sh", tmp_path)
    environment = {**os.environ, "DW_STACK_ENV_ONLY": "1"}

    def start() -> str:
        subprocess.run(["bash", str(tmp_path / "up_stack.sh")], env=environment, check=True)
        return (tmp_path / ".env").read_text(encoding="utf-8")

    first = start()
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    passwords = re.findall(r"^\w+_PASSWORD=(.+)$", first, re.MULTILINE)
    assert len(passwords) == len(set(passwords)) == 7
    for word in passwords:  # SQL Server: 8 and more, three of four kinds; .env: no quoting needed
        assert re.fullmatch(r"[A-Za-z0-9-]{20,128}", word)
        assert all(re.search(kind, word) for kind in ("[a-z]", "[A-Z]", "[0-9]", "-"))
    assert start() == first
    kept = [line for line in first.splitlines() if not line.startswith("DW_DOCS_PASSWORD")]
    (tmp_path / ".env").write_text("\n".join([*kept, "DW_BIND=10.0.0.1"]))  # no end of line
    added = start().splitlines()
    assert added[:-1] == [*kept, "DW_BIND=10.0.0.1"]
    assert re.fullmatch(r"DW_DOCS_PASSWORD=[A-Za-z0-9-]{20,}", added[-1])
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_every_service_is_known() -> None:
    assert set(SERVICES) == LONG_RUNNING | ONE_SHOT


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["mem_limit"]
    assert "privileged" not in service
    root = service["user"].split(":")[0] in ("0", "root")
    assert root == (name == "volumes"), "only the one that hands volumes over is root"
    if root:
        assert service["network_mode"] == "none"
    assert service.get("read_only", False) or name == "sqlserver"
    added = {"volumes": ["CHOWN"], "sqlserver": ["NET_BIND_SERVICE"]}
    assert service.get("cap_add", []) == added.get(name, [])


@pytest.mark.parametrize("name", sorted(LONG_RUNNING))
def test_each_long_running_service_is_watched(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert {"test", "interval", "timeout", "retries", "start_period"} <= set(service["healthcheck"])
    for other, how in service.get("depends_on", {}).items():
        expected = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
        assert how["condition"] == expected


def test_one_shots_do_not_start_again_and_somebody_waits_for_them() -> None:
    for name in ONE_SHOT:
        assert SERVICES[name]["restart"] == "no"
    # `up --wait` takes an ended service for a failure unless another one waits for its end.
    awaited = {other for service in SERVICES.values() for other in service.get("depends_on", {})}
    assert ONE_SHOT - awaited == {"restore"}
    assert SERVICES["restore"]["profiles"] == ["restore"]


def test_only_pages_are_published_and_only_on_this_machine() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert ports == {
        name: [f"${{DW_BIND:-127.0.0.1}}:{port}:{port}"]
        for name, port in (("monitor", 8501), ("vendas", 8502), ("docs", 8503))
    }
    assert COMPOSE["networks"]["server"] == {"internal": True}
    on_server_only = {n for n, s in SERVICES.items() if s.get("networks") == ["server"]}
    assert on_server_only == set(SERVICES) - set(ports) - {"volumes"}


def test_images_are_pinned() -> None:
    images = {service["image"] for service in SERVICES.values()}
    ours = {image for image in images if image.startswith("ecommerce-dw:")}
    assert len(images - ours) == 1
    for image in images - ours:
        assert re.fullmatch(r"[\w./-]+:2022-CU\d+-ubuntu-22\.04@sha256:[0-9a-f]{64}", image)
    bases = re.findall(r"^ARG PYTHON=(.+)$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE)
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", bases[0])


def test_no_secret_is_in_a_file() -> None:
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if "PASSWORD" in key:
                assert re.fullmatch(r"\$\{\w+_PASSWORD:\?run docker/up_stack\}", value), key
    literal = re.compile(r"(?i)\b(?:pwd|password|senha)\s*[:=]\s*['\"]?[A-Za-z0-9!@#%-]{6,}")
    for file in [*DOCKER.rglob("*"), *(ROOT / ".github").rglob("*.yml")]:
        if file.is_file() and file.suffix in (".sql", ".yml", ".csv", ".sh", ".ps1"):
            assert not literal.findall(file.read_text(encoding="utf-8")), file.name
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", "**/.env", "data", ".git"} <= set(ignored)


def test_each_service_gets_only_the_password_that_it_uses() -> None:
    users = {row["login"]: row["variavel"] for row in csv_rows("logins")}
    for name, service in SERVICES.items():
        environment = service.get("environment", {})
        if name in ("sqlserver", "prepare"):
            continue
        given = {v for k, v in environment.items() if "PASSWORD" in k}
        user = environment.get("DW_SQLSERVER_USER")
        variable = "MSSQL_SA_PASSWORD" if user == "sa" else users.get(user or "")
        assert given == ({f"${{{variable}:?run docker/up_stack}}"} if user else set()), name
    assert {
        n for n, s in SERVICES.items() if s.get("environment", {}).get("DW_SQLSERVER_USER") == "sa"
    } == {
        "prepare",
        "restore",
    }


def test_the_launcher_knows_every_command_of_the_services() -> None:
    seen = 0
    for service in SERVICES.values():
        if "entrypoint" in service or not service["image"].startswith("ecommerce-dw:"):
            continue
        words = [re.sub(r"\$\{\w+:-(.*)\}", r"\1", word) for word in service["command"]]
        if "--help" in words:
            continue
        checked_command(main_job, words[words.index("--") :] if words[0] == "schedule" else words)
        seen += 1
    assert seen == 5


def test_the_image_asks_modules_that_there_are() -> None:
    named = re.findall(r"from (\w+\.\w+) import", (DOCKER / "Dockerfile").read_text())
    assert named
    assert all(importlib.util.find_spec(name) for name in named)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.sql")), ids=lambda file: file.stem)
def test_t_sql_scripts_parse(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert batches(text)
    for batch in batches(text):
        for statement in SPELT_OUT:
            batch = re.sub(statement, "select 1", batch)
        for parsed in sqlglot.parse(batch, read="tsql"):
            assert parsed is not None
            assert not list(parsed.find_all(exp.Command)), batch


def test_batches_are_cut_at_go_alone() -> None:
    assert batches("select 1\ngo\n\nGO ;\nselect 'go' as gone\n  go  \n") == [
        "select 1",
        "select 'go' as gone",
    ]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.sql")), ids=lambda file: file.stem)
def test_no_value_is_glued_into_a_command_unquoted(file: Path) -> None:
    """Every variable that becomes part of a command goes through QUOTENAME."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if "+" in line and "N'" in line:
            glued = re.findall(r"\+\s*([^\s+]+)", line)
            assert all(part.startswith(("N'", "quotename(")) for part in glued), line
