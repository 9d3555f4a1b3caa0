"""A run for SQL Server without one: every statement is T-SQL, and the selects give DuckDB's rows.

dbt runs against a recorder in the driver's place (tsql/record.py). What it sends is parsed and held
against rules that T-SQL has (tsql/rules.py). What it compiled is translated back to DuckDB, run on
the same source, and compared with what the DuckDB target built (tsql/rebuild.py): invariant I6.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest
import sqlglot
from conftest import RunCli, Warehouse
from invariants.harness import LIGHT
from sqlglot import exp
from sqlglot.errors import ParseError
from tsql import rules, scriptdom, statements, translate, typed
from tsql.rebuild import attach_source, begin_first_run, begin_run, differences, in_order, rebuild
from tsql.scenario import (
    ROOT,
    Recording,
    built_columns,
    moments_of_runs,
    record,
    source_columns,
)

from ecommerce_server.permissions import permissions
from ecommerce_server.scripts import csv_rows

NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
WINDOWED = "{varredura_horas: 24}"
ERASED = "{apagar_clientes: [5]}"
NO_TESTS = ("--exclude-resource-types", "unit_test", "test")


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    """sqlglot warns of each command that it takes whole; statements.parse judges them."""
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    yield
    logging.getLogger("sqlglot").setLevel(logging.NOTSET)


@pytest.fixture(scope="module")
def first_load(loaded_once: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """The run that makes everything, as of the DuckDB warehouse's first run."""
    cutoff = moments_of_runs(loaded_once.warehouse)[1]
    folder = tmp_path_factory.mktemp("first") / "run"
    return record(folder, *NO_UNIT_TESTS, run_id=1, cutoff=cutoff)


@pytest.fixture(scope="module")
def changed(
    loaded_once: Warehouse, run_cli: RunCli, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Warehouse, Warehouse]:
    """A changed shop: after a windowed run, and after a sweep that erases a customer, too."""
    after = loaded_once.copy_to(tmp_path_factory.mktemp("changed") / "data")
    simulate = ("source", "simulate", "--orders", "60", "--bad-rows", "15")
    run_cli(*simulate, data_dir=after.data_dir, check=True)
    windowed = ("--exclude", "resource_type:test", "path:models/ops", "--vars", WINDOWED)
    run_cli(*windowed, data_dir=after.data_dir, check=True)
    between = after.copy_to(tmp_path_factory.mktemp("between") / "data")
    run_cli(*LIGHT, "--vars", ERASED, data_dir=after.data_dir, check=True)
    return between, after


@pytest.fixture(scope="module")
def second_run(
    changed: tuple[Warehouse, Warehouse], tmp_path_factory: pytest.TempPathFactory
) -> Recording:
    """The windowed run, as of the DuckDB warehouse's second run."""
    moments = moments_of_runs(changed[0].warehouse)
    folder = tmp_path_factory.mktemp("second") / "run"
    return record(
        folder,
        *NO_TESTS,
        run_id=2,
        cutoff=moments[2],
        before=moments[1],
        loaded=True,
        sweeps=False,
    )


@pytest.fixture(scope="module")
def third_run(
    changed: tuple[Warehouse, Warehouse], tmp_path_factory: pytest.TempPathFactory
) -> Recording:
    """The sweep, as of the DuckDB warehouse's third run, which erases a customer.

    Facts by delete+insert, with foreign keys and a source that stamps UTC.
    """
    moments = moments_of_runs(changed[1].warehouse)
    folder = tmp_path_factory.mktemp("third") / "run"
    chosen = "{estrategia_fatos: delete+insert, chaves_estrangeiras: true, relogio_utc: true, "
    chosen += "apagar_clientes: [5]}"
    selection = (*LIGHT, *NO_UNIT_TESTS, "--vars", chosen)
    return record(folder, *selection, run_id=3, cutoff=moments[3], before=moments[2], loaded=True)


