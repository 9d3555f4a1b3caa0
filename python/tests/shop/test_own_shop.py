"""docs/your-own-shop.md as a newcomer follows it, and the ready mappings: to the warehouse."""

from __future__ import annotations

import csv
import re
import shlex
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from conftest import ROOT
from invariants.harness import LIGHT, Bench, Warehouse, all_differences

PAGE = (ROOT / "docs" / "your-own-shop.md").read_text(encoding="utf-8")
EXAMPLE = PAGE[: PAGE.index("## Ready mappings")]
COMMANDS = re.findall(r"^    python run\.py(.*)$", EXAMPLE, re.MULTILINE)
FIGURES = """
    select
        sum(valor_total_bruto), sum(valor_devolvido), count(*), sum(quantidade_vendida),
        sum(case when custo_total is null then 1 else 0 end)
    from fact.fact_vendas
"""
LAST = "select status, linhas_inseridas, linhas_atualizadas from audit.etl_run order by run_id desc"


def number(text: str) -> Decimal:
    return Decimal(text.replace("R$ ", "").replace(".", "").replace(",", "."))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, Path]:
    """The page's file, and every command of its example but the one that opens a browser."""
    base = tmp_path_factory.mktemp("page")
    (base / "loja").mkdir()
    (text,) = re.findall(r"```csv\n(.*?)```", EXAMPLE, re.DOTALL)
    (base / "loja" / "vendas.csv").write_text(text, encoding="utf-8")
    made = Warehouse(Bench.of_session(tmp_path_factory), base / "data")
    made.folder.mkdir()
    assert [shlex.split(words)[:2] for words in COMMANDS] == [
        ["source", "new"], ["source", "sync"], [], ["dashboards"],
    ]  # fmt: skip
    for words in map(shlex.split, COMMANDS[:3]):
        places = {"loja": str(base / "loja"), "minha-loja": str(base / "minha-loja")}
        made.run(*(places.get(word, word) for word in words))
    made.observe()
    return made, base


def test_the_pages_example_has_the_totals_of_its_file(example: tuple[Warehouse, Path]) -> None:
    made, base = example
    text = (base / "loja" / "vendas.csv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(StringIO(text), delimiter=";"))
    sold = [x for x in lines if int(x["Qtd"]) > 0]
    back = [x for x in lines if int(x["Qtd"]) < 0]
    assert made.ask(FIGURES) == [
        (
            sum(int(x["Qtd"]) * number(x["Preço"]) for x in sold),
            -sum(int(x["Qtd"]) * number(x["Preço"]) for x in back),
            len(sold),
            sum(int(x["Qtd"]) for x in sold),
            sum(not x["Custo"] for x in sold),
        )
    ]
    assert made.ask(LAST)[0][0] == "success"
    assert made.ask("select count(*) from audit.quarentena") == [(0,)]
    assert all_differences(made) == ""


def test_the_next_day_loads_what_changed(example: tuple[Warehouse, Path]) -> None:
    made, base = example
    file = base / "loja" / "vendas.csv"
    text = file.read_text(encoding="utf-8").replace("Em trânsito", "Entregue")
    file.write_text(text, encoding="utf-8")
    told = made.run("source", "sync", str(base / "minha-loja"))
    assert re.search(r"pedido +│ +0 │ +1 │ +0 │ +1", told)
    made.load(*LIGHT)
    assert made.ask(LAST)[0] == ("success", 0, 1)


@pytest.mark.parametrize("name", ["uci_online_retail", "shopify", "woocommerce"])
def test_a_ready_mapping_loads_its_sample(
    name: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = Warehouse(Bench.of_session(tmp_path_factory), tmp_path / "data")
    made.folder.mkdir()
    made.run("source", "sync", name)
    made.load(*LIGHT)
    assert all_differences(made) == ""
    # Of UCI's: two lines that cancel nothing, and a price below zero.
    rejected = [("item_preco", 1), ("item_quantidade", 2)] if name.startswith("uci") else []
    rules = "select regra, count(*) from audit.quarentena group by regra order by regra"
    assert made.ask(rules) == rejected
