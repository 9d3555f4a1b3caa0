"""The generated shop: the same from the same seed, whole, without fault, and like a shop."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import duckdb
import pytest
from source_checks import Row, broken, content, opened

from ecommerce_base.errors import DwError
from ecommerce_shop import generate, schema

END = datetime(2026, 6, 30)
ROWS = 20_000
Shop = dict[str, dict[int, Row]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "ECOMMERCE_OLTP.duckdb"
    generate.init(path, rows=ROWS, seed=42, end=END)
    return path


@pytest.fixture(scope="module")
def shop(path: Path) -> Shop:
    return content(path)


@pytest.fixture(scope="module")
def days(shop: Shop) -> Counter[date]:
    return Counter(order["data_pedido"].date() for order in shop["pedido"].values())


def test_same_seed_and_end_same_data_whatever_threads_and_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, other = (tmp_path / f"{n}.duckdb" for n in "abc")
    generate.init(first, rows=600, seed=1, end=END)
    generate.init(other, rows=600, seed=2, end=END)

    def one_thread(name: str) -> duckdb.DuckDBPyConnection:
        return duckdb_connect(name, config={"threads": 1})

    duckdb_connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", one_thread)
    monkeypatch.setattr(generate, "BATCH_ORDERS", 70)
    generate.init(second, rows=600, seed=1, end=END)
    monkeypatch.undo()
    same = content(first)
    assert same == content(second)
    changed = {table for table, rows in content(other).items() if rows != same[table]}
    assert {"cliente", "produto", "vendedor", "pedido", "item_pedido", "meta_vendedor"} <= changed


@pytest.mark.parametrize("rows", [1, 17, 333])
def test_exactly_so_many_items(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "s.duckdb"
    made = generate.init(path, rows=rows, seed=3, end=END)
    assert made["item_pedido"] == rows
    assert not broken(path)
    with opened(path) as connection:
        empty = connection.execute(
            "select count(*) from core.pedido anti join core.item_pedido using (pedido_id)"
        ).fetchall()
    assert empty == [(0,)]


def test_no_hard_rule_and_no_reference_is_broken(path: Path) -> None:
    assert broken(path) == {}


def test_every_row_is_stamped_with_an_event_of_the_three_years(shop: Shop) -> None:
    opening = datetime(2023, 6, 30) - timedelta(days=30)
    for table, rows in shop.items():
        for row in rows.values():
            assert opening <= row["data_cadastro"] <= row["data_atualizacao"] <= END, (table, row)
    stamps = [order["data_atualizacao"] for order in shop["pedido"].values()]
    assert max(stamps) > END - timedelta(days=1)
    assert sum(stamp > END - timedelta(days=30) for stamp in stamps) < 0.1 * len(stamps)


def test_nothing_is_sold_before_it_exists(shop: Shop) -> None:
    for order in shop["pedido"].values():
        assert shop["cliente"][order["cliente_id"]]["data_cadastro"] <= order["data_pedido"]
    for item in shop["item_pedido"].values():
        moment = shop["pedido"][item["pedido_id"]]["data_pedido"]
        product = shop["produto"][item["produto_id"]]
        assert product["data_cadastro"] <= moment
        assert (product["data_descontinuacao"] or date.max) >= moment.date()
        if item["vendedor_id"]:
            seller = shop["vendedor"][item["vendedor_id"]]
            assert seller["data_contratacao"] <= moment.date()
            assert (seller["data_desligamento"] or date.max) >= moment.date()


def modulo_11(digits: str, weights: list[int]) -> str:
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return "0" if rest < 2 else str(11 - rest)


def has_valid_cpf(number: str) -> bool:
    first = modulo_11(number[:9], list(range(10, 1, -1)))
    second = modulo_11(number[:9] + first, list(range(11, 1, -1)))
    return len(number) == 11 and number[9:] == first + second


def has_valid_cnpj(number: str) -> bool:
    weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
    first = modulo_11(number[:12], weights[1:])
    second = modulo_11(number[:12] + first, weights)
    return len(number) == 14 and number[12:] == first + second


def test_check_digits(shop: Shop) -> None:
    assert has_valid_cpf("11144477735")
    assert has_valid_cnpj("11222333000181")
    people = [c for c in shop["cliente"].values() if c["segmento"] == "Pessoa Física"]
    firms = [c for c in shop["cliente"].values() if c["segmento"] == "Pessoa Jurídica"]
    assert 0.08 < len(firms) / len(shop["cliente"]) < 0.16
    assert all(has_valid_cpf(c["cpf_cnpj"]) for c in people)
    assert all(has_valid_cnpj(c["cpf_cnpj"]) for c in firms)
    assert all(has_valid_cpf(s["cpf"]) for s in shop["vendedor"].values())
    assert len({c["cpf_cnpj"] for c in shop["cliente"].values()}) == len(shop["cliente"])
    for product in shop["produto"].values():
        code = [int(d) for d in product["codigo_barras"]]
        assert len(code) == 13
        assert (sum(code[::2]) + 3 * sum(code[1::2])) % 10 == 0


def test_the_shop_grows_year_by_year(days: Counter[date]) -> None:
    years = [
        sum(n for day, n in days.items() if date(y, 6, 30) <= day < date(y + 1, 6, 30))
        for y in (2023, 2024, 2025)
    ]
    assert all(1.15 < later / earlier < 1.40 for earlier, later in pairwise(years))


def test_seasons_weekdays_and_black_friday(days: Counter[date]) -> None:
    months: Counter[int] = Counter()
    weekdays: Counter[int] = Counter()
    for day, n in days.items():
        months[day.month] += n
        weekdays[day.weekday()] += n
    assert max(months, key=lambda m: months[m]) == 11
    assert months[12] > 1.1 * months[2]
    assert weekdays[6] < 0.85 * weekdays[1]
    tops = {
        max((d for d in days if d.year == y), key=lambda d: days[d]) for y in (2023, 2024, 2025)
    }
    assert tops == {date(2023, 11, 24), date(2024, 11, 29), date(2025, 11, 28)}


def test_few_products_make_most_of_the_sales_and_some_never_sell(shop: Shop) -> None:
    sold = Counter(item["produto_id"] for item in shop["item_pedido"].values())
    ranked = [n for _, n in sold.most_common()]
    assert 0.015 < ranked[0] / ROWS < 0.08
    assert sum(ranked[: len(shop["produto"]) // 5]) > 0.5 * ROWS
    assert len(ranked) > 0.7 * len(shop["produto"])
    assert set(shop["produto"]) - set(sold)


def test_customers_live_where_people_live(shop: Shop) -> None:
    people: Counter[str] = Counter()
    customers: Counter[str] = Counter()
    for region in shop["regiao"].values():
        people[region["estado"]] += region["populacao_estimada"]
    for customer in shop["cliente"].values():
        customers[shop["regiao"][customer["regiao_id"]]["estado"]] += 1
    for state, number in people.items():
        share = number / people.total()
        assert abs(customers[state] / customers.total() - share) < 0.03, state
    assert len({c["regiao_id"] for c in shop["cliente"].values()}) > 800


def test_prices_costs_and_margins(shop: Shop) -> None:
    for product in shop["produto"].values():
        assert 0 < product["preco_custo"] < product["preco_sugerido"]
    revenue = sum(i["quantidade"] * i["preco_unitario"] for i in shop["item_pedido"].values())
    cost = sum(i["quantidade"] * i["custo_unitario"] for i in shop["item_pedido"].values())
    assert 0.6 < cost / revenue < 0.85


def test_marketplace_freight_is_known_per_item_and_adds_up(shop: Shop) -> None:
    items: dict[int, list[Row]] = defaultdict(list)
    for item in shop["item_pedido"].values():
        items[item["pedido_id"]].append(item)
    for key, order in shop["pedido"].items():
        freights = [item["valor_frete"] for item in items[key]]
        if order["canal"] == "Marketplace":
            assert sum(freights) == order["valor_frete"]
        else:
            assert set(freights) == {None}
    sellers = [len({i["vendedor_id"] for i in group}) for group in items.values()]
    assert sum(n > 1 for n in sellers) > 100
    direct = sum(i["vendedor_id"] is None for i in shop["item_pedido"].values())
    assert 0.2 < direct / ROWS < 0.4


def test_orders_end_in_every_way(shop: Shop) -> None:
    status = Counter(order["status"] for order in shop["pedido"].values())
    assert 0.02 < status["Cancelado"] / status.total() < 0.04
    assert status["Entregue"] > 0.9 * status.total()
    assert min(status["Criado"], status["Pago"], status["Enviado"]) > 0
    returned = sum(r["quantidade"] for r in shop["devolucao"].values())
    assert 0.03 < len(shop["devolucao"]) / ROWS < 0.06
    assert returned > len(shop["devolucao"])


def test_discounts_of_every_level_in_their_coupons_time(shop: Shop) -> None:
    levels = Counter(d["nivel_aplicacao"] for d in shop["desconto_aplicado"].values())
    assert set(levels) == {"Produto", "Pedido", "Frete"}
    refused = sum(not d["aprovado"] for d in shop["desconto_aplicado"].values())
    assert 0.02 < refused / levels.total() < 0.10
    per_item = Counter(d["item_pedido_id"] for d in shop["desconto_aplicado"].values())
    del per_item[None]
    assert max(per_item.values()) >= 2
    for applied in shop["desconto_aplicado"].values():
        coupon = shop["desconto"][applied["desconto_id"]]
        day = applied["data_aplicacao"].date()
        assert coupon["data_inicio_validade"] <= day <= (coupon["data_fim_validade"] or date.max)
    expired = {
        key: c["data_fim_validade"] is not None and c["data_fim_validade"] < END.date()
        for key, c in shop["desconto"].items()
    }
    assert {k for k, e in expired.items() if e} == {
        k for k, c in shop["desconto"].items() if c["situacao"] == "Expirado"
    }
    assert set(shop["desconto"]) - {d["desconto_id"] for d in shop["desconto_aplicado"].values()}


def test_teams_have_leaders_of_their_own_and_managers_go_four_levels_up(shop: Shop) -> None:
    for key, team in shop["equipe"].items():
        assert shop["vendedor"][team["lider_vendedor_id"]]["equipe_id"] == key

    def depth(seller: int | None) -> int:
        return 0 if seller is None else 1 + depth(shop["vendedor"][seller]["gerente_id"])

    assert max(depth(seller) for seller in shop["vendedor"]) == 4


def test_targets_of_all_periods_with_attainment_around_100_percent(shop: Shop) -> None:
    kinds = Counter(t["tipo_periodo"] for t in shop["meta_vendedor"].values())
    assert set(kinds) == {"Mensal", "Trimestral", "Anual"}
    sold: Counter[tuple[int, int, int]] = Counter()
    for item in shop["item_pedido"].values():
        order = shop["pedido"][item["pedido_id"]]
        if item["vendedor_id"] and order["status"] != "Cancelado":
            day = order["data_pedido"]
            value = item["quantidade"] * item["preco_unitario"]
            sold[item["vendedor_id"], day.year, day.month] += value
    attained = [
        float(sold[t["vendedor_id"], t["periodo_inicio"].year, t["periodo_inicio"].month])
        / float(t["valor_meta"])
        for t in shop["meta_vendedor"].values()
        if t["tipo_periodo"] == "Mensal" and t["periodo_inicio"] < date(2026, 6, 1)
    ]
    assert 0.85 < median(attained) < 1.2
    assert 0.3 < sum(a >= 1 for a in attained) / len(attained) < 0.8


def test_a_source_is_not_replaced_without_force(path: Path) -> None:
    before = path.stat().st_mtime_ns
    with pytest.raises(DwError, match="--force") as refusal:
        generate.init(path, rows=10)
    assert refusal.value.exit_code == 2
    assert path.stat().st_mtime_ns == before


def test_force_makes_another_source_with_another_identity(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    identities = set()
    for _ in range(2):
        generate.init(path, rows=10, end=END, force=True)
        with opened(path) as connection:
            identities |= set(connection.execute("from core.identidade_origem").fetchall())
    assert len({identity for identity, _, _ in identities}) == 2


def test_a_failure_half_way_leaves_the_former_source_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.duckdb"
    generate.init(path, rows=10, end=END)
    before = path.read_bytes()
    run = schema.run_script

    def fail_late(connection: duckdb.DuckDBPyConnection, name: str) -> None:
        if name == "generate_targets":
            raise duckdb.IOException("IO Error: No space left on device")
        run(connection, name)

    monkeypatch.setattr(schema, "run_script", fail_late)
    with pytest.raises(DwError, match="disk is full"):
        generate.init(path, rows=100, force=True)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("rows", [0, -5, 10**10])
def test_impossible_numbers_of_rows_are_refused(tmp_path: Path, rows: int) -> None:
    with pytest.raises(DwError, match="--rows") as refusal:
        generate.init(tmp_path / "s.duckdb", rows=rows)
    assert refusal.value.exit_code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("end", [datetime(2017, 12, 31), datetime(2036, 1, 1)])
def test_an_end_outside_the_calendar_is_refused(tmp_path: Path, end: datetime) -> None:
    with pytest.raises(DwError, match="--end"):
        generate.init(tmp_path / "s.duckdb", rows=10, end=end)


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    (tmp_path / "s.duckdb.new").write_bytes(b"half a database")
    (tmp_path / "s.duckdb.new.tmp").mkdir()
    generate.init(path, rows=10, end=END)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DwError) as refusal:
        generate.init(tmp_path / "file" / "s.duckdb", rows=10)
    assert "\n" not in str(refusal.value)