@pytest.fixture(scope="module")
def full_refresh(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """A full refresh of a loaded warehouse, one of whose entities was never loaded to the end."""
    return record(
        tmp_path_factory.mktemp("refresh") / "run",
        *("--full-refresh", *NO_TESTS),
        run_id=2,
        cutoff="2026-05-05 00:00:00.000000",
        loaded=True,
        half_loaded=["dim_regiao"],
    )


@pytest.fixture(scope="module")
def unit_tests(loaded_once: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """dbt's unit tests, which a server's catalog is asked for: the DuckDB pair stands for it."""
    folder = tmp_path_factory.mktemp("unit") / "run"
    return record(
        folder,
        *("--select", "test_type:unit"),
        run_id=2,
        cutoff="2026-05-05 00:00:00.000000",
        loaded=True,
        command="test",
        built=built_columns(loaded_once.source, loaded_once.warehouse),
    )


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """`dbt docs generate`."""
    folder = tmp_path_factory.mktemp("docs") / "run"
    return record(folder, "generate", run_id=1, cutoff="2026-05-05 00:00:00.000000", command="docs")


_DRAWN = re.compile(r"(?<=testview_)\w+|(?<=')20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}(?=')")
_COMMENT = re.compile(r'^/\* \{"app".*?\*/', re.DOTALL)  # dbt's, before each statement


@cache
def _wrong_in(text: str) -> tuple[str, ...]:
    try:
        trees = statements.parse(text)
    except (ParseError, ValueError) as error:
        return (f"{re.sub(chr(27) + r'.*?m', '', str(error))[:300]} in {text[:200]}",)
    return tuple(wrong for tree in trees for wrong in rules.broken_rules(tree))


def _wrong(texts: Iterable[str]) -> list[str]:
    """What is wrong with them, each kind once; a moment or a drawn number makes no other one."""
    alike = {_DRAWN.sub("x", _COMMENT.sub("", text)) for text in texts}
    return sorted({wrong for text in alike for wrong in _wrong_in(text)})


@pytest.mark.parametrize(
    "run", ["first_load", "second_run", "third_run", "full_refresh", "unit_tests"]
)
def test_every_statement_of_a_run_is_t_sql(run: str, request: pytest.FixtureRequest) -> None:
    """Hooks, materializations, tests, seeds, snapshots: all that dbt would send."""
    recording: Recording = request.getfixturevalue(run)
    assert len(recording.statements) > 50
    assert _wrong(recording.statements) == []


@pytest.fixture(scope="module")
def catalog(first_load: Recording) -> typed.Catalog:
    """The columns of all tables, their types and NULLs."""
    return typed.catalog_of(first_load)


@pytest.mark.parametrize("rule", typed.TYPED_RULES, ids=lambda rule: rule.__name__)
def test_each_rule_of_types_sees_what_it_is_for(
    rule: typed.TypedRule, catalog: typed.Catalog
) -> None:
    for number, text in enumerate(typed.SAMPLES[rule]):
        query = sqlglot.parse_one(text.replace("core.", "ECOMMERCE_OLTP.core."), read="tsql")
        assert isinstance(query, exp.Query)
        found = list(rule(typed.Typed(query, catalog)))
        assert bool(found) is (number % 2 == 0), text


def test_no_statement_overflows_or_ranks_by_the_engines_nulls(
    request: pytest.FixtureRequest, catalog: typed.Catalog
) -> None:
    """Sums of int, NULLs in rankings, patterns made of data: by the types of all columns."""
    texts = {*request.getfixturevalue("documentation").compiled().values()}
    for run in RUNS:
        texts |= {_DRAWN.sub("x", text) for text in request.getfixturevalue(run).statements}
    assert typed.broken_typed_rules(sorted(texts), catalog) == []


def test_microsofts_parser_takes_every_statement(
    request: pytest.FixtureRequest, tsql_parser: Path
) -> None:
    """All that the recordings hold, and the analyses; the grammar is SQL Server 2019's."""
    texts = [*request.getfixturevalue("documentation").compiled().values()]
    for run in (*RUNS, "unit_tests", "documentation"):
        texts += request.getfixturevalue(run).statements
    sent = sorted({batch for text in texts for batch in statements.for_the_server(text)})
    answers = zip(sent, scriptdom.refused(sent, tsql_parser), strict=True)
    assert [(said, batch[:300]) for batch, said in answers if said] == []
    assert len(sent) > 1_000


def test_every_model_test_snapshot_and_analysis_is_among_them(
    first_load: Recording, documentation: Recording
) -> None:
    """The documentation compiles the analyses, which a build leaves out."""
    texts = {**first_load.compiled(), **documentation.compiled()}
    files = {
        file.stem
        for folder in ("models", "analyses", "snapshots")
        for file in (ROOT / folder).rglob("*.sql")
    }
    names = {key.split(".")[-1] for key in texts}
    assert files - names == set()
    analyses = {file.stem for file in (ROOT / "analyses").rglob("*.sql")}
    assert _wrong(text for key, text in texts.items() if key.split(".")[-1] in analyses) == []


def test_no_two_folders_of_models_read_each_other(first_load: Recording) -> None:
    """Staging, intermediate, dim, fact, agg, audit, vw, ops: one way, so that each can be read."""
    models = {
        key: (Path(node["original_file_path"]).parts[1], node["depends_on"]["nodes"])
        for key, node in first_load.manifest["nodes"].items()
        if node["resource_type"] == "model"
    }
    reads = {
        (folder, models[parent][0])
        for folder, parents in models.values()
        for parent in parents
        if parent in models and models[parent][0] != folder
    }
    assert len(reads) > 10
    assert {pair for pair in reads if pair[::-1] in reads} == set()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_each_rule_sees_what_it_is_for(rule: rules.Rule) -> None:
    assert list(rule(sqlglot.parse_one(rules.BROKEN[rule], read="tsql")))
    assert (
        list(
            rule(
                sqlglot.parse_one(
                    "select a, sum(b) as s from t where c = 1 group by a", read="tsql"
                )
            )
        )
        == []
    )


@pytest.fixture(scope="module")
def rebuilt(
    first_load: Recording, loaded_once: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Warehouse:
    """The first load in T-SQL."""
    made = Warehouse(tmp_path_factory.mktemp("rebuilt"))
    with duckdb.connect(str(made.warehouse)) as db:
        attach_source(db, loaded_once.source)
        db.execute(f"attach '{loaded_once.warehouse}' as expected (read_only)")
        begin_first_run(db, "expected")
        rebuild(db, first_load, moments_of_runs(loaded_once.warehouse)[1])
    return made


def test_a_first_load_in_t_sql_gives_duckdbs_rows(
    rebuilt: Warehouse, first_load: Recording, loaded_once: Warehouse
) -> None:
    """Dimensions, facts, views, snapshots, all columns, keys; and what loads tell."""
    with duckdb.connect(str(rebuilt.warehouse), read_only=True) as db:
        attach_source(db, loaded_once.source)
        db.execute(f"attach '{loaded_once.warehouse}' as expected (read_only)")
        assert differences(db, first_load, "expected", 1) == []
        (rows,) = db.execute("select count(*) from fact.fact_vendas").fetchall()[0]
    assert rows == 2_000


def test_later_runs_in_t_sql_give_duckdbs_rows(
    rebuilt: Warehouse,
    second_run: Recording,
    third_run: Recording,
    changed: tuple[Warehouse, Warehouse],
    tmp_path: Path,
) -> None:
    """The same from incremental branches, by window and sweep: new, changed, deleted, rejected."""
    file = tmp_path / rebuilt.warehouse.name
    shutil.copy(rebuilt.warehouse, file)
    with duckdb.connect(str(file)) as db:
        attach_source(db, changed[1].source)
        for run, recording, given in ((2, second_run, changed[0]), (3, third_run, changed[1])):
            db.execute(f"attach '{given.warehouse}' as expected_{run} (read_only)")
            begin_run(db, f"expected_{run}", run)
            rebuild(db, recording, moments_of_runs(given.warehouse)[run])
            assert differences(db, recording, f"expected_{run}", run) == []
        (rejected,) = db.execute("select count(*) from audit.quarentena").fetchall()[0]
        (swept,) = db.execute(
            "select sum(linhas_sem_carimbo) from audit.etl_run_entity where run_id = 3"
        ).fetchall()[0]
        told = db.execute("select distinct run_id, status from audit.reconciliacao").fetchall()
        erased = db.execute(
            "select distinct nome_cliente, email from dim.dim_cliente where cliente_original_id = 5"
        ).fetchall()
        contents = db.execute(
            "select distinct run_id from audit.reconciliacao where medida = 'conteudo'"
        ).fetchall()
    assert rejected == 15
    assert swept > 0
    assert sorted(told) == [(1, "ok"), (2, "ok"), (3, "ok")]
    assert erased == [("Titular apagado", None)]
    assert sorted(contents) == [(1,), (3,)]  # every value of every row, on a sweep


def _unit_test(sent: str) -> tuple[str, dict[str, str], str]:
    """Name, the selects that give `test` and `expected` rows, and the columns to compare."""
    name = re.search(r'"node_id": "unit_test\.\w+\.(\w+\.\w+)"', sent)
    views: dict[str, str] = {}
    columns = ""
    for batch in statements.batches(sent):
        if made := re.match(r"\s*create view\s+\S+\[(\w+?)view_\w+\]\s+as (.*)", batch, re.S):
            views[made[1]] = made[2].rstrip(" ;\n")
        elif named := re.search(r"select\s+(.*?), 'actual'", batch, re.DOTALL):
            columns = named[1]
    assert name
    return name[1], views, columns


def test_dbts_unit_tests_hold_in_t_sql(unit_tests: Recording) -> None:
    """Each one's select in T-SQL, translated and run on its fixtures, gives the rows expected."""
    difference = (Path(__file__).parent / "tsql/sql/unit_test.sql").read_text(encoding="utf-8")
    failed: list[str] = []
    seen: set[str] = set()
    with duckdb.connect() as db:
        translate.prepare(db)
        for sent in unit_tests.statements:
            if "dbt_internal_unit_test_actual" not in sent:
                continue
            name, views, columns = _unit_test(sent)
            test, expected = (
                translate.to_duckdb(views[kind], "2026-05-05 00:00:00")
                for kind in ("test", "expected")
            )
            text = difference.format(colunas=columns, calculada=test, esperada=expected)
            failed += [f"{name}: {row}" for row in db.execute(text).fetchall()]
            seen.add(name)
    assert failed == []
    assert len(seen) == len(unit_tests.manifest["unit_tests"]) > 50


def test_the_login_of_the_documentation_may_look_at_all_that_it_tells_of(
    documentation: Recording,
) -> None:
    asked = set(re.findall(r"\bUSE \[(\w+)\]", "\n".join(documentation.statements)))
    roles = {row["papel"] for row in csv_rows("logins") if row["login"] == "svc_docs"}
    defined = {p for p in permissions() if p.role in roles and p.permission == "VIEW DEFINITION"}
    assert asked == {"DW_ECOMMERCE", "ECOMMERCE_OLTP"}
    assert asked <= {p.database for p in defined if p.scope == "DATABASE"}


def test_what_the_translation_does_not_cover_is_looked_at_elsewhere() -> None:
    """Each gap names its test, and the test is there."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    tests = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for gap, where in translate.NOT_COVERED.items():
        named = re.findall(r"\b(test_\w+)", where)
        assert named or "sqlserver" in where, gap
        assert all(name in tests or name in {f.stem for f in files} for name in named), gap


def test_no_text_of_the_source_keeps_the_blanks_at_its_end(first_load: Recording) -> None:
    """T-SQL takes 'Cancelado ' and 'Cancelado' for equal, whatever the collation; DuckDB does not.

    So staging, through which all reading goes, trims every text on both engines.
    """
    texts = {
        (t, c) for t, c, kind in source_columns() if "char" in kind and t != "identidade_origem"
    }
    trimmed = {
        (node["name"].removeprefix("stg_oltp__"), column.alias)
        for node in in_order(first_load.manifest)
        if node["name"].startswith("stg_oltp__")
        for column in sqlglot.parse_one(node["compiled_code"], read="tsql").find_all(exp.Alias)
        if column.find(exp.Trim)
    }
    assert trimmed == texts
    assert len(texts) > 60


def test_facts_are_columnstore_and_dimensions_are_clustered_by_their_key(
    first_load: Recording,
) -> None:
    sent = "\n".join(first_load.statements)
    columnstores = re.findall(r"CLUSTERED COLUMNSTORE INDEX fact_(\w+?)(?:__dbt_tmp)?_cci", sent)
    aggregates = "campanhas clientes clientes_mensal pedidos produtos_mensal vendas_diarias"
    names = [f"agg_{name}" for name in aggregates.split()]
    names += [f"fact_{name}" for name in ("descontos", "metas", "vendas")]
    assert sorted(columnstores) == names
    index = r'create\s+(unique\s+)?(\w+)\s+index \[\w+\]\s+on "\w+"."\w+"."(\w+)"\s*\((.*?)\)'
    made = {(bool(u), kind, table, keys) for u, kind, table, keys in re.findall(index, sent)}
    assert (True, "nonclustered", "fact_vendas", "[venda_id]") in made
    assert (True, "clustered", "dim_cliente", "[cliente_id]") in made
    assert (True, "nonclustered", "dim_cliente", "[cliente_original_id], [versao]") in made
    assert (False, "clustered", "snap_cliente", "[cliente_id], [dbt_valid_from]") in made
    for name in ("int_pedido_estado", "int_pedidos_afetados"):
        assert (False, "clustered", f"{name}__dbt_tmp", "[pedido_id]") in made


@pytest.mark.parametrize("run", ["first_load", "full_refresh"])
def test_a_new_dimension_has_its_masks_when_its_transaction_ends(
    run: str, request: pytest.FixtureRequest
) -> None:
    """Before its event, which is the last of it: nobody sees personal data in between."""
    recording: Recording = request.getfixturevalue(run)
    for dimension in ("dim_cliente", "dim_vendedor"):
        hooks = [
            is_open
            for is_open, node, bare in _in_transactions(recording)
            if node == dimension
            and ("add masked with" in bare or f"select {_run_id(recording)}, '{dimension}'" in bare)
        ]
        assert hooks == [True, True]


def _run_id(recording: Recording) -> int:
    given = json.loads((recording.folder / "scenario.json").read_text(encoding="utf-8"))
    return int(given["run_id"])


RUNS = ("first_load", "second_run", "third_run", "full_refresh")


# Loads, versions of dimensions, and the choice of the orders: each tells what it did.
TELLING = 10 + 6 + 1


def _in_transactions(recording: Recording) -> Iterator[tuple[bool, str, str]]:
    """Each statement of a thread that builds: is its transaction open; its node; it, bare."""
    is_open: dict[str, bool] = {}
    for thread, text in recording.sent:
        bare = " ".join(statements.without_comments(text).split())
        node = re.search(r'"node_id": "\w+\.ecommerce_dw\.(\w+)', text)
        if bare == "BEGIN TRANSACTION":
            is_open[thread] = True
        elif re.match(r"IF @@TRANCOUNT > 0 (COMMIT|ROLLBACK)", bare):
            is_open[thread] = False
        elif "worker" in thread:
            yield is_open.get(thread, False), node[1] if node else "", bare


@pytest.mark.parametrize("run", RUNS)
def test_a_build_never_finds_a_transaction_open(run: str, request: pytest.FixtureRequest) -> None:
    """What deadlocks two threads: catalog locks of a build held by a transaction that is open.

    Every table that is filled, and index of a working table, but a snapshot's, which take turns.
    """
    recording: Recording = request.getfixturevalue(run)
    table = re.compile(r'(SELECT \* INTO|CREATE TABLE) "\w+"."(dim|fact|stg|audit|ctl)"')
    index = re.compile(r'create clustered index \S+ on "\w+"\."stg"')
    seen: list[str] = []
    for is_open, node, bare in _in_transactions(recording):
        if table.search(bare) or index.search(bare):
            seen.append(node)
            assert not is_open, bare[:200]
    tables = [
        node["name"]
        for node in in_order(recording.manifest)
        if node["config"]["materialized"] in ("table", "incremental")
    ]
    assert sorted(seen) == sorted([*tables, "int_pedido_estado", "int_pedidos_afetados"])
    taken = [text for text in recording.statements if "sp_getapplock" in text]
    assert sum("ecommerce_dw_snapshots" in text for text in taken) == 6


@pytest.mark.parametrize("run", RUNS)
def test_a_transaction_waits_for_nothing_that_another_one_holds(
    run: str, request: pytest.FixtureRequest
) -> None:
    """It asks the catalog without locks or by its own object, and appends one row of its own.

    Where it reads such rows, it seeks those of one entity, by which they are clustered. The marks
    of the orders are written by four nodes, each of which follows from the one before.
    """
    recording: Recording = request.getfixturevalue(run)
    asked = 0
    told: list[str] = []
    for is_open, node, bare in _in_transactions(recording):
        if not is_open:
            continue
        # The schemas are made before the first node, and looked for by each test.
        bare = bare.replace("IF NOT EXISTS (SELECT * FROM sys.schemas", "")
        if re.search(r"\b(sys\.|INFORMATION_SCHEMA)", bare):
            asked += 1
            assert "with (nolock)" in bare or "object_id(" in bare.lower(), bare[:300]
        if bare.startswith(("EXEC", "USE")):
            continue  # a view is made
        for word, table in re.findall(
            r'\b(insert into|update|delete from) "\w+"\."(?:audit|ctl)"\."(\w+)"', bare
        ):
            if table == "etl_run_entity":
                assert word == "insert into"
                told.append(node)
            elif table in ("pedidos_carregados", "grupos_tocados"):
                assert node in (
                    "int_pedidos_afetados", "int_item_avaliado", "int_desconto_avaliado",
                    "pedidos_carregados",
                )  # fmt: skip
            else:
                # A seed's lines carry no node.
                own = {node or "taxonomia_erros"}
                assert table in own | ({"reabertura_metas"} if node == "fact_metas" else set())
        reads = re.findall(r'from "\w+"\."audit"\."etl_run_entity"(.*?=)', bare)
        assert set(reads) <= {" as e where e.entidade ="}, bare[:300]
    assert asked > 50
    assert len(told) == len(set(told)) == TELLING


def test_what_every_load_writes_is_clustered_by_what_it_looks_for(first_load: Recording) -> None:
    sent = " ".join(" ".join(first_load.statements).split())
    index = r'create clustered index ix_\w+ on "\w+"\."(\w+)"\."(\w+)" \((.*?)\)'
    made = {(schema, table): keys for schema, table, keys in re.findall(index, sent)}
    assert made["audit", "etl_run_entity"] == "entidade, run_id"
    assert made["ctl", "etl_control"] == "entidade"
    assert made["ctl", "pedidos_carregados"] == "pedido_id"


def test_a_first_load_that_died_is_made_anew(full_refresh: Recording) -> None:
    """Its table goes before any load; then it is made as a table that was never there."""
    sent = [" ".join(text.split()) for text in full_refresh.statements]
    dropped = [
        n for n, text in enumerate(sent) if 'DROP table IF EXISTS "dim"."dim_regiao"' in text
    ]
    loads = [n for n, text in enumerate(sent) if 'CREATE TABLE "DW_ECOMMERCE"."dim"' in text]
    assert len(dropped) == 1
    assert dropped[0] < min(loads)
    assert 'CREATE TABLE "DW_ECOMMERCE"."dim"."dim_regiao" (' in "\n".join(sent)
    assert 'CREATE TABLE "DW_ECOMMERCE"."dim"."dim_cliente__dbt_tmp" (' in "\n".join(sent)


def test_a_run_whose_process_died_is_closed_first(full_refresh: Recording) -> None:
    """Then its loads are carried over to the windows; this run holds the lock of live ones."""
    sent = [" ".join(text.split()) for text in full_refresh.statements]
    asked = [n for n, text in enumerate(sent) if "or comando like 'run.py%'" in text]
    closed = [n for n, text in enumerate(sent) if "set status = 'aborted'" in text]
    folded = [n for n, t in enumerate(sent) if 'update "DW_ECOMMERCE"."ctl"."etl_control"' in t]
    opened = [n for n, text in enumerate(sent) if "coalesce(max(run_id), 0) + 1" in text]
    assert len(asked) == len(closed) == len(opened) == 1
    assert len(folded) == 2  # and at the end of this run
    assert asked[0] < closed[0] < folded[0] < opened[0]


def test_a_full_refresh_that_died_keeps_no_later_run_away(full_refresh: Recording) -> None:
    """The old table stays until the new one takes its place, with counts and window at once."""
    assert not [text for text in full_refresh.statements if "full_refresh_incomplete" in text]
    (thread,) = {t for t, text in full_refresh.sent if "'dim_cliente__dbt_backup'" in text}
    sent = [" ".join(text.split()) for t, text in full_refresh.sent if t == thread]
    (swap,) = (n for n, text in enumerate(sent) if "'dim_cliente__dbt_backup'" in text)
    begun = max(n for n in range(swap) if sent[n] == "BEGIN TRANSACTION")
    committed = next(n for n in range(begun, len(sent)) if "COMMIT" in sent[n])
    assert begun < swap < committed
    together = " ".join(sent[begun:committed])
    assert "select 2, 'dim_cliente', 'model', case when" in together  # counts and window
    assert "INSERT INTO" not in together  # the new table was filled before


def test_the_cutoff_waits_for_open_transactions(second_run: Recording) -> None:
    asked = [text for text in second_run.statements if "dm_tran_active_transactions" in text]
    assert len(asked) == 1
    assert "transaction_begin_time" in asked[0]
    assert "db_id('ECOMMERCE_OLTP')" in asked[0]


def test_facts_can_be_loaded_by_delete_and_insert(third_run: Recording) -> None:
    sent = "\n".join(third_run.statements)
    assert re.search(r"delete from \"DW_ECOMMERCE\"\.\"fact\"\.\"fact_descontos\"\s+where \(", sent)
    assert 'merge into "DW_ECOMMERCE"."fact"."fact_' not in sent
    assert sent.count("nocheck constraint fk_") >= 6
    assert "sysutcdatetime" in sent
