"""Rows that no constraint kept out: keys, extremes, words; what is wrong is told, the rest loads.

Expected values are written by hand, or counted in the source; nothing of the project's SQL is used.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from invariants.changes import KEYS, Shop
from invariants.handmade import SHOP, add
from invariants.harness import Bench, Warehouse, together, warehouse_differences
from invariants.machine import FIRST
from invariants.runs import KEPT, Runner

HOUR = timedelta(hours=1)
SQL = Path(__file__).with_name("sql") / "other"
OPEN = """
select entidade, chave_origem, regra from audit.quarentena where resolvido_em is null
order by all
"""
FACT = ("item_pedido", "desconto_aplicado")
CURRENT = "dw.dim.dim_{0} where {0}_id > 0 and not eh_excluido and eh_atual"
# Where the rows of a table are once they are loaded.
LOADED = {
    "item_pedido": "dw.fact.fact_vendas",
    "desconto_aplicado": "dw.fact.fact_descontos",
    "meta_vendedor": "dw.fact.fact_metas",
    **{name: CURRENT.format(name) for name in SHOP if name not in ("fornecedor", "categoria")},
    "regiao": "dw.dim.dim_regiao where regiao_id > 0 and not eh_excluido",
}
# The ends of each type, what lies around zero, nothing, and what text can hold.
EXTREMES = {
    "BIGINT": ("-9223372036854775808", "9223372036854775807", "0", "-1", "-2", "null"),
    "INTEGER": ("-2147483648", "2147483647", "0", "-1", "null"),
    "DECIMAL": ("{most}", "-{most}", "0", "-0.01", "0.01", "null"),
    "VARCHAR": ("''", "'  '", "repeat('x', 4000)", "'🎉'", "'x' || chr(0) || 'y'", "null"),
    "BOOLEAN": ("true", "false", "null"),
    "DATE": ("date '0001-01-01'", "date '9999-12-31'", "date '5881580-07-10'",
             "date '-290307-12-21'", "'infinity'", "'-infinity'", "null"),
    "TIMESTAMP": ("timestamp '0001-01-01'", "timestamp '9999-12-31 23:59:59.999999'",
                  "timestamp '294246-12-31'", "timestamp '-290307-12-22'", "'infinity'",
                  "'-infinity'", "null"),
}  # fmt: skip


class Story:
    """A small shop without constraints, its changes and its runs, an hour apart."""

    def __init__(self, runner: Runner, name: str, like: Story | None = None) -> None:
        self.runner = runner
        self.live = Warehouse(Bench(runner.folder), runner.folder / name / "data")
        self.to = FIRST
        if like:
            like.live.copy(self.live.folder)
            self.to = like.to
            return
        self.live.folder.mkdir(parents=True)
        Shop(self.live.source).make()

    @property
    def spared(self) -> tuple[str, ...]:
        """What the first run has made for all."""
        return KEPT if self.to > FIRST else ()

    def sql(self, statement: str) -> None:
        with duckdb.connect(str(self.live.source)) as db:
            db.execute(statement)

    def run(self, windowed: bool = False, *arguments: str) -> None:
        hours = {"varredura_horas": 10_000.0} if windowed else {}
        self.runner.run(self.live.folder, self.to, *arguments, spared=self.spared, variables=hours)
        assert self.live.ask("select status from audit.etl_run order by run_id desc limit 1") == [
            ("success",)
        ]
        self.to += HOUR

    @property
    def now(self) -> str:
        return f"timestamp '{self.to - HOUR / 2}'"

    def copy(self, table: str, key: str, stamp: str, times: int = 1) -> None:
        """A row of a table once more, under a key."""
        given = f"{key} as {KEYS[table]}, {stamp} as data_atualizacao"
        for _ in range(times):
            self.sql(script("insert", table=table, key=KEYS[table], given=given))

    def set(self, table: str, column: str, value: str, rows: str, stamp: str = "") -> None:
        """Rows of a table say something else; stamped now by the story's clock, or as given."""
        self.sql(
            script(
                "set", table=table, column=column, value=value, rows=rows,
                stamp=stamp or self.now,
            )
        )  # fmt: skip


