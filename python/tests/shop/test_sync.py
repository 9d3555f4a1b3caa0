"""A shop's own files: what `source sync` makes of them, today and tomorrow, right and wrong."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from source_checks import Row, broken, content, rows

from ecommerce_base.errors import DwError
from ecommerce_shop import proposal
from ecommerce_shop.mapping import READY, read_mapping
from ecommerce_shop.problems import BadData
from ecommerce_shop.simulate import simulate
from ecommerce_shop.sync import Synced, sync

HEADER = "Pedido;Data;CPF;Cliente;Cidade;UF;SKU;Produto;Qtd;Preço;Frete;Status"
LINES = [
    "1001;31/01/2024 10:15;00123456789;Ana Souza;São Paulo;SP;00042;Caneca;2;"
    "R$ 1.234,56;10,00;Pago",
    "1001;31/01/2024 10:15;00123456789;Ana Souza;São Paulo;SP;A-7;Prato;1;9,90;10,00;Pago",
    "1002;01/02/2024 11:00;;;belem;PA;A-7;Prato;3;9,90;0,00;Em trânsito",
    "1003;02/02/2024 09:30;98765432100;Bia Lima;Vila Inventada;MG;A-7;Prato;5;9,90;7,50;Entregue",
]
DAY_ONE, DAY_TWO = datetime(2024, 3, 1, 2), datetime(2024, 3, 2, 2)


def key(text: str) -> int:
    """A text key: the last eight bytes of its MD5, folded into the upper half of 63 bits."""
    low = int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[8:], "little")
    return low % 2**62 + 2**62


class Shop:
    """One file of a small shop, its proposed mapping, and the source made of it."""

    def __init__(self, folder: Path) -> None:
        self.data, self.mapping = folder / "exports", folder / "mapping"
        self.source = folder / "s.duckdb"
        self.file = self.data / "vendas.csv"
        self.data.mkdir()
        self.write(HEADER, *LINES)

    def write(self, *lines: str, encoding: str = "utf-8", newline: str = "\n") -> None:
        self.file.write_bytes((newline.join(lines) + newline).encode(encoding))

    def propose(self) -> list[str]:
        shutil.rmtree(self.mapping, ignore_errors=True)
        return proposal.new(self.mapping, self.data, None)

    def setting(self, old: str, new: str) -> None:
        file = self.mapping / "shop.yml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def sync(self, now: datetime = DAY_ONE, **options: bool) -> Synced:
        return sync(read_mapping(self.mapping), self.source, now=now, **options)

    def rows(self) -> dict[str, dict[int, Row]]:
        return content(self.source)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path)
    made.propose()
    return made


def test_a_tidy_file_is_loaded_by_its_proposal_as_it_stands(shop: Shop) -> None:
    done = shop.sync()
    found = shop.rows()
    order = found["pedido"][1001]
    assert order["numero_pedido"] == "1001"
    assert order["data_pedido"] == datetime(2024, 1, 31, 10, 15)
    assert order["valor_frete"] == 10
    assert found["regiao"][order["regiao_entrega_id"]]["cidade"] == "São Paulo"
    assert found["regiao"][found["pedido"][1002]["regiao_entrega_id"]]["cidade"] == "Belém"
    assert found["pedido"][1002]["status"] == "Enviado"
    sold = {(i["pedido_id"], i["produto_id"]): i for i in found["item_pedido"].values()}
    assert sold[1001, key("00042")]["preco_unitario"] == Decimal("1234.56")
    assert {i["custo_unitario"] for i in found["item_pedido"].values()} == {None}
    assert found["produto"][key("00042")]["codigo_sku"] == "00042"
    assert found["produto"][key("00042")]["preco_custo"] is None
    assert found["pedido"][1002]["cliente_id"] == 0
    guest = found["cliente"][0]
    assert guest["nome_cliente"] == "Consumidor não identificado"
    assert found["cliente"][key("00123456789")]["nome_cliente"] == "Ana Souza"
    lost = found["regiao"][found["pedido"][1003]["regiao_entrega_id"]]
    assert (lost["estado"], lost["cidade"]) == ("MG", "Município não identificado")
    assert any("Vila Inventada" in note for note in done.notes)
    assert broken(shop.source) == {}


def test_a_second_sync_writes_nothing(shop: Shop) -> None:
    shop.sync()
    before = shop.rows()
    done = shop.sync(DAY_TWO)
    assert all(counts[:3] == (0, 0, 0) for counts in done.counts.values())
    assert shop.rows() == before


def test_guests_of_an_earlier_key_move_to_theirs(shop: Shop) -> None:
    shop.sync()
    right = shop.rows()
    earlier = key("consumidor não identificado")
    with duckdb.connect(str(shop.source)) as connection:
        connection.execute("update core.cliente set cliente_id = ? where cliente_id = 0", [earlier])
        connection.execute("update core.pedido set cliente_id = ? where cliente_id = 0", [earlier])
    done = shop.sync(DAY_TWO)
    found = shop.rows()
    assert set(found["cliente"]) == set(right["cliente"])
    assert found["pedido"][1002] == {**right["pedido"][1002], "data_atualizacao": DAY_TWO}
    assert done.counts["pedido"][:3] == (0, 1, 0)


def test_the_next_day_stamps_what_changed_and_nothing_else(shop: Shop) -> None:
    shop.sync()
    changed = LINES[3].replace("Entregue", "Cancelado")
    shop.write(HEADER, LINES[0], LINES[1], changed, LINES[2].replace("1002", "1004"), LINES[2])
    done = shop.sync(DAY_TWO)
    found = shop.rows()
    stamped = {
        (table, number)
        for table, rows in found.items()
        for number, row in rows.items()
        if row["data_atualizacao"] == DAY_TWO
    }
    new_item = next(n for n, i in found["item_pedido"].items() if i["pedido_id"] == 1004)
    assert stamped == {("pedido", 1003), ("pedido", 1004), ("item_pedido", new_item)}
    assert found["pedido"][1003]["data_cadastro"] == DAY_ONE
    assert done.counts["pedido"] == (1, 1, 0, 2)


def many(shop: Shop, orders: int) -> None:
    shop.write(HEADER, *(LINES[1].replace("1001", str(2000 + n)) for n in range(orders)))


def test_what_is_gone_is_deleted_but_a_cut_export_is_refused(shop: Shop) -> None:
    many(shop, 100)
    shop.sync()
    many(shop, 90)
    assert shop.sync(DAY_TWO).counts["pedido"] == (0, 0, 10, 90)
    before = shop.rows()
    many(shop, 50)
    with pytest.raises(DwError, match=r"pedido would lose 40 of its 90 rows.*--shrink"):
        shop.sync(DAY_TWO)
    assert shop.rows() == before
    assert shop.sync(DAY_TWO, shrink=True).counts["item_pedido"] == (0, 0, 40, 50)


def test_an_export_of_new_rows_alone_keeps_the_others(shop: Shop) -> None:
    shop.sync()
    shop.setting("name: mapping", "name: mapping\nmissing_rows: keep")
    shop.write(HEADER, LINES[0].replace("1001", "1005"))
    assert shop.sync(DAY_TWO).counts["pedido"] == (1, 0, 0, 0)
    assert sorted(shop.rows()["pedido"]) == [1001, 1002, 1003, 1005]


def test_another_source_is_not_overwritten(shop: Shop) -> None:
    shop.sync()
    shop.setting("name: mapping", "name: another")
    with pytest.raises(DwError, match=r"holds another source .*mapping.*--force"):
        shop.sync()
    shop.sync(force=True)


def test_nothing_is_made_up_in_a_shops_own_data(shop: Shop) -> None:
    shop.sync()
    before = shop.rows()
    with pytest.raises(DwError, match=r"own data .*mapping.*only a generated shop"):
        simulate(shop.source, orders=5, seed=1)
    assert shop.rows() == before


def test_a_negative_line_returns_the_newest_line_that_it_fits(shop: Shop) -> None:
    line = LINES[3].split(";")

    def at(number: str, day: str, quantity: str, customer: str = line[2]) -> str:
        return ";".join([number, f"{day}/02/2024", customer, *line[3:8], quantity, *line[9:]])

    shop.write(
        HEADER,
        at("1", "01", "5"),
        at("2", "02", "4"),
        at("3", "03", "2"),
        at("4", "04", "9", ""),  # a guest's: nobody's return
        at("C5", "05", "-3"),  # not 3, which has two pieces: 2
        at("C6", "06", "-2"),  # 3
        at("C7", "07", "-2"),  # 2 has one piece left: 1
        at("C8", "08", "-9"),  # nobody bought nine
        at("C9", "09", "-1", ""),
    )
    done = shop.sync()
    found = shop.rows()
    back = {
        (r["motivo"], found["item_pedido"][r["item_pedido_id"]]["pedido_id"]): r
        for r in found["devolucao"].values()
    }
    assert set(back) == {("Cancelamento C5", 2), ("Cancelamento C6", 3), ("Cancelamento C7", 1)}
    returned = back["Cancelamento C5", 2]
    assert (returned["quantidade"], returned["valor_devolvido"]) == (3, Decimal("29.70"))
    assert returned["data_devolucao"] == datetime(2024, 2, 5)
    left = sorted(i["quantidade"] for i in found["item_pedido"].values())
    assert left == [-9, -1, 2, 4, 5, 9]  # what matches nothing stays, for the quarantine
    assert {o["numero_pedido"] for o in found["pedido"].values()} == {*"1234", "C8", "C9"}
    assert any("5 lines with a negative quantity: 3 became returns" in n for n in done.notes)


# Thirty kinds of files as shops have them. Each loads right by a fresh proposal, ...
Edit = Callable[[Shop], object]


def written(*lines: str, **how: str) -> Edit:
    return lambda shop: shop.write(*lines, **how)


def replaced(old: str, new: str, **how: str) -> Edit:
    return lambda shop: shop.write(*(x.replace(old, new) for x in (HEADER, *LINES)), **how)


def comma(text: str) -> str:
    """The same line with commas between the columns, and points in the numbers."""
    parts = [p.replace(".", "").replace(",", ".") if "," in p else p for p in text.split(";")]
    return ",".join(parts)


def american(text: str) -> str:
    parts = comma(text).split(",")
    day, slash, rest = parts[1].partition("/")
    month, _, year = rest.partition("/")
    return ",".join([parts[0], f"{month}/{day}/{year}" if slash else day, *parts[2:]])


GOOD: dict[str, Edit] = {
    "byte order mark": replaced("", "", encoding="utf-8-sig"),
    "UTF-16": replaced("", "", encoding="utf-16"),
    "Latin-1": replaced("", "", encoding="cp1252"),
    "Windows line ends": replaced("", "", newline="\r\n"),
    "comma and points": written(comma(HEADER), *map(comma, LINES)),
    "tabs": replaced(";", "\t"),
    "bars": replaced(";", "|"),
    "quotes everywhere": written(
        *(";".join(f'"{part}"' for part in line.split(";")) for line in (HEADER, *LINES))
    ),
    "month first": written(american(HEADER), *map(american, LINES)),
    "ISO dates": replaced("31/01/2024 10:15", "2024-01-31T10:15:00"),
    "two-digit years": replaced("/2024", "/24"),
    "dots in dates": replaced("31/01/2024", "31.01.2024"),
    "blanks around": replaced("1001", "  1001 "),
    "blanks around names": replaced("Status", " Status "),
    "a hard space in the price": replaced("R$ ", "R$\xa0"),
    "no last line end": lambda s: s.file.write_bytes(s.file.read_bytes().rstrip(b"\n")),
    "an empty line at the end": written(HEADER, *LINES, ""),
    "pandas' whole numbers": replaced("1001;", "1001.0;"),
    "state by name": replaced(";SP;", ";são paulo;"),
}


@pytest.mark.parametrize("edit", GOOD.values(), ids=GOOD.keys())
def test_a_file_of_this_kind_loads_right(tmp_path: Path, edit: Edit) -> None:
    shop = Shop(tmp_path)
    edit(shop)
    shop.propose()
    shop.sync()
    found = {table: rows(shop.source, table) for table in ("pedido", "item_pedido", "produto")}
    assert sorted(found["pedido"]) == [1001, 1002, 1003]
    assert found["pedido"][1001]["data_pedido"] == datetime(2024, 1, 31, 10, 15)
    assert found["pedido"][1001]["regiao_entrega_id"] == 3550308
    total = sum(i["quantidade"] * i["preco_unitario"] for i in found["item_pedido"].values())
    assert total == Decimal("2558.22")
    assert {p["codigo_sku"] for p in found["produto"].values()} == {"00042", "A-7"}


# ... or is refused in one line that says where, what, and what to write.
BAD: dict[str, tuple[Edit, str]] = {
    "Latin-1 where UTF-8 was": (
        replaced("", "", encoding="cp1252"),
        "vendas.csv, line 1:.*is Latin-1.*`encoding: latin-1`",
    ),
    "UTF-8 where Latin-1 is said": (
        lambda s: s.setting("path: vendas.csv", "path: vendas.csv\n    encoding: latin-1"),
        "vendas.csv: is UTF-8: take `encoding`",
    ),
    "another delimiter": (
        replaced(";", ","),
        "vendas.csv, line 1: the columns are divided by ','.*delimiter",
    ),
    "a line cut off": (
        written(HEADER, *LINES[:3], LINES[3][:40]),
        "vendas.csv, line 5: '1003;.*too few columns",
    ),
    "too many columns": (
        replaced("Ana Souza", "Souza; Ana"),
        "vendas.csv, line 2: .*too many columns.*double quotes",
    ),
    "an open quote": (
        replaced("Bia Lima", '"Bia Lima'),
        "vendas.csv, line 5: .*double quote opens a text",
    ),
    "a line twice": (
        written(HEADER, *LINES, LINES[1]),
        "vendas.csv, line 6: says the same as line 3.*repeated_lines: keep",
    ),
    "points for commas": (
        replaced("R$ 1.234,56", "1,234.56"),
        "line 2, column Preço: '1,234.56' is no number with the decimal mark ','.*decimal",
    ),
    "a word for a price": (replaced("R$ 1.234,56", "grátis"), "line 2, column Preço: 'grátis'"),
    "half a piece": (replaced("Prato;3", "Prato;1,5"), "line 4, column Qtd: '1,5'.*whole number"),
    "a day that is none": (
        replaced("31/01/2024", "31/02/2024"),
        "line 2, column Data: '31/02/2024 10:15' is not in the order d/m/Y",
    ),
    "month first where day was": (
        replaced("31/01/2024", "01/31/2024"),
        "line 2, column Data: '01/31/2024 10:15' is not in the order d/m/Y.*m/d/Y",
    ),
    "an unknown status": (
        replaced("Entregue", "Sumiu"),
        "line 5, column Status: 'Sumiu' is no status.*words: status.*Criado, Pago, Enviado",
    ),
    "no date": (
        replaced("01/02/2024 11:00", ""),
        "vendas.csv, line 4, column Data: is empty",
    ),
    "no product": (replaced(";A-7;Prato;5", ";;Prato;5"), "line 5, column SKU: is empty"),
    "a column renamed": (
        replaced("Qtd", "Quant."),
        "no column 'Qtd'. vendas.csv has: Pedido, .*Quant",
    ),
    "a column twice": (replaced("Frete", "Preço"), "the header names the column 'Preço' twice"),
    "a column without a name": (replaced("Frete", ""), "column 11 of the header has no name"),
    "only a header": (written(HEADER), "vendas.csv: holds no line but the header"),
    "empty": (lambda s: s.file.write_bytes(b""), "vendas.csv: is empty"),
    "zero bytes": (replaced("Ana", "A\0a"), "vendas.csv.*zero bytes"),
    "an Excel workbook": (
        lambda s: s.file.write_bytes(b"PK\x03\x04 ..."),
        "is an Excel workbook, not text",
    ),
    "a web page": (written("<html>", "<p>Sessão expirada"), "is a web page"),
    "Excel's sep= line": (written("sep=;", HEADER, *LINES), "take the first line .sep=. out"),
    "no file": (lambda s: s.file.unlink(), "lacks vendas.csv"),
}


@pytest.mark.parametrize(("edit", "told"), BAD.values(), ids=BAD.keys())
def test_a_file_of_this_kind_is_refused_in_one_line(shop: Shop, edit: Edit, told: str) -> None:
    edit(shop)
    with pytest.raises(DwError, match=told) as refusal:
        shop.sync()
    lines = str(refusal.value).removesuffix("\nNothing was written.").splitlines()
    assert len(lines) == 1, lines
    assert not shop.source.exists()


def test_all_problems_are_told_at_once(shop: Shop) -> None:
    shop.write(*(x.replace("9,90", "9.9x").replace("Entregue", "Sumiu") for x in (HEADER, *LINES)))
    with pytest.raises(BadData) as refusal:
        shop.sync()
    places = {(p.column, p.line, p.value, p.times) for p in refusal.value.problems}
    assert places == {("Preço", 3, "9.9x", 3), ("Status", 5, "Sumiu", 1)}


def test_a_line_number_counts_the_lines_inside_quotes(shop: Shop) -> None:
    shop.write(HEADER, LINES[0].replace("Caneca", '"Caneca\nazul"'), LINES[1].replace("9,90", "x"))
    with pytest.raises(DwError, match=r"vendas.csv, line 4, column Preço: 'x'"):
        shop.sync()


def test_rows_that_name_nothing_are_refused_or_left_to_the_quarantine(shop: Shop) -> None:
    select = shop.mapping / "produto.sql"
    text = select.read_text(encoding="utf-8")
    select.write_text(text.replace("\nfrom vendas", "\nfrom vendas\nwhere SKU <> 'A-7'"), "utf-8")
    with pytest.raises(DwError, match=r"line 3, column SKU: 'A-7' is no produto.*3 times"):
        shop.sync()
    shop.setting("name: mapping", "name: mapping\norphans: quarantine")
    assert any("'A-7' is no produto" in note for note in shop.sync().notes)


def workbook(file: Path, rows: list[list[str]]) -> None:
    """The least that a program for spreadsheets would write: texts in place, numbers as numbers."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def cell(text: str) -> str:
        plain = text.removeprefix("R$ ").replace(".", "").replace(",", ".")
        if re.fullmatch(r"[1-9]\d*(\.\d+)?|0\.00", plain):
            return f"<c><v>{plain}</v></c>"
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'

    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    relation = '<Relationship Id="r1" Type="{}/{}" Target="{}"/>'
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        for name, kind, target in (
            ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheet", "s.xml"),
        ):
            one = relation.format(office, kind, target)
            parts.writestr(
                name, f'<Relationships xmlns="{package}/relationships">{one}</Relationships>'
            )
        parts.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        sheet = f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
        parts.writestr("xl/s.xml", sheet)


