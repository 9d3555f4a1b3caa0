"""Connection attempts in audit.connection_login_events: failed ones too, each exactly once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pandas
import pytest
import sqlglot
from conftest import ROOT, RunCli, Warehouse
from sqlglot import exp
from test_refusals import held

from ecommerce_base.connection_log import attempt, hand_over
from ecommerce_base.errors import DwError
from ecommerce_base.settings import Settings

LIGHT = ("--select", "dim_data")
EVENTS = """
    select banco, sucesso, categoria_erro, codigo_erro, duracao_ms, aplicacao
    from audit.connection_login_events where not sucesso order by evento_em
"""


SERVER_WORDS = (
    (
        "[28000] [Microsoft][ODBC Driver 18]Login failed for user 'a''b'. (18456)",
        "autenticacao",
    ),
    ("[HYT00] [Microsoft][ODBC Driver 18]Login timeout expired (0)", "timeout"),
    ('Cannot open database "DW_ECOMMERCE" requested by the login. (4060)', "fonte_ausente"),
    ("[08001] TCP Provider: Error code 0x2749 (10057)", "conexao"),
)


def failures(warehouse: Warehouse) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse.warehouse), read_only=True) as db:
        return db.execute(EVENTS).fetchall()


def waiting(warehouse: Warehouse) -> list[Path]:
    return sorted((warehouse.data_dir / "conexoes").glob("*.json"))


def test_failed_attempts_are_written_once_by_the_next_run(
    run_cli: RunCli, loaded: Warehouse, tmp_path: Path
) -> None:
    data = loaded.data_dir
    with duckdb.connect(str(loaded.warehouse)) as db:  # a table of an older version
        db.execute("alter table audit.connection_login_events drop evento_id")
    with held(loaded.warehouse):
        run_cli(data_dir=data)
    with held(loaded.source):
        run_cli(data_dir=data)
    good = tmp_path / "good.duckdb"
    shutil.move(loaded.source, good)
    loaded.source.write_bytes(b"no database" * 1000)
    run_cli(data_dir=data)
    shutil.move(good, loaded.source)
    files = waiting(loaded)
    assert len(files) == 3
    kept = [json.loads(file.read_text(encoding="utf-8")) for file in files]

    run_cli(*LIGHT, data_dir=data, check=True)
    found = failures(loaded)
    assert [(banco, categoria) for banco, _, categoria, *_ in found] == [
        ("DW_ECOMMERCE", "bloqueio"),
        ("ECOMMERCE_OLTP", "bloqueio"),
        ("ECOMMERCE_OLTP", "fonte_ausente"),
    ]
    assert [(event["codigo_erro"], event["duracao_ms"]) for event in kept] == [
        (codigo, duracao) for *_, codigo, duracao, _ in found
    ]
    assert not (data / "conexoes").exists()

    # Killed after the events were written, before the files were deleted: all of it again.
    (data / "conexoes").mkdir()
    for file, event in zip(files, kept, strict=True):
        file.write_text(json.dumps(event), encoding="utf-8")
    for number, (words, _) in enumerate(SERVER_WORDS):
        server = {**kept[0], "evento_id": f"server{number}", "servidor": "s,1433"}
        server |= {"evento_em": str(T0 + timedelta(seconds=number)), "mensagem_erro": words}
        (data / "conexoes" / f"9-server{number}.json").write_text(json.dumps(server))
    run_cli(*LIGHT, data_dir=data, check=True)
    now = failures(loaded)
    assert [row for row in now if row[4] is not None and row in found] == found
    assert {row[2] for row in now if row not in found} == {kind for _, kind in SERVER_WORDS}
    assert len(now) == len(found) + len(SERVER_WORDS)
    assert not waiting(loaded)

    with duckdb.connect(str(loaded.warehouse), read_only=True) as db:
        ((seen,),) = db.execute(
            "select count(*) from audit.connection_login_events where sucesso and duracao_ms >= 0"
        ).fetchall()
        health = db.execute("select categoria, falhas from ops.vw_saude_conexoes").fetchall()
    assert seen >= 2
    assert sum(falhas for _, falhas in health) == len(now)


def test_an_attempt_is_kept_in_the_servers_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path, tmp_path / "data")
    monkeypatch.setenv("DW_SQLSERVER_USER", "svc_etl")
    with pytest.raises(DwError, match="plain"), attempt(settings, "s,1433", "DW_ECOMMERCE"):
        try:
            raise OSError("28000", "[28000] Login failed for user 'svc_etl'.")
        except OSError as error:
            raise DwError("A plain sentence.") from error
    (file,) = (tmp_path / "data" / "conexoes").iterdir()
    event = json.loads(file.read_text(encoding="utf-8"))
    assert (event["servidor"], event["usuario"]) == ("s,1433", "svc_etl")
    assert (event["codigo_erro"], "Login failed" in event["mensagem_erro"]) == ("28000", True)
    monkeypatch.delenv("DW_CONEXAO_MS", raising=False)
    with attempt(settings, "embedded", "DW_ECOMMERCE"):
        pass
    assert int(os.environ["DW_CONEXAO_MS"]) >= 0
    assert hand_over(settings) == [file]
    assert json.loads(os.environ["DW_CONEXOES"]) == [event]
    monkeypatch.delenv("DW_CONEXOES")


def test_a_run_that_cannot_open_the_warehouse_keeps_what_waits(
    run_cli: RunCli, loaded: Warehouse
) -> None:
    for _ in range(2):
        with held(loaded.warehouse):
            run_cli(data_dir=loaded.data_dir)
    assert len(waiting(loaded)) == 2
    assert failures(loaded) == []


COLUMNS = """
    create table eventos (
        evento_em timestamp, servidor varchar, banco varchar, usuario varchar, aplicacao varchar,
        origem varchar, sucesso boolean, duracao_ms integer, codigo_erro varchar,
        categoria_erro varchar, mensagem_erro varchar, evento_id varchar
    )
