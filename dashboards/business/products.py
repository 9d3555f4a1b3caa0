"""What is sold: category → subcategory → product, and how few products make most of it."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.common import address
from dashboards.common.address import kept
from dashboards.common.charts import DATA, Click, amount, chart, nothing, panel, show, tips
from dashboards.common.formats import number, percent
from dashboards.common.look import colour, series
from dashboards.common.text import _

BAR = 24


def products(levels: pd.DataFrame) -> None:
    """The drill. `levels`: categories, subcategories and their best products, each in its order."""
    category, subcategory = _level("abrir"), _level("abrir_sub")
    categories = sorted(_below(levels, "categoria")["nome"].dropna())
    if len(categories) == 1:
        category = categories[0]
    if category not in categories:
        category = subcategory = ""
    below = sorted(_below(levels, "subcategoria", category)["nome"].dropna())
    if len(below) == 1:
        subcategory = below[0]
    if subcategory not in below:
        subcategory = ""
    if subcategory:
        found = _below(levels, "produto", category, subcategory)
    else:
        found = _below(levels, "subcategoria" if category else "categoria", category)
    with panel(found, title=_("Produtos"), unit=_("receita em R$"), key="produtos"):
        if found.empty:
            nothing(_("Nenhuma venda no período com estes filtros."))
            return
        with st.container(horizontal=True, gap="small"):
            if len(categories) > 1:
                _step("abrir", _("Todas as categorias"), categories)
            if len(below) > 1:
                _step("abrir_sub", _("Todas as subcategorias"), below)
            else:
                address.write("abrir_sub", [])
        with st.container(height=330, border=False):
            high = BAR * len(found) + 30
            click = None if subcategory else _click(category)
            alt_text = _("Receita por produto (R$)")
            show(_bars(found), found, height=high, alt=alt_text, key="produtos", click=click)


def _click(category: str) -> Click:
    """A category becomes the page's filter; a subcategory opens."""
    if not category:
        return filters.click("categoria", "nome")
    return Click(("nome",), partial(_open, "abrir_sub"))


def _open(key: str, value: str) -> None:
    st.session_state[key] = value


def _below(levels: pd.DataFrame, kind: str, category: str = "", sub: str = "") -> pd.DataFrame:
    """The rows of one level below a category and subcategory."""
    chosen = levels[
        (levels["nivel"] == kind)
        & (levels["categoria"] == category)
        & (levels["subcategoria"] == sub)
    ]
    return chosen.drop(columns=["nivel", "categoria", "subcategoria"])


def curve(found: pd.DataFrame) -> None:
    """The ABC curve."""
    classes = found.groupby("classe")[["produtos", "receita"]].sum() if len(found) else found
    note = " · ".join(
        _(
            "{name}: {products}, {share} da receita",
            name=name,
            products=_products(row["produtos"]),
            share=percent(row["receita"] / classes["receita"].sum() * 100, 0),
        )
        for name, row in classes.iterrows()
        if classes["receita"].sum()
    )
    sold = found["produtos"].sum()
    reached = found.assign(produtos_percent=found["produtos"].cumsum() / max(sold, 1) * 100)
    one = _("Um só produto: não há curva.")
    chart(
        reached.iloc[:0] if sold == 1 else reached,
        _curve,
        title=_("Curva ABC"),
        unit=_("% da receita pelos % melhores produtos"),
        empty=one if sold == 1 else _("Nenhuma venda no período com estes filtros."),
        key="curva-abc",
        note=note,
        height=340,
        drawn=from_origin(reached),
    )


def from_origin(reached: pd.DataFrame) -> pd.DataFrame:
    """The curve with the point that each class begins at: where the one before ends; (0, 0)."""
    axes = ["produtos_percent", "acumulado_percent"]
    starts = reached[axes].shift(fill_value=0).assign(classe=reached["classe"])
    starts = starts.drop_duplicates("classe")
    return pd.concat([starts, reached]).sort_values(["classe", *axes], ignore_index=True)


def _products(n: float) -> str:
    return _("1 produto") if n == 1 else _("{n} produtos", n=number(n))


def _level(key: str) -> str:
    if key in st.session_state:
        return st.session_state[key] or ""
    return st.query_params.get(key, "")


def _step(key: str, everything: str, values: Any) -> None:
    kept(
        st.selectbox,
        everything,
        sorted(str(value) for value in values),
        key=key,
        default=None,
        index=None,
        placeholder=everything,
        label_visibility="collapsed",
    )


def _bars(frame: pd.DataFrame) -> Any:
    base = alt.Chart(DATA).encode(
        y=alt.Y("nome:N", sort=None, title=None, axis=alt.Axis(labelLimit=190)),
        x=alt.X(
            "receita:Q",
            title=None,
            axis=alt.Axis(tickCount=4, orient="top"),
            scale=alt.Scale(domain=[0, max(float(frame["receita"].max()), 1) * 1.12]),
        ),
    )
    bars = base.mark_bar(height=14).encode(
        tooltip=tips(
            frame,
            ("nome", _("Nome"), "text"),
            ("receita", _("Receita"), "money"),
            ("unidades", _("Unidades"), "count"),
            ("margem_percent", _("Margem"), "percent"),
            ("devolucao_percent", _("Devolução"), "percent"),
        )
    )
    text = base.mark_text(align="left", dx=5, fontSize=11).transform_calculate(
        rotulo=amount("datum.receita")
    )
    return alt.layer(bars, text.encode(text="rotulo:N"))


def _curve(frame: pd.DataFrame) -> Any:
    x = alt.X(
        "produtos_percent:Q",
        title=_("% dos produtos, do melhor ao último"),
        scale=alt.Scale(domain=[0, 100]),
    )
    base = alt.Chart(DATA)
    area = base.mark_area(opacity=0.25, line=True).encode(
        x=x,
        y=alt.Y("acumulado_percent:Q", title=None, scale=alt.Scale(domain=[0, 100]), stack=None),
        color=alt.Color("classe:N", scale=alt.Scale(domain=["A", "B", "C"], range=series()[:3])),
        tooltip=tips(
            frame,
            ("classe", _("Classe"), "text"),
            ("produtos_percent", _("% dos produtos"), "count"),
            ("acumulado_percent", _("% da receita"), "percent"),
        ),
    )
    rule = base.mark_rule(strokeDash=[4, 3], color=colour("soft"))
    return alt.layer(area, rule.encode(y=alt.YDatum(80)), rule.encode(y=alt.YDatum(95)))