def test_a_workbook_loads_as_the_file_does(shop: Shop) -> None:
    shop.sync()
    workbook(shop.data / "vendas.xlsx", [x.split(";") for x in (HEADER, *LINES)])
    shop.setting("path: vendas.csv", "path: vendas.xlsx")
    assert all(counts[:3] == (0, 0, 0) for counts in shop.sync(DAY_TWO).counts.values())
    (shop.data / "vendas.xlsx").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(DwError, match=r"vendas.xlsx: cannot be read as a workbook"):
        shop.sync(DAY_TWO)


def test_a_database_loads_as_the_file_does(shop: Shop) -> None:
    shop.sync()
    names = [f'"{name}"' for name in HEADER.split(";")]
    marks = ", ".join("?" * len(names))
    with contextlib.closing(sqlite3.connect(shop.data / "loja.db")) as database:
        database.execute(f"create table vendas ({', '.join(names)})")
        statement = f"insert into vendas values ({marks})"  # noqa: S608 (marks alone)
        database.executemany(statement, [x.split(";") for x in LINES])
        database.commit()
    shop.setting(f"data: {shop.data}", "data: {sqlite: ../exports/loja.db}")
    shop.setting("path: vendas.csv", "path: vendas")
    assert all(counts[:3] == (0, 0, 0) for counts in shop.sync(DAY_TWO).counts.values())


