"""The Olist mapping: the published totals where the data set is, a made-up small one elsewhere."""

from __future__ import annotations

import gzip
import os
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from source_checks import Row, broken, content, opened

from ecommerce_base.errors import DwError
from ecommerce_shop.mapping import read_mapping
from ecommerce_shop.sync import Synced, sync

REAL_DATA = Path(
    os.environ.get("DW_REAL_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data"
)
HEADERS = {
    "customers": "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,"
    "customer_state",
    "geolocation": "geolocation_zip_code_prefix,geolocation_lat,geolocation_lng,geolocation_city,"
    "geolocation_state",
    "order_items": "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,"
    "freight_value",
    "order_payments": "order_id,payment_sequential,payment_type,payment_installments,payment_value",
    "orders": "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date",
    "products": "product_id,product_category_name,product_name_lenght,product_description_lenght,"
    "product_photos_qty,product_weight_g,product_length_cm,product_height_cm,product_width_cm",
    "sellers": "seller_id,seller_zip_code_prefix,seller_city,seller_state",
}
SMALL = {
    "customers": [
        "c1,ana,01310,sao paulo,SP",
        "c2,bia,17515,padre nobrega,SP",
        "c3,ana,13010,campinas,SP",
        "c4,caio,99999,nowhere,BA",
        "c5,bia,76970,alta floresta doeste,RO",
    ],
    "geolocation": ["17515,-22.21,-49.95,marilia,SP", "17515,-22.23,-49.93,marilia,SP"],
    "order_items": [
        "o1,1,p1,s1,2018-01-09 00:00:00,100.00,10.00",
        "o1,2,p2,s2,2018-01-09 00:00:00,50.50,5.00",
        "o2,1,p1,s1,2018-02-09 00:00:00,110.00,12.34",
        "o3,1,p2,s2,2018-03-09 00:00:00,20.00,7.00",
    ],
    "order_payments": [
        "o1,1,voucher,1,60.00",
        "o1,2,voucher,1,100.00",
        "o1,3,credit_card,1,5.50",
        "o2,1,boleto,1,122.34",
        "o3,1,voucher,1,20.00",
        "o4,1,voucher,1,33.00",
        "o5,1,credit_card,1,1.00",
    ],
    "orders": [
        "o1,c1,delivered,2018-01-05 10:00:00,2018-01-05 11:00:00,2018-01-07 00:00:00,"
        "2018-01-20 09:00:00,2018-02-01 00:00:00",
        "o2,c2,shipped,2018-01-06 10:00:00,2018-01-06 11:00:00,2018-01-08 00:00:00,,"
        "2018-02-01 00:00:00",
        "o3,c3,canceled,2018-03-06 10:00:00,2018-03-06 11:00:00,,,2018-04-01 00:00:00",
        "o4,c4,unavailable,2018-03-07 10:00:00,,,,2018-04-01 00:00:00",
        "o5,c5,created,2018-03-08 10:00:00,,,,2018-04-01 00:00:00",
    ],
    "products": ["p1,beleza_saude,40,287,1,225,16,10,14", "p2,,,,,,,,"],
    "sellers": ["s1,13023,campinas,SP", "s2,80010,curitiba,PR"],
}


def import_olist(folder: Path, path: Path, force: bool = False) -> Synced:
    return sync(read_mapping(Path("olist"), folder), path, force=force)


def write_small(folder: Path, packed: bool) -> Path:
    folder.mkdir()
    for table, header in HEADERS.items():
        text = "\n".join([",".join(f'"{name}"' for name in header.split(",")), *SMALL[table], ""])
        name = f"olist_{table}_dataset.csv"
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
        else:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, Row]]:
    base = tmp_path_factory.mktemp("small")
    import_olist(write_small(base / "csv", packed=False), base / "s.duckdb")
    return content(base / "s.duckdb")


def by(rows: dict[int, Row], column: str) -> dict[str, Row]:
    return {row[column]: row for row in rows.values()}


def test_orders_status_stamp_freight_and_place(small: dict[str, dict[int, Row]]) -> None:
    orders = by(small["pedido"], "numero_pedido")
    assert {k: o["status"] for k, o in orders.items()} == {
        "o1": "Entregue",
        "o2": "Enviado",
        "o3": "Cancelado",
        "o4": "Cancelado",
        "o5": "Criado",
    }
    assert orders["o1"]["data_atualizacao"] == datetime(2018, 1, 20, 9)
    assert orders["o2"]["data_atualizacao"] == datetime(2018, 1, 8)
    assert orders["o4"]["data_atualizacao"] == orders["o4"]["data_pedido"]
    assert orders["o1"]["valor_frete"] == Decimal("15.00")
    assert orders["o4"]["valor_frete"] == 0
    places = {k: small["regiao"][o["regiao_entrega_id"]]["cidade"] for k, o in orders.items()}
    assert places == {
        "o1": "São Paulo",
        "o2": "Marília",  # a district, by its postal code
        "o3": "Campinas",
        "o4": "Salvador",  # unknown: the state's capital
        "o5": "Alta Floresta D'Oeste",
    }