"""
SCRIPT = """
import sys
from dbt.cli.main import dbtRunner
for target, words in (("duckdb", []), ("sqlserver", ["--target-path", sys.argv[2]])):
    done = dbtRunner().invoke(
        ["--quiet", "compile", "--no-introspect", "--no-populate-cache", "--target", target]
        + ["--inline", sys.argv[1], *words]
    )
    if not done.success:
        sys.exit(str(done.exception))
"""
STATEMENTS = """
{{ inserir_logins('eventos', 'arquivos') }}
---
{{ lacuna_da_auditoria('eventos', 'arquivos') }}
---
{{ esquecer_conexoes('eventos') }}
---
{{ comandos_de_mascara('dim.dim_cliente', {'email': 'email()', 'cep': 'default()'}) }}
---
{{ linhas_de_outras_execucoes(controle('dim', 'dim_data')) }}
"""


@pytest.fixture(scope="module")
def rendered(
    cli_environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """The statements above, as each engine gets them."""
    folder = tmp_path_factory.mktemp("inline")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, STATEMENTS, str(folder)],
        # As the launcher names them: DuckDB's side finds the project parsed already.
        env={**cli_environment, "DW_DATA_DIR": "data", "DBT_PROFILES_DIR": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    texts = done.stdout.split("insert into")[1:]
    return {
        engine: [part.strip() for part in f"insert into{text}".split("---")]
        for engine, text in zip(("duckdb", "sqlserver"), texts, strict=True)
    }


def login(at: datetime, **other: object) -> dict[str, object]:
    """A row of sys.fn_get_audit_file, as SQL Server 2022 gives it for a login."""
    row: dict[str, object] = {
        "event_time": at,
        "sequence_number": 1,
        "action_id": "LGIS",
        "succeeded": True,
        "session_id": 51,
        "server_principal_name": "svc_etl",
        "server_instance_name": "sqlserver",
        "database_name": "master",
        "statement": "-- network protocol: TCP/IP",
        "additional_information": "<action_info></action_info>",
        "client_ip": "172.18.0.5",
        "application_name": "ecommerce_dw",
        "duration_milliseconds": 3,
    }
    return row | other


def refused(at: datetime, **other: object) -> dict[str, object]:
    return login(
        at,
        action_id="LGIF",
        succeeded=False,
        session_id=0,
        statement="Login failed for user 'sa'. Reason: Password did not match. [CLIENT: 10.0.0.9]",
        additional_information="<action_info><error>0x00004818</error><state>8</state></action_info>",
        **other,
    )


# The audit's time is UTC, as is the session's; its own moment, for what is old is forgotten.
T0 = datetime.now(UTC).replace(tzinfo=None, microsecond=123_456) - timedelta(days=30)
KEPT_DAYS = 400  # retencao_conexoes_dias in dbt_project.yml


def test_logins_are_read_once_whatever_happens_to_the_files(
    rendered: dict[str, list[str]],
) -> None:
    insert, gap, *_ = rendered["duckdb"]
    at = [T0 + timedelta(microseconds=n) for n in range(9)]
    twin = refused(at[2])  # two of the same client in one microsecond are two
    files = {
        1: [login(at[0]), login(at[1], session_id=52), twin, twin],
        2: [refused(at[3])],
        3: [login(at[4]), login(at[4], sequence_number=2), login(at[5], action_id="AUSC")],
    }
    with duckdb.connect() as db:
        db.execute("set timezone = 'UTC'")
        db.execute(COLUMNS)

        def read(*names: int) -> list[tuple[object, ...]]:
            rows = [row for name in names for row in files[name]]
            db.register("arquivos", pandas.DataFrame(rows))
            db.execute(insert)
            return db.execute("select * from eventos order by evento_em, evento_id").fetchall()

        def missed(*names: int) -> bool:
            db.register("arquivos", pandas.DataFrame([r for n in names for r in files[n]]))
            return bool(db.execute(gap).fetchall())

        files[1], late = files[1][:2], files[1][2:]
        assert len(read(1)) == 2
        files[1] += late  # the file that is being written
        assert len(read(1)) == 4
        assert len(read(1)) == 4
        assert len(read(1, 2)) == 5  # rolled over
        assert not missed(1, 2)
        kept = read(2, 3)  # the oldest file is gone; what was read of it stays
        assert len(kept) == 6
        assert not missed(2, 3)
        assert [row[0] for row in kept] == [at[0], at[1], at[2], at[2], at[3], at[4]]
        assert [row[6] for row in kept] == [True, True, False, False, False, True]
        assert {row[8] for row in kept if not row[6]} == {"18456"}
        assert len({row[11] for row in kept}) == 6
        files[4] = [login(at[8])]
        assert missed(4)  # nothing that was read is still there


def test_old_attempts_are_forgotten_and_not_read_again(rendered: dict[str, list[str]]) -> None:
    insert, _, forget, *_ = rendered["duckdb"]
    now = datetime.now(UTC).replace(tzinfo=None)
    young = now - timedelta(days=KEPT_DAYS) + timedelta(hours=1)
    old = now - timedelta(days=KEPT_DAYS) - timedelta(hours=1)
    with duckdb.connect() as db:
        db.execute("set timezone = 'UTC'")
        db.execute(COLUMNS)
        db.register("arquivos", pandas.DataFrame([login(old), login(young)]))
        for at in (old, young):
            db.execute("insert into eventos (evento_em, banco) values (?, 'kept')", [at])
        db.execute(forget)
        db.execute(insert)
        found = db.execute("select evento_em, banco from eventos order by banco").fetchall()
    assert found == [(young, "kept"), (young, "master")]


def test_sql_server_gets_the_same_statements(rendered: dict[str, list[str]]) -> None:
    for text in rendered["sqlserver"][:3]:
        (statement,) = sqlglot.parse(text, read="tsql")
        assert statement is not None
        assert not list(statement.find_all(exp.Command, exp.DPipe, exp.Boolean))
    insert = rendered["sqlserver"][0]
    assert "hashbytes('MD5'" in insert
    assert "datepart(tzoffset, sysdatetimeoffset())" in insert


def test_rows_of_a_run_that_went_well_are_told_from_those_of_one_that_died(
    rendered: dict[str, list[str]], loaded: Warehouse
) -> None:
    """What a first load leaves on SQL Server is dropped only where all of it is of the latter."""
    text = rendered["duckdb"][4]
    with duckdb.connect(str(loaded.warehouse)) as db:
        ((of_others,),) = db.execute(text).fetchall()
        assert of_others == db.table("dim.dim_data").shape[0] > 0
        db.execute("update audit.etl_run set status = 'aborted'")
        assert db.execute(text).fetchall() == [(0,)]


def test_masks_are_set_where_they_are_missing(rendered: dict[str, list[str]]) -> None:
    text = rendered["sqlserver"][3]
    parts = [" ".join(part.split()) for part in text.split(";") if part.strip()]
    assert len(parts) == 2
    for part, (column, mask) in zip(
        parts, (("email", "email()"), ("cep", "default()")), strict=True
    ):
        seen, _, done = part.partition(" alter table ")
        assert f"name = '{column}' and masking_function = '{mask}'" in seen
        assert (
            done == f"dim.dim_cliente alter column {column} add masked with (function = '{mask}')"
        )