def script(name: str, **words: str) -> str:
    """One of the SQL scripts in sql/other/."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8").format(**words)


@pytest.fixture
def story(runner: Runner, request: pytest.FixtureRequest) -> Story:
    return Story(runner, request.node.name.replace("[", "-").replace("]", ""))


@pytest.fixture(scope="module")
def clean(runner: Runner) -> Story:
    """A shop after its first load. Shared: read it, do not change it."""
    made = Story(runner, "clean")
    made.run()
    return made


@pytest.fixture
def loaded_story(clean: Story, request: pytest.FixtureRequest) -> Story:
    return Story(clean.runner, request.node.name.replace("[", "-").replace("]", ""), clean)


def test_keys_of_all_tables(story: Story, clean: Story) -> None:
    """Without a key, or with one of two rows, before the first load: told by row, and mended."""
    expected = []
    for table in KEYS:
        story.copy(table, "null", story.now, times=2)
        story.copy(table, "1", story.now)
        expected += [(table, "1", "chave_duplicada")] * 2 + [(table, "NULL", "chave_nula")] * 2
    story.run()
    told = story.live.ask(OPEN)
    assert [row for row in told if str(row[2]).startswith("chave_")] == sorted(expected)
    for table in KEYS:
        _only_first(story, table)
    story.run()
    assert story.live.ask(OPEN) == []
    assert _facts(story.live) == _facts(clean.live)


@pytest.mark.parametrize("windowed", [False, True], ids=["swept", "windowed"])
def test_keys_that_turn_double_later(clean: Story, loaded_story: Story, windowed: bool) -> None:
    """A row comes twice after it was loaded: no false deletion; all as before when mended."""
    story = loaded_story
    deleted = "select count(*) from dim.dim_cliente where eh_excluido"
    for table in KEYS:
        story.copy(table, "null", story.now)
        story.copy(table, "1", story.now)
    story.run(windowed)
    assert story.live.ask(deleted) == [(0,)]
    told = story.live.ask(OPEN)
    keys = [row for row in told if str(row[2]).startswith("chave_")]
    assert keys == sorted(
        row for table in KEYS
        for row in [(table, "1", "chave_duplicada")] * 2 + [(table, "NULL", "chave_nula")]
    )  # fmt: skip
    # Order 1 went, and with it what named it; item 1 was of another order that stays.
    assert story.live.ask("select 1 from fact.fact_vendas where pedido_original_id = 1") == []
    assert story.live.ask("select count(*) > 0 from fact.fact_vendas") == [(True,)]
    story.run(windowed)
    assert story.live.ask(OPEN) == told
    for table in KEYS:
        _only_first(story, table)
    story.run(windowed)
    if windowed:
        story.run()
    assert story.live.ask(OPEN) == []
    assert _facts(story.live) == _facts(clean.live)


def test_a_double_key_that_nothing_stamped_stops_no_windowed_run(loaded_story: Story) -> None:
    """The sweep tells it; a windowed run that comes upon its order does not stop over it."""
    story = loaded_story
    story.copy("item_pedido", "3", "timestamp '2024-01-01'")
    for table in ("pedido", "item_pedido", "desconto_aplicado", "devolucao"):
        story.copy(table, "1", "timestamp '2024-01-01'")
    story.set("pedido", "status", "'Enviado'", "true")
    story.run(windowed=True)
    story.run()
    assert ("item_pedido", "1", "chave_duplicada") in story.live.ask(OPEN)
    assert story.live.ask("select max(linhas) from stg.base_oltp__chaves_rejeitadas") == [(2,)]


def _only_first(story: Story, table: str) -> None:
    story.sql(script("only_first", table=table, key=KEYS[table]))


def _facts(warehouse: Warehouse) -> list[object]:
    """Rows of the facts by natural key, without what names versions and runs."""
    with duckdb.connect(str(warehouse.file), read_only=True) as db:
        return [
            db.execute(statement).fetchall()
            for statement in (
                "select item_original_id, pedido_original_id, status_pedido, valor_total_liquido, "
                "valor_frete_rateado, custo_total, quantidade_devolvida, valor_devolvido, "
                "vendedor_original_id from fact.fact_vendas order by 1",
                "select desconto_aplicado_original_id, pedido_original_id, "
                "valor_desconto_aplicado, margem_apos_desconto from fact.fact_descontos order by 1",
                "select meta_original_id, valor_meta, valor_realizado from fact.fact_metas "
                "order by 1",
            )
        ]


AMOUNTS: tuple[tuple[str, dict[str, object], str | None], ...] = (
    # table, what a new row says, the rule that it breaks
    ("item_pedido", {"quantidade": 2_000_000_000, "preco_unitario": "99999999.99"}, "item_valor"),
    ("item_pedido", {"quantidade": 2_147_483_647, "preco_unitario": "4656.62"}, "item_valor"),
    ("item_pedido", {"quantidade": 2_147_483_647, "preco_unitario": "4656.61"}, None),
    ("item_pedido", {"quantidade": 2_000_000_000, "preco_unitario": 0,
                     "custo_unitario": "99999999.99"}, "item_valor"),
    ("item_pedido", {"custo_unitario": "-0.01", "valor_frete": -1}, "item_custo"),
    ("item_pedido", {"valor_frete": "-0.01"}, "item_frete"),
    ("item_pedido", {"custo_unitario": None}, None),
    ("pedido", {"valor_frete": "-0.01"}, "pedido_frete"),
    ("pedido", {"valor_frete": -5, "data_pedido": None}, "pedido_data"),
    ("devolucao", {"item_pedido_id": 9, "valor_devolvido": "999999.99"}, "devolucao_valor"),
    ("devolucao", {"item_pedido_id": 8, "quantidade": 2_147_483_647}, "devolucao_excede"),
    ("meta_vendedor", {"periodo_inicio": "9999-12-31"}, "meta_periodo"),
    ("meta_vendedor", {"periodo_inicio": None}, "meta_periodo"),
    ("meta_vendedor", {"periodo_inicio": "2036-01-01", "valor_meta": 0}, "meta_valor"),
    ("meta_vendedor", {"periodo_inicio": "2035-12-01", "tipo_periodo": "Semestral"}, None),
)  # fmt: skip


def test_amounts_that_make_no_sense(story: Story) -> None:
    """Each breaks the rule that is written beside it, or none; what belongs to it follows."""
    expected = []
    for number, (table, says, rule) in enumerate(AMOUNTS, start=500):
        at: dict[str, object] = {KEYS[table]: number, **says}
        if table == "item_pedido":
            add(story.live.source, "pedido", {"pedido_id": number})
            at["pedido_id"] = number
        add(story.live.source, table, at)
        if table == "pedido":
            add(story.live.source, "item_pedido", {"item_pedido_id": number, "pedido_id": number})
            expected.append(("item_pedido", str(number), "item_orfao"))
        if rule:
            expected.append((table, str(number), rule))
    story.run()
    assert story.live.ask(OPEN) == sorted(expected)
    assert story.live.ask("select count(*) from fact.fact_vendas where custo_total is null") == [
        (1,)
    ]


def test_an_unknown_cost_makes_margins_unknown(story: Story) -> None:
    """Of the item, of its order, day, product and campaign; of nothing else."""
    story.sql("update core.item_pedido set custo_unitario = null where item_pedido_id = 2")
    story.run()
    asked = "select pedido_original_id from fact.agg_pedidos where margem_bruta is null"
    assert story.live.ask(asked) == [(2,)]
    assert story.live.ask(
        "select desconto_original_id, margem_bruta is null from fact.agg_campanhas order by 1"
    ) == [(1, False), (2, True)]
    assert story.live.ask(
        "select nivel_aplicacao, margem_antes_desconto is null, margem_apos_desconto is null "
        "from fact.fact_descontos where pedido_original_id = 2"
    ) == [("Produto", True, True)]
    story.set("item_pedido", "custo_unitario", "20", "item_pedido_id = 2")
    story.run()
    assert story.live.ask(asked) == []


def test_freight_of_items_that_does_not_add_up_is_told(story: Story) -> None:
    """30 of the order, 10 and 10 of its items: loaded as the items say, and named."""
    add(story.live.source, "pedido", {"pedido_id": 600, "valor_frete": 30})
    add(
        story.live.source, "item_pedido",
        {"item_pedido_id": 600, "pedido_id": 600, "valor_frete": 10},
        {"item_pedido_id": 601, "pedido_id": 600, "valor_frete": 10},
    )  # fmt: skip
    story.live.run()
    assert (
        story.live.ask(
            "select valor_frete_rateado from fact.fact_vendas where pedido_original_id = 600"
        )
        == [(Decimal("10.00"),)] * 2
    )
    ((sample,),) = story.live.ask(
        "select linha from audit.dq_amostra where teste = 'frete_dos_itens_soma_o_do_pedido'"
    )
    assert "pedido_id=600" in str(sample)
    assert story.live.ask(
        "select status, falhas from audit.dq_resultado "
        "where teste = 'frete_dos_itens_soma_o_do_pedido'"
    ) == [("warn", 1)]


def test_a_shop_that_knows_no_cost(story: Story) -> None:
    """Costs and margins are unknown, and that is no difference between source and warehouse."""
    story.sql("update core.item_pedido set custo_unitario = null")
    story.run()
    assert story.live.ask("select count(custo_total) from fact.fact_vendas") == [(0,)]
    assert story.live.ask(
        "select count(*) > 0, count(*) = count(diferenca), count(*) filter (status <> 'ok') "
        "from audit.reconciliacao where medida = 'custo'"
    ) == [(True, True, 0)]


def test_much_of_a_small_table_is_told_with_its_cause(story: Story) -> None:
    """Two suppliers of two are no daily business; items are told with what rejected their order."""
    guarded = {"rejeicao_maxima_percentual": 20}
    for number in range(900, 910):
        story.copy("item_pedido", str(number), story.now)
    story.sql("update core.pedido set cliente_id = null where pedido_id = 1")
    story.runner.run(story.live.folder, story.to, spared=(), variables=guarded)
    told = story.live.summary()
    assert told.status == "partial"
    assert "rows of core.item_pedido were rejected (item_orfao)" in told.first_line()
    assert "Rejected rows of core.pedido: 1 (pedido_cliente), they name no customer" in str(told)
    story.sql("update core.fornecedor set nome_fornecedor = null")
    story.runner.run(story.live.folder, story.to + HOUR, variables=guarded)
    said = "2 of 2 rows of core.fornecedor were rejected (dimensao_obrigatoria)"
    assert said in story.live.summary().first_line()


def test_one_state_two_spellings(story: Story) -> None:
    """One row a day, state and channel; the name that most municipalities say, also later."""
    add(
        story.live.source, "regiao",
        {"regiao_id": 50, "nome_estado": "Sao Paulo"}, {"regiao_id": 51},
    )  # fmt: skip
    add(story.live.source, "pedido", {"pedido_id": 700, "regiao_entrega_id": 50})
    add(story.live.source, "item_pedido", {"item_pedido_id": 700, "pedido_id": 700})
    names = "select distinct estado, nome_estado from fact.agg_vendas_diarias"
    story.run()
    assert story.live.ask(names) == [("SP", "São Paulo")]
    story.set("regiao", "nome_estado", "'Sao Paulo'", "regiao_id <> 50")
    story.run()
    assert story.live.ask(names) == [("SP", "Sao Paulo")]


def test_words_are_trimmed_and_foreign_ones_told(story: Story) -> None:
    """'Cancelado ' is Cancelado; 'Cancelled' is revenue, and said in the summary and an alert."""
    story.sql("update core.pedido set status = 'Cancelado  ' where pedido_id = 1")
    story.sql("update core.pedido set status = 'Cancelled' where pedido_id in (2, 3)")
    story.sql("update core.pedido set canal = 'Loja física' where pedido_id = 4")
    story.live.run()
    status = "select distinct status_pedido from fact.fact_vendas where pedido_original_id = 1"
    assert story.live.ask(status) == [("Cancelado",)]
    assert story.live.summary().words == [("status", "Cancelled", 2), ("canal", "Loja física", 1)]
    alerts = "select gravidade, alerta_id from ops.vw_alertas where tipo = 'palavra' order by 2"
    assert story.live.ask(alerts) == [
        ("media", "palavra:pedido:canal Loja física"),
        ("alta", "palavra:pedido:status Cancelled"),
    ]
    story.sql(
        "update core.pedido set status = 'Cancelado', data_atualizacao = now() at time zone 'UTC'"
    )
    story.live.run()
    assert story.live.summary().words == [("canal", "Loja física", 1)]
    # Trimming changed no row: a full refresh says the same.
    before = story.runner.folder / "words.duckdb"
    shutil.copy(story.live.file, before)
    story.live.run("--full-refresh")
    assert warehouse_differences(before, story.live.file) == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sobreposicao_minutos": "dez"}, "sobreposicao_minutos is dez: give a number"),
        ({"queda_maxima_percentual": "-1"}, "queda_maxima_percentual is -1: give a number"),
        ({"dim_data_fim": "31/12/2035"}, "dim_data_fim is 31/12/2035: give a day"),
        ({"dim_data_inicio": "2036-01-01"}, "comes after dim_data_fim"),
    ],
)
def test_variables_that_are_no_number_and_no_day(
    story: Story, given: dict[str, object], said: str
) -> None:
    """Told before a statement is made of them."""
    with pytest.raises(AssertionError, match=said):
        story.runner.run(story.live.folder, FIRST, select=["dim_data"], spared=(), variables=given)


def test_every_column_takes_its_extremes(story: Story) -> None:
    """A row for each: loaded or in quarantine, none lost, and the run a success."""
    with duckdb.connect(str(story.live.source)) as db:
        number = 1000
        for table, key in KEYS.items():
            for column, kind in db.execute(
                "select column_name, data_type from duckdb_columns() "
                "where schema_name = 'core' and table_name = ? order by column_index",
                [table],
            ).fetchall():
                base = kind.split("(")[0]
                most = "9" * 40
                if base == "DECIMAL":
                    width, scale = (int(n) for n in kind[8:-1].split(","))
                    most = f"{'9' * (width - scale)}.{'9' * scale}"
                for value in EXTREMES[base]:
                    if column == "data_atualizacao" and "infinity" in value:
                        continue
                    number += 1
                    given = {key: str(number), column: value.format(most=most)}
                    if table == "equipe" and column == "data_atualizacao":
                        # Else its leader waits for the team's stamp, and is in neither.
                        given["lider_vendedor_id"] = "null"
                    if table in ("item_pedido", "desconto_aplicado"):
                        given = {"pedido_id": str(number)} | given
                        _insert(db, "pedido", {"pedido_id": str(number)})
                    _insert(db, table, given)
                    if table == "pedido" and column != "pedido_id":
                        _insert(
                            db, "item_pedido",
                            {"item_pedido_id": str(number), "pedido_id": str(number)},
                        )  # fmt: skip
    # With all views and all data tests. Most of these rows are rejected, which is meant.
    story.live.run("--vars", "{rejeicao_maxima_percentual: 100}")
    assert _unaccounted(story) == []


def _insert(db: duckdb.DuckDBPyConnection, table: str, given: dict[str, str]) -> None:
    replaced = ", ".join(
        f"cast({value} as {_type(db, table, name)}) as {name}" for name, value in given.items()
    )
    db.execute(script("insert", table=table, key=KEYS[table], given=replaced))


def _type(db: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    ((kind,),) = db.execute(
        "select data_type from duckdb_columns() where schema_name = 'core' "
        "and table_name = ? and column_name = ?",
        [table, column],
    ).fetchall()
    return str(kind)


def _unaccounted(story: Story) -> list[tuple[str, object]]:
    """Tables of which source rows are neither loaded, nor in quarantine, nor waiting."""
    wrong: list[tuple[str, object]] = []
    orders = "pedido_id in (select pedido_id from dw.stg.int_pedido_estado where em_voo)"
    late = f"data_atualizacao > timestamp '{story.live.cutoff()}'"
    with together(src=story.live.source, dw=story.live.file) as db:
        for table, loaded in LOADED.items():
            counts = script(
                "accounted", table=table, loaded=loaded, waits=orders if table in FACT else late
            )
            ((rows, *parts),) = db.execute(counts).fetchall()
            if rows != sum(parts):
                wrong.append((table, (rows, *parts)))
    return wrong