# The ready mappings, on their samples. Totals by csv and Decimal, not by the mapping.


def sample(name: str, file: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    with (READY / name / "sample" / file).open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def synced(name: str, folder: Path) -> tuple[dict[str, dict[int, Row]], Synced]:
    done = sync(read_mapping(Path(name)), folder / "s.duckdb")
    # What cancels nothing (two lines) and a negative price are the quarantine's.
    assert broken(folder / "s.duckdb") == ({"item_pedido": 3} if name.startswith("uci") else {})
    again = sync(read_mapping(Path(name)), folder / "s.duckdb")
    assert all(counts[:3] == (0, 0, 0) for counts in again.counts.values())
    return content(folder / "s.duckdb"), done


def gross(found: dict[str, dict[int, Row]]) -> Decimal:
    return sum(
        (i["quantidade"] * i["preco_unitario"] for i in found["item_pedido"].values()), Decimal(0)
    )


def test_uci_online_retail(tmp_path: Path) -> None:
    found, _ = synced("uci_online_retail", tmp_path)
    lines = sample("uci_online_retail", "OnlineRetail.csv", "cp1252")
    back = sum((r["valor_devolvido"] for r in found["devolucao"].values()), Decimal(0))
    raw = sum(Decimal(x["Quantity"]) * Decimal(x["UnitPrice"]) for x in lines)
    assert gross(found) - back == raw
    assert len(found["item_pedido"]) + len(found["devolucao"]) == len(lines)
    (returned,) = found["devolucao"].values()
    assert found["item_pedido"][returned["item_pedido_id"]]["pedido_id"] == 700002
    assert {p["codigo_sku"] for p in found["produto"].values()} == {"10001A", "10002", "10003", "B"}
    assert {r["estado"] for r in found["regiao"].values()} == {"United Kingdom", "France", "ND"}


def test_shopify(tmp_path: Path) -> None:
    found, done = synced("shopify", tmp_path)
    lines = sample("shopify", "orders_export_1.csv")
    raw = sum(Decimal(x["Lineitem quantity"]) * Decimal(x["Lineitem price"]) for x in lines)
    assert gross(found) == raw
    orders = {o["numero_pedido"]: o for o in found["pedido"].values()}
    assert {n: o["status"] for n, o in orders.items()} == {
        "#1001": "Enviado", "#1002": "Criado", "#1003": "Cancelado", "#1004": "Enviado",
    }  # fmt: skip
    assert orders["#1001"]["data_pedido"] == datetime(2024, 3, 1, 10, 15)
    assert orders["#1001"]["cliente_id"] == orders["#1004"]["cliente_id"] == key("ana@example.com")
    costs = {(i["pedido_id"], i["custo_unitario"]) for i in found["item_pedido"].values()}
    assert (key("#1001"), Decimal("18.00")) in costs and (key("#1001"), None) in costs
    assert {c["codigo_desconto"] for c in found["desconto"].values()} == {"BEMVINDO"}
    assert any("1 orders were refunded in part, 20.00" in note for note in done.notes)


def test_woocommerce(tmp_path: Path) -> None:
    found, _ = synced("woocommerce", tmp_path)
    lines = sample("woocommerce", "orders-export.csv")
    assert gross(found) == sum(Decimal(x["item_subtotal"]) for x in lines)
    discounts = sum(d["valor_desconto"] for d in found["desconto_aplicado"].values())
    assert discounts == sum(Decimal(x["item_subtotal"]) - Decimal(x["item_total"]) for x in lines)
    (returned,) = found["devolucao"].values()
    assert (returned["quantidade"], returned["valor_devolvido"]) == (1, 45)
    people = {c["nome_cliente"] for c in found["cliente"].values()}
    assert people == {"Ana Souza", "Bia Lima", "Consumidor não identificado"}
    categories = {c["nome_categoria"] for c in found["categoria"].values()}
    assert categories == {"Casa", "Cozinha", "Sem categoria"}