def test_a_person_is_the_unique_id_with_the_earliest_stamp(
    small: dict[str, dict[int, Row]],
) -> None:
    people = by(small["cliente"], "nome_cliente")
    assert set(people) == {"Cliente ana", "Cliente bia", "Cliente caio"}
    assert people["Cliente bia"]["data_atualizacao"] == datetime(2018, 1, 8)
    assert people["Cliente ana"]["cep"] == "01310"
    assert people["Cliente ana"]["email"] is None
    assert people["Cliente ana"]["cpf_cnpj"] is None


def test_items_products_sellers_and_teams(small: dict[str, dict[int, Row]]) -> None:
    products = by(small["produto"], "codigo_sku")
    # o2 became visible before o1: the first sale by stamp, not by purchase
    assert products["p1"]["data_atualizacao"] == datetime(2018, 1, 8)
    assert products["p1"]["preco_sugerido"] == 100
    assert products["p1"]["preco_custo"] is None
    categories = {k: small["categoria"][p["categoria_id"]] for k, p in products.items()}
    assert categories["p1"]["nome_categoria"] == "Beleza e saúde"
    assert categories["p2"]["nome_categoria"] == "Sem categoria"
    above = {
        small["categoria"][c["categoria_pai_id"]]["nome_categoria"] for c in categories.values()
    }
    assert above == {"Beleza e saúde", "Sem categoria"}
    teams = by(small["equipe"], "nome_equipe")
    assert set(teams) == {"Olist SP", "Olist PR"}
    seller = by(small["vendedor"], "email")["s2@olist.example"]
    assert seller["equipe_id"] == teams["Olist PR"]["equipe_id"]
    assert {i["quantidade"] for i in small["item_pedido"].values()} == {1}
    assert {i["custo_unitario"] for i in small["item_pedido"].values()} == {None}
    assert small["meta_vendedor"] == small["devolucao"] == {}


def test_vouchers_go_to_the_items_first_and_then_to_freight(
    small: dict[str, dict[int, Row]],
) -> None:
    number = {k: o["numero_pedido"] for k, o in small["pedido"].items()}
    found = {
        (number[d["pedido_id"]], d["nivel_aplicacao"]): d["valor_desconto"]
        for d in small["desconto_aplicado"].values()
    }
    assert found == {
        ("o1", "Pedido"): Decimal("150.50"),
        ("o1", "Frete"): Decimal("9.50"),
        ("o3", "Pedido"): Decimal("20.00"),
        ("o4", "Frete"): Decimal("33.00"),
    }
    assert all(d["aprovado"] for d in small["desconto_aplicado"].values())


@pytest.mark.parametrize("packed", [False, True], ids=["csv", "gz"])
@pytest.mark.parametrize("table", sorted(SMALL))
def test_a_file_cut_in_half_is_named_and_the_former_source_stays(
    tmp_path: Path, table: str, packed: bool
) -> None:
    folder = write_small(tmp_path / "files", packed)
    file = folder / f"olist_{table}_dataset.csv{'.gz' if packed else ''}"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    source = tmp_path / "s.duckdb"
    source.write_bytes(b"the former source")
    with pytest.raises(DwError, match=file.name):
        import_olist(folder, source, force=True)
    assert source.read_bytes() == b"the former source"
    assert {p.name for p in tmp_path.iterdir()} == {"files", "s.duckdb"}


@pytest.mark.parametrize("table", sorted(set(SMALL) - {"geolocation"}))
def test_a_file_that_lost_whole_lines_is_named(tmp_path: Path, table: str) -> None:
    folder = write_small(tmp_path / "files", packed=False)
    file = folder / f"olist_{table}_dataset.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(lines[0], encoding="utf-8")
    with pytest.raises(DwError, match=file.name):
        import_olist(folder, tmp_path / "s.duckdb")
    assert not (tmp_path / "s.duckdb").exists()


def test_a_line_with_too_few_columns_is_named(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "files", packed=False)
    file = folder / "olist_sellers_dataset.csv"
    file.write_text(file.read_text(encoding="utf-8") + "s3,80010\n", encoding="utf-8")
    with pytest.raises(DwError, match=file.name):
        import_olist(folder, tmp_path / "s.duckdb")


def test_a_status_that_is_not_known_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "files", packed=False)
    file = folder / "olist_orders_dataset.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    word = lines[2].split(",")[2].strip('"')
    lines[2] = lines[2].replace(word, "em_transito", 1)
    file.write_text("".join(lines), encoding="utf-8")
    told = f"{file.name}, line 3, column order_status: 'em_transito'.*words: status"
    with pytest.raises(DwError, match=told):
        import_olist(folder, tmp_path / "s.duckdb")


