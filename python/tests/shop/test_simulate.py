"""What `simulate` promises, each promise by comparing the source before and after."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from source_checks import Row, broken, content, counts

from ecommerce_base.errors import DwError
from ecommerce_shop import schema
from ecommerce_shop.generate import init
from ecommerce_shop.schema import TABLES
from ecommerce_shop.simulate import LATE_DAYS, Clock, simulate

ORDERS = 60
STAMPS = ("data_cadastro", "data_atualizacao")
HARD_RULES = {
    "ruim_pedido_regiao",
    "ruim_pedido_data",
    "ruim_item_orfao",
    "ruim_item_quantidade",
    "ruim_item_preco",
    "ruim_item_custo",
    "ruim_desconto_valor",
    "ruim_desconto_orfao",
    "ruim_desconto_nivel",
    "ruim_desconto_excede_base",
    "ruim_devolucao_quantidade",
    "ruim_devolucao_orfa",
    "ruim_devolucao_excede",
    "ruim_meta_valor",
    "ruim_meta_orfa",
}


def utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Change:
    """A source before and after one call."""

    path: Path
    before: dict[str, dict[int, Row]]
    after: dict[str, dict[int, Row]]
    started: datetime
    ended: datetime
    told: dict[str, int]

    def new(self, table: str) -> list[Row]:
        return [row for key, row in self.after[table].items() if key not in self.before[table]]

    def gone(self, table: str) -> list[Row]:
        return [row for key, row in self.before[table].items() if key not in self.after[table]]

    def changed(self, table: str) -> dict[int, set[str]]:
        """The columns that changed, of every row that is in both."""
        old = self.before[table]
        return {
            key: {name for name in row if row[name] != old[key][name]}
            for key, row in self.after[table].items()
            if key in old and row != old[key]
        }


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("before") / "ECOMMERCE_OLTP.duckdb"
    init(path, rows=4_000, seed=5)
    return path


@pytest.fixture
def copy(shop: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(shop, tmp_path / shop.name))


@pytest.fixture(scope="module")
def change(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Change:
    path = Path(shutil.copyfile(shop, tmp_path_factory.mktemp("after") / shop.name))
    before, started = content(path), utc_now()
    told = simulate(path, ORDERS, seed=1)
    return Change(path, before, content(path), started, utc_now(), told)


def test_every_written_row_is_stamped_now_and_no_other_row_is_touched(change: Change) -> None:
    stamps = set()
    for table in TABLES:
        for row in change.new(table):
            assert row["data_cadastro"] == row["data_atualizacao"]
            stamps.add(row["data_atualizacao"])
        for key, columns in change.changed(table).items():
            assert "data_atualizacao" in columns, (table, key, columns)
            assert "data_cadastro" not in columns
            stamps.add(change.after[table][key]["data_atualizacao"])
    assert min(stamps) > change.started
    assert max(stamps) < change.ended
    assert len(stamps) > 10  # one for every transaction


def test_stamps_ascend_strictly_and_never_run_ahead_of_the_clock() -> None:
    start = datetime(2026, 1, 1)
    ticks = iter([start, start, start, start + timedelta(microseconds=1), start + timedelta(1)])
    clock = Clock(start, now=lambda: next(ticks))
    assert clock.stamp() == start + timedelta(microseconds=1)
    assert clock.stamp() == start + timedelta(1)


def test_it_tells_what_it_did(change: Change) -> None:
    assert change.told["pedidos_novos"] == ORDERS
    new = len(change.new("pedido"))
    assert change.told["pedidos_novos"] + change.told["pedidos_atrasados"] == new
    assert change.told["itens_novos"] == len(change.new("item_pedido"))
    assert change.told["descontos_novos"] == len(change.new("desconto_aplicado"))
    assert change.told["clientes_novos"] == len(change.new("cliente"))
    assert change.told["status_mudados"] > 0
    assert not [kind for kind in change.told if kind.startswith("ruim_")]


def test_no_rule_and_no_reference_is_broken(change: Change) -> None:
    assert broken(change.path) == {}


def test_new_orders_are_of_new_and_old_customers(change: Change) -> None:
    customers = {order["cliente_id"] for order in change.new("pedido")}
    assert customers & {row["cliente_id"] for row in change.new("cliente")}
    assert customers & set(change.before["cliente"])
    with_items = {item["pedido_id"] for item in change.new("item_pedido")}
    assert with_items == {order["pedido_id"] for order in change.new("pedido")}


def test_a_late_order_has_an_old_business_date(change: Change) -> None:
    ages = [change.ended - order["data_pedido"] for order in change.new("pedido")]
    late = [age for age in ages if age >= timedelta(days=LATE_DAYS)]
    assert len(late) == change.told["pedidos_atrasados"] >= 1
    assert all(age < timedelta(minutes=5) for age in ages if age not in late)


def test_orders_move_on_to_the_next_status(change: Change) -> None:
    follows = {("Criado", "Pago"), ("Pago", "Enviado"), ("Enviado", "Entregue")}
    steps = {
        (change.before["pedido"][key]["status"], change.after["pedido"][key]["status"])
        for key, columns in change.changed("pedido").items()
        if "status" in columns
    }
    assert len(steps & follows) >= 2
    assert all(step in follows or step[1] == "Cancelado" for step in steps)


def test_returns_prices_and_costs(change: Change) -> None:
    assert len(change.new("devolucao")) == change.told["devolucoes_novas"] >= 1
    columns = set().union(*change.changed("produto").values())
    assert columns == {"preco_sugerido", "preco_custo", "data_atualizacao"}


def test_a_customer_moves_a_seller_changes_team_a_team_changes_leader(change: Change) -> None:
    moves = [key for key, names in change.changed("cliente").items() if "regiao_id" in names]
    assert moves
    (seller,) = change.changed("vendedor").items()
    assert seller[1] == {"equipe_id", "data_atualizacao"}
    (team,) = change.changed("equipe").items()
    assert team[1] == {"lider_vendedor_id", "data_atualizacao"}
    leader = change.after["equipe"][team[0]]["lider_vendedor_id"]
    assert change.after["vendedor"][leader]["equipe_id"] == team[0]


def test_a_category_is_renamed_and_a_coupon_expires(change: Change) -> None:
    (category,) = change.changed("categoria").values()
    assert category == {"nome_categoria", "data_atualizacao"}
    (coupon,) = change.changed("desconto")
    assert change.after["desconto"][coupon]["situacao"] == "Expirado"
    assert change.after["desconto"][coupon]["data_fim_validade"] <= change.ended.date()


def test_an_update_that_changes_nothing(change: Change) -> None:
    idle = [c for c in change.changed("cliente").values() if c == {"data_atualizacao"}]
    assert len(idle) >= 1
    alone = list(change.changed("item_pedido").values())
    assert alone == [{"quantidade", "data_atualizacao"}] * change.told["itens_corrigidos"]


def test_one_hard_delete_of_each_kind(change: Change) -> None:
    sold = {item["produto_id"] for item in change.before["item_pedido"].values()}
    (product,) = change.gone("produto")
    assert product["produto_id"] not in sold
    buyers = {order["cliente_id"] for order in change.before["pedido"].values()}
    (customer,) = change.gone("cliente")
    assert customer["cliente_id"] not in buyers
    used = {row["desconto_id"] for row in change.before["desconto_aplicado"].values()}
    (coupon,) = change.gone("desconto")
    assert coupon["desconto_id"] not in used
    (target,) = change.gone("meta_vendedor")
    months = {"Mensal": 31, "Trimestral": 92, "Anual": 366}[target["tipo_periodo"]]
    assert target["periodo_inicio"] + timedelta(days=months) > change.started.date()
    assert change.gone("pedido") == change.gone("regiao") == change.gone("vendedor") == []


def test_deletes_within_an_order_stamp_the_order(change: Change) -> None:
    (item,) = change.gone("item_pedido")
    (discount,) = change.gone("desconto_aplicado")
    (returned,) = change.gone("devolucao")
    orders = [
        item["pedido_id"],
        discount["pedido_id"],
        change.before["item_pedido"][returned["item_pedido_id"]]["pedido_id"],
    ]
    stamps = {change.after["pedido"][order]["data_atualizacao"] for order in orders}
    assert len(stamps) == 1  # of the transaction that deleted all three
    assert stamps.pop() > change.started
    left = [i for i in change.after["item_pedido"].values() if i["pedido_id"] == item["pedido_id"]]
    assert left


def test_the_same_seed_on_the_same_source_makes_the_same_changes(
    shop: Path, change: Change, tmp_path: Path
) -> None:
    again = Path(shutil.copyfile(shop, tmp_path / shop.name))
    simulate(again, ORDERS, seed=1)
    ignored = {*STAMPS, "data_pedido", "data_aplicacao", "data_devolucao", "data_nascimento"}
    for table, rows in content(again).items():
        for key, row in rows.items():
            twin = change.after[table][key]
            assert {k: v for k, v in row.items() if k not in ignored} == {
                k: v for k, v in twin.items() if k not in ignored
            }
    other = Path(shutil.copyfile(shop, tmp_path / "other.duckdb"))
    simulate(other, ORDERS, seed=2)
    assert {r["cliente_id"] for r in content(other)["pedido"].values()} != {
        r["cliente_id"] for r in change.after["pedido"].values()
    }


def test_many_days_keep_the_source_clean(copy: Path) -> None:
    for seed in range(4):
        simulate(copy, orders=30, seed=seed)
    assert broken(copy) == {}


def test_bad_rows_break_each_rule_that_enforced_keys_let_in(copy: Path) -> None:
    before = {table: len(rows) for table, rows in content(copy).items()}
    clean = simulate(copy, orders=0, seed=1)
    told = simulate(copy, orders=0, seed=1, bad_rows=2 * len(HARD_RULES))
    bad = {kind: n for kind, n in told.items() if kind.startswith("ruim_")}
    assert bad == dict.fromkeys(HARD_RULES, 2)
    after = {table: len(rows) for table, rows in content(copy).items()}
    assert after["pedido"] == before["pedido"] + 4 + 2 * clean["pedidos_atrasados"]
    found = counts(copy, "hard_rules")
    assert found["pedido"] == 4
    assert found["item_pedido"] == 8
    for rule in ("valor", "orfao", "nivel", "excede_base: pedido"):
        assert found[f"desconto_{rule}"] == 2
    assert found["devolucao_quantidade"] == found["devolucao_orfa"] == 2
    assert found["devolucao_excede"] >= 2
    assert found["meta_valor"] == found["meta_orfa"] == 2


def test_a_source_without_keys_lets_every_rule_be_broken(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    init(path, rows=500, constraints=False)
    told = simulate(path, orders=1, seed=1, bad_rows=17)
    bad = {kind for kind in told if kind.startswith("ruim_")}
    assert bad == HARD_RULES | {"ruim_pedido_cliente", "ruim_meta_duplicada"}
    found = broken(path)
    assert found["pedido.cliente_id"] == found["meta_duplicada"] == 1


def test_a_crash_leaves_whole_transactions(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = content(copy), schema.sql

    def fails_after_the_update(name: str) -> str:
        return read(name) + ("select error('power cut');" if name == "simulate_category" else "")

    monkeypatch.setattr(schema, "sql", fails_after_the_update)
    with pytest.raises(DwError, match="power cut"):
        simulate(copy, ORDERS, seed=1)
    after = content(copy)
    assert after["categoria"] == before["categoria"]
    assert len(after["pedido"]) > len(before["pedido"])
    assert broken(copy) == {}


def test_a_missing_source_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DwError, match="There is no"):
        simulate(tmp_path / "none.duckdb", 1, seed=1)


def test_a_damaged_source_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    path.write_bytes(b"this is no database " * 1000)
    with pytest.raises(DwError, match="damaged"):
        simulate(path, 1, seed=1)


def test_a_database_without_source_is_one_sentence(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "s.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(DwError, match="source init"):
        simulate(path, 1, seed=1)


def test_a_locked_source_is_one_sentence(copy: Path) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    command = [sys.executable, "-c", hold, str(copy)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == "held\n"
        try:
            with pytest.raises(DwError, match="in use"):
                simulate(copy, 1, seed=1)
        finally:
            holder.stdin.close()


def test_negative_numbers_are_refused(copy: Path) -> None:
    with pytest.raises(DwError) as refusal:
        simulate(copy, -1, seed=1)
    assert refusal.value.exit_code == 2
