"""The shared layer without a browser: texts, numbers, files, charts."""

from __future__ import annotations

import ast
import json
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
import yaml
from babel.messages.pofile import read_po
from conftest import ROOT, Warehouse
from streamlit.testing.v1 import AppTest

from dashboards.business.brazil import abroad, map_of_states
from dashboards.business.campaigns import best_and_worst
from dashboards.business.metrics import meaning
from dashboards.business.products import _curve, from_origin
from dashboards.business.words import customers
from dashboards.common import files, formats
from dashboards.common.cards import Card, as_frame, sparkline
from dashboards.common.query import query
from dashboards.common.text import catalogues, in_currency
from ecommerce_base.shop_card import ShopCard, remove_card, write_card
from ecommerce_documents.metrics import DEFINITIONS

BUSINESS = str(ROOT / "dashboards" / "business" / "app.py")


def _known() -> set[str]:
    found = set()
    for catalogue in catalogues():
        with catalogue.open("rb") as stream:
            found |= {str(message.id) for message in read_po(stream) if message.string}
    return found


def test_every_text_has_its_english() -> None:
    used = {
        node.args[0].value
        for file in (ROOT / "dashboards").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))  # in f-strings too
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert len(used) > 400
    assert used - _known() == set()


def test_english_keeps_the_places_of_values() -> None:
    for catalogue in catalogues():
        with catalogue.open("rb") as stream:
            for message in read_po(stream):
                names = {part.split("}")[0] for part in str(message.id).split("{")[1:]}
                kept = {part.split("}")[0] for part in str(message.string).split("{")[1:]}
                assert names == kept, message.id


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("PT", ["1.234,6", "R$ 1.234,50", "-3,0%", "24/11/2026", "2 min 5 s", "1,2 mi"]),
        ("EN", ["1,234.6", "R$ 1,234.50", "-3.0%", "Nov 24, 2026", "2 min 5 s", "1.2M"]),
    ],
)
def test_values_are_written_as_the_language_does(
    lang: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.common.text.st.session_state", {"lang": lang})
    written = [
        formats.number(1234.56, 1),
        formats.money(1234.5),
        formats.percent(-3.0),
        formats.day(datetime(2026, 11, 24)),
        formats.duration(125),
        formats.compact(1_234_567).replace("\xa0", " "),
    ]
    assert written == expected
    assert formats.number(float("nan")) == formats.money(None) == formats.day(pd.NaT) == "—"


def test_cards_say_what_the_metrics_definition_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    defined = yaml.safe_load((ROOT / DEFINITIONS).read_text(encoding="utf-8"))["metrics"]
    for metric in defined:
        for lang, said in (
            ("PT", metric["config"]["meta"]["descricao"]),
            ("EN", metric["description"]),
        ):
            monkeypatch.setattr("dashboards.common.text.st.session_state", {"lang": lang})
            assert meaning(metric["name"]) == said


def test_money_is_in_the_shops_currency(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DW_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("dashboards.common.text.st.session_state", {"lang": "EN"})
    write_card(tmp_path, ShopCard("A shop", "GBP", ("No cost.",)))
    assert formats.money(1234.5) == "£ 1,234.50"
    assert formats.compact_money(1_234_567) == "£ 1.2M"
    assert in_currency("Receita (R$)") == "Receita (£)"
    remove_card(tmp_path)
    assert formats.money(1234.5) == "R$ 1,234.50"


def test_a_shop_of_another_country_has_bars_for_a_map() -> None:
    rest = {"receita": 1.0, "pedidos": 1, "ticket_medio": 1.0, "participacao_percent": 100.0}
    for uf, state, region in (
        ("France", "France", "France"),
        ("PA", "Pennsylvania", "United States"),  # Pará's letters
    ):
        row = {"uf": uf, "estado": state, "regiao": region, **rest}
        assert map_of_states(pd.DataFrame([row])).to_dict()["mark"] == {"type": "bar"}
    row = {"uf": "SP", "estado": "São Paulo", "regiao": "Sudeste", **rest}
    home = map_of_states(pd.DataFrame([row]))
    assert [layer["mark"]["type"] for layer in home.to_dict()["layer"]] == ["geoshape"] * 2


def test_the_map_says_what_lies_outside_of_it() -> None:
    sold = pd.DataFrame(
        {
            "uf": ["SP", "FRANCE", "ND"],
            "regiao": ["Sudeste", "France", "Não informada"],
            "receita": [1155.0, 900.0, 95.0],
            "participacao_percent": [53.72, 41.86, 4.42],
        }
    )
    assert abroad(sold) == f"fora do mapa do Brasil: {formats.money(995)} (46,3%)"
    assert abroad(sold[:1]) == abroad(sold[1:]) == ""


def test_the_classes_of_the_curve_meet_and_begin_at_the_origin() -> None:
    made = from_origin(
        pd.DataFrame(
            {
                "classe": ["A", "A", "B", "C"],
                "produtos_percent": [25.0, 50.0, 75.0, 100.0],
                "acumulado_percent": [60.0, 85.0, 96.0, 100.0],
            }
        )
    )
    points = made.groupby("classe")[["produtos_percent", "acumulado_percent"]]
    assert {name: rows.to_numpy().tolist() for name, rows in points} == {
        "A": [[0, 0], [25, 60], [50, 85]],
        "B": [[50, 85], [75, 96]],
        "C": [[75, 96], [100, 100]],
    }
    drawn = _curve(made).to_dict()["layer"][0]["encoding"]["y"]
    assert drawn["stack"] is None, "two classes at one place are no sum"


def test_a_single_one_is_said_in_the_singular() -> None:
    assert [customers(n) for n in (1, 1.0, 2, 1234)] == [
        *("1 cliente", "1 cliente", "2 clientes", "1.234 clientes"),
    ]


def test_the_best_and_worst_campaigns_are_said_to_be_of_more() -> None:
    known = pd.DataFrame({"resultado": [float(place % 42) for place in range(21, 63)]})
    shown, said = best_and_worst(known)
    assert list(shown["resultado"]) == [*range(41, 33, -1), *range(6, -1, -1)]
    assert said == "as 8 melhores e as 7 piores de 42"
    assert best_and_worst(known[:15])[1] == ""


def test_a_card_needs_two_values_for_a_line() -> None:
    assert sparkline([]) == sparkline([1.0]) == sparkline([None, 2.0]) == ""
    assert sparkline([1.0, None, 2.0]).startswith("<img")
    assert Card("a", "1").tone == "none"


def test_the_csv_of_the_cards_has_the_values_as_they_are() -> None:
    row = [Card("Receita", "R$ 1,2 mi", figure=1_234_567.89, delta="+3,0%"), Card("Estado", "bom")]
    assert as_frame(row).to_dict("records") == [
        {
            "indicador": "Receita",
            "valor": 1_234_567.89,
            "mostrado": "R$ 1,2 mi",
            "variacao": "+3,0%",
            "nota": "",
        },
        {"indicador": "Estado", "valor": "bom", "mostrado": "bom", "variacao": "", "nota": ""},
    ]


@pytest.mark.parametrize(
    ("lang", "thousand", "million"), [("PT", "\xa0mil", "\xa0mi"), ("EN", "K", "M")]
)
def test_every_axis_of_amounts_is_written_as_the_language_does(
    lang: str,
    thousand: str,
    million: str,
    loaded_once: Warehouse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DW_DATA_DIR", str(loaded_once.data_dir))
    st.cache_resource.clear()
    app = AppTest.from_file(BUSINESS, default_timeout=60)
    app.query_params["lang"] = lang
    shown = app.run()
    st.cache_resource.clear()
    assert not shown.exception
    specs = [element.proto.spec for element in shown.get("vega_lite_chart")]
    assert len(specs) == 8
    for spec in specs:
        written = json.loads(spec)["config"]["axisQuantitative"]["labelExpr"]
        assert f"abs(datum.value) >= 1000 ? format(datum.value / 1000, ',.3~r') + '{thousand}'" in (
            written
        )
        assert f"/ 1000000, ',.3~r') + '{million}'" in written
        assert "~s" not in spec, "an English abbreviation"


def test_a_chart_draws_what_it_is_given_and_offers_all_of_it() -> None:
    """The frame downloads; `drawn` is what the chart looks at and shows, under the name DATA."""

    def page() -> None:
        import altair as alt
        import pandas as pd

        from dashboards.common.charts import DATA, chart

        frame = pd.DataFrame({"mes": [0, 1, 2], "valor": [100, 9, 8]})

        def draw(data: pd.DataFrame) -> object:
            top = alt.Scale(domain=[0, int(data["valor"].max())])
            return alt.Chart(DATA).mark_bar().encode(x="mes:O", y=alt.Y("valor:Q", scale=top))

        chart(frame, draw, title="T", unit="u", empty="", key="k", drawn=frame[frame["mes"] > 0])

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    (drawn,) = shown.get("vega_lite_chart")
    spec = json.loads(drawn.proto.spec)
    assert spec["data"] == {"name": "dados"}
    assert spec["encoding"]["y"]["scale"]["domain"] == [0, 9]
    (data,) = drawn.proto.datasets
    assert data.name == "dados"
    rows = pa.ipc.open_stream(data.data.data).read_all().to_pydict()
    assert rows["valor"] == [9, 8]


@pytest.mark.parametrize(
    ("value", "short", "whole"),
    [
        (999_950, "R$ 1 mi", "R$ 999.950,00"),
        (999_949, "R$ 999,9 mil", "R$ 999.949,00"),
        (-1_234, "-R$ 1,2 mil", "-R$ 1.234,00"),
        (-0.004, "R$ 0,00", "R$ 0,00"),
        (-0.005, "-R$ 0,01", "-R$ 0,01"),
        (2_500_000_000, "R$ 2,5 bi", "R$ 2.500.000.000,00"),
    ],
)
def test_money_is_written_as_people_write_it(value: float, short: str, whole: str) -> None:
    assert formats.compact_money(value) == short
    assert formats.money(value) == whole


def test_months_are_written_in_one_way() -> None:
    assert formats.month("2026-11") == formats.month(datetime(2026, 11, 3)) == "nov 2026"


def test_files_open_in_brazilian_excel() -> None:
    frame = pd.DataFrame(
        {
            "dia": pd.to_datetime(["2026-11-03", None]),
            "visto_em": pd.to_datetime(["2026-11-03 10:20:30", "2026-11-04 00:00:00"]),
            "receita": [1234.5, None],
            "pedidos": [3, 4],
            "clientes": [561.0, None],
            "valor": pd.Series([0.1, "R$ 1 mi"], dtype=object),
            "figura": pd.Series([561.0, "R$ 1 mi"], dtype=object),
            "nome": ["Aço; “fino”", 'com "aspas"'],
        }
    )
    assert files.as_csv(frame).decode("utf-8-sig").splitlines() == [
        "dia;visto_em;receita;pedidos;clientes;valor;figura;nome",
        '03/11/2026;03/11/2026 10:20:30;1234,50;3;561;0,10;561;"Aço; “fino”"',
        ';04/11/2026 00:00:00;;4;;R$ 1 mi;R$ 1 mi;"com ""aspas"""',
    ]
    with zipfile.ZipFile(BytesIO(files.as_xlsx(frame))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>1234.5</v>" in sheet, "a number stays one"
    assert "<v>46329</v>" in sheet, "2026-11-03 as Excel counts days"


def test_a_file_is_named_after_page_period_and_filters() -> None:
    name = files.file_name("vendas", "receita", "2026-01-01_2026-03-31", "Norte", "São Luís / MA")
    assert name == "vendas_receita_2026-01-01_2026-03-31_norte_sao-luis-ma"
    assert len(files.file_name(*["equipe"] * 99)) <= files.LONGEST


def test_choices_become_bound_values(tmp_path: Path) -> None:
    """A value may hold whatever a pattern would read: it is compared, not matched."""
    file = tmp_path / "a.sql"
    file.write_text("select v from (values ('A|B'), ('A'), ('[B]%')) as t (v) where v in :nomes")

    def found(*names: str) -> list[str]:
        asked = query(file, nomes=names)
        assert asked.sql.endswith("= 1" if not names else ")")
        rows = duckdb.execute(asked.sql.replace(":", "$"), dict(asked.parameters)).fetchall()
        return sorted(value for (value,) in rows)

    assert found("A|B", "[B]%") == ["A|B", "[B]%"]
    assert found("A") == ["A"]
    assert found() == ["A", "A|B", "[B]%"]