def test_a_missing_file_and_a_wrong_header_are_named(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "files", packed=False)
    file = folder / "olist_sellers_dataset.csv"
    file.write_text("id,name\n1,a\n", encoding="utf-8")
    with pytest.raises(DwError, match=r"no column.*olist_sellers_dataset.csv has: id, name"):
        import_olist(folder, tmp_path / "s.duckdb")
    file.unlink()
    with pytest.raises(DwError, match="lacks olist_sellers_dataset") as refusal:
        import_olist(folder, tmp_path / "s.duckdb")
    assert refusal.value.exit_code == 2
    with pytest.raises(DwError, match="There is no folder"):
        import_olist(tmp_path / "nowhere", tmp_path / "s.duckdb")


def test_a_line_twice_is_refused_with_both_its_places(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "files", packed=False)
    file = folder / "olist_order_items_dataset.csv"
    again = file.read_text(encoding="utf-8").splitlines(keepends=True)[2]
    file.write_text(file.read_text(encoding="utf-8") + again, encoding="utf-8")
    with pytest.raises(DwError, match=f"{file.name}, line 6: says the same as line 3"):
        import_olist(folder, tmp_path / "s.duckdb")


def test_a_second_import_writes_nothing(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "files", packed=False)
    import_olist(folder, tmp_path / "s.duckdb")
    before = content(tmp_path / "s.duckdb")
    done = import_olist(folder, tmp_path / "s.duckdb")
    assert all(counts[:3] == (0, 0, 0) for counts in done.counts.values())
    assert content(tmp_path / "s.duckdb") == before


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Synced]:
    folder = REAL_DATA / "olist"
    if not folder.is_dir():
        pytest.skip(f"the Olist data set is not in {folder}: set DW_REAL_DATA to its parent")
    path = tmp_path_factory.mktemp("olist") / "s.duckdb"
    return path, import_olist(folder, path)


def test_the_published_totals(real: tuple[Path, Synced]) -> None:
    path, told = real
    new = {table: counts[0] for table, counts in told.counts.items()}
    assert new["pedido"] == 99_441
    assert new["cliente"] == 96_096
    assert new["produto"] == 32_951
    assert new["vendedor"] == 3_095
    assert new["meta_vendedor"] == new["devolucao"] == 0
    found = {
        words[3]: int(words[4].replace(",", ""))
        for words in map(str.split, told.notes)
        if words[0] == "Municipalities"
    }
    assert found["nome:"] > 0.99 * 99_441
    assert found["capital:"] < 100
    with opened(path) as connection:
        items = connection.execute(
            "select count(*), sum(quantidade * preco_unitario), sum(valor_frete) "
            "from core.item_pedido"
        ).fetchall()
        freight = connection.execute("select sum(valor_frete) from core.pedido").fetchall()
        vouchers = dict(
            connection.execute(
                "select case when i.pedido_id is null then 'sem item' else nivel_aplicacao end, "
                "sum(valor_desconto) from core.desconto_aplicado as d left join "
                "(select distinct pedido_id from core.item_pedido) as i using (pedido_id) "
                "group by all"
            ).fetchall()
        )
    assert items == [(112_650, Decimal("13591643.70"), Decimal("2251909.54"))]
    assert freight == [(Decimal("2251909.54"),)]
    assert vouchers == {
        "Pedido": Decimal("312246.38"),
        "Frete": Decimal("40461.33"),
        "sem item": Decimal("26729.16"),
    }


def test_only_the_vouchers_without_items_break_a_rule(real: tuple[Path, Synced]) -> None:
    assert broken(real[0]) == {"desconto_excede_base: frete": 100}


def test_a_replay_by_stamp_finds_whatever_an_order_needs(
    real: tuple[Path, Synced],
) -> None:
    with opened(real[0]) as connection:
        late = connection.execute(
            "select count(*) from core.pedido as p "
            "join core.cliente as c using (cliente_id) "
            "join core.regiao as r on p.regiao_entrega_id = r.regiao_id "
            "left join core.item_pedido as i using (pedido_id) "
            "left join core.produto as q using (produto_id) "
            "left join core.vendedor as v using (vendedor_id) "
            "left join core.equipe as e on v.equipe_id = e.equipe_id "
            "left join core.categoria as k on q.categoria_id = k.categoria_id "
            "where greatest(c.data_atualizacao, r.data_atualizacao, i.data_atualizacao, "
            "q.data_atualizacao, v.data_atualizacao, e.data_atualizacao, k.data_atualizacao) "
            "> p.data_atualizacao"
        ).fetchall()
    assert late == [(0,)]
