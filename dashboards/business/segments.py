"""RFM: customers by score and segment; what is chosen of them, and its list."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business.filters import SQL, Filters, toggle
from dashboards.business.heat import heat
from dashboards.business.persons import may_see
from dashboards.business.words import customers, word, worded
from dashboards.common import address
from dashboards.common.charts import Click, bars, chart, either, joined, nothing, panel, table, tips
from dashboards.common.figures import ask
from dashboards.common.formats import number, percent
from dashboards.common.look import colour
from dashboards.common.text import _

MOST = 0.5
"""Share of the customers from which on a score that they have in common says little."""
SEGMENTS = ("Campeões", "Fiéis", "Recentes", "Regulares", "Em risco", "Perdidos", "Sem compra")
CELLS = tuple(f"R{r} F{f}" for r in range(5, 0, -1) for f in range(5, 0, -1))
LISTED = 500
"""Customers that the page shows of a list; its files have all."""


def own_filters() -> None:
    """The choices of this page: segments, and pairs of scores (recency, frequency)."""
    for key, offered in (("segmento", SEGMENTS), ("celula", CELLS)):
        if key not in st.session_state:
            address.restore_several(key, offered)
    for key, label, offered in (
        ("segmento", _("Segmento RFM"), SEGMENTS),
        ("celula", _("Recência e frequência"), CELLS),
    ):
        st.multiselect(
            label,
            offered,
            key=key,
            format_func=word,
            placeholder=_("Todos"),
            on_change=address.forget,
        )
        address.write(key, _chosen(key))


def _chosen(key: str) -> tuple[str, ...]:
    return tuple(st.session_state.get(key) or ())


def chosen_words() -> tuple[str, ...]:
    """What is chosen, for the line that says what the page shows."""
    parts = [", ".join(word(value) for value in _chosen(key)) for key in ("segmento", "celula")]
    return tuple(part for part in parts if part)


def beyond_segments() -> str:
    """What a figure that does not follow these choices says of itself."""
    return _("sem o filtro de segmento") if chosen_words() else ""


def of_segments(rfm: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chosen segments; all where none is chosen."""
    chosen = _chosen("segmento")
    return rfm[rfm["segmento_rfm"].isin(chosen)] if chosen else rfm


def of_cells(rfm: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chosen pairs of scores; all where none is chosen."""
    chosen = _chosen("celula")
    if not chosen:
        return rfm
    names = [
        "" if pd.isna(row.recencia) else _cell(row.recencia, row.frequencia)
        for row in rfm.itertuples()
    ]
    return rfm[pd.Series(names, index=rfm.index).isin(chosen)]


def _cell(recency: Any, frequency: Any) -> str:
    return f"R{int(recency)} F{int(frequency)}"


def _choose_cell(recency: Any, frequency: Any) -> None:
    toggle("celula", _cell(recency, frequency))


def _choose_segment(name: str) -> None:
    if name in SEGMENTS:
        toggle("segmento", name)


def _undecided(cells: pd.DataFrame, total: float) -> str:
    """Says when one score is that of most customers: then it cannot tell them apart."""
    said = []
    for name, said_as in (("recencia", _("recência")), ("frequencia", _("frequência"))):
        most = cells.groupby(name)["clientes"].sum().max() / total if total else 0
        if most > MOST:
            said.append(
                _(
                    "a {score} não separa os clientes: {share} têm a mesma",
                    score=said_as,
                    share=percent(most * 100),
                )
            )
    return "; ".join(said)


def grid(rfm: pd.DataFrame, whole: str) -> None:
    """Customers by two scores; a click on a cell chooses it."""
    bought = rfm.dropna(subset=["recencia", "frequencia"])
    found = of_segments(bought)
    cells = found.groupby(["recencia", "frequencia"], as_index=False)[
        ["clientes", "pedidos", "receita"]
    ].sum()
    cells["por_cliente"] = cells["receita"] / cells["clientes"]

    def draw(frame: pd.DataFrame) -> Any:
        return heat(
            frame,
            alt.X(
                "recencia:O",
                title=_("recência (5 = comprou há pouco)"),
                axis=alt.Axis(labelAngle=0),
            ),
            alt.Y("frequencia:O", title=_("frequência (5 = compra mais)"), sort="descending"),
            "clientes",
            ",d",
            tips(
                frame,
                ("recencia", _("Recência"), "text"),
                ("frequencia", _("Frequência"), "text"),
                ("clientes", _("Clientes"), "count"),
                ("por_cliente", _("Receita por cliente"), "money"),
            ),
        )

    chart(
        cells,
        draw,
        title=_("Recência e frequência"),
        unit=_("clientes, na data dos dados"),
        empty=_("Nenhum cliente comprou ainda nesta região."),
        key="rfm",
        click=Click(("recencia", "frequencia"), _choose_cell),
        note=joined(_undecided(bought, float(bought["clientes"].sum())), whole),
        height=300,
    )


def segments(rfm: pd.DataFrame, whole: str) -> None:
    """Segments with their share of revenue; a click on one chooses it."""
    sums = of_cells(rfm).groupby("segmento_rfm")[["clientes", "receita"]].sum()
    found = sums.reindex([name for name in SEGMENTS if name in sums.index]).reset_index()
    found["nome"] = [word(name) for name in found["segmento_rfm"]]
    found["parte"] = found["receita"] / max(float(found["receita"].sum()), 1) * 100
    found["rotulo"] = [
        _(
            "{customers} · {share} da receita",
            customers=customers(row.clientes),
            share=percent(row.parte, 0),
        )
        for row in found.itertuples()
    ]

    chart(
        found,
        bars(
            "nome",
            "clientes",
            ("nome", _("Segmento"), "text"),
            ("clientes", _("Clientes"), "count"),
            ("receita", _("Receita"), "money"),
            room=1.9,
            color=either(
                "indexof(['Em risco', 'Perdidos'], datum.segmento_rfm) >= 0",
                colour("warn"),
                colour("info"),
            ),
        ),
        title=_("Segmentos RFM"),
        unit=_("clientes e sua parte da receita, na data dos dados"),
        empty=_("Nenhum cliente nesta região."),
        key="segmentos",
        click=Click(("segmento_rfm",), _choose_segment),
        note=whole,
        height=max(36 * len(found) + 50, 90),
    )


def groups(rfm: pd.DataFrame, whole: str) -> None:
    """Customers of what is chosen by kind."""
    order = {
        "segmento": ["Pessoa Física", "Pessoa Jurídica"],
        "categoria_valor": ["Bronze", "Prata", "Ouro", "Platinum"],
        "tipo_cliente": ["Novo", "Recorrente", "VIP", "Inativo"],
    }
    titles = {
        "segmento": _("Segmento"),
        "categoria_valor": _("Categoria de valor"),
        "tipo_cliente": _("Tipo de cliente"),
    }
    found = of_segments(of_cells(rfm))
    columns = st.columns(3, gap="small")
    for column, (name, values) in zip(columns, order.items(), strict=True):
        with column:
            _group(found, name, titles[name], values, whole)


def _group(rfm: pd.DataFrame, name: str, title: str, order: list[str], whole: str) -> None:
    sums = rfm.groupby(name)[["clientes", "receita"]].sum()
    found = worded(sums.reindex([one for one in order if one in sums.index]).reset_index(), name)
    chart(
        found,
        bars(
            name,
            "clientes",
            (name, title, "text"),
            ("clientes", _("Clientes"), "count"),
            ("receita", _("Receita"), "money"),
            says="format(datum.clientes, ',d')",
        ),
        title=title,
        unit=_("clientes, na data dos dados"),
        empty=_("Nenhum cliente nesta região."),
        key=name.replace("_", "-"),
        note=whole,
        height=150,
    )


def customer_list(chosen: Filters, place: str) -> None:
    """Who they are: for those who may see persons, of a chosen segment alone, and when asked."""
    title = _("Lista de clientes")
    if not chosen_words():
        with panel(pd.DataFrame(), title=title, key="lista-clientes"):
            nothing(_("Escolha um segmento ou uma célula para listar os clientes."))
        return
    if not may_see():
        with panel(pd.DataFrame(), title=title, key="lista-clientes"):
            nothing(_("Aberto a outros computadores, este painel não mostra pessoas."))
        return
    if not address.kept_switch(st.toggle, _("Listar os clientes"), key="lista", default=False):
        return
    found = ask(
        SQL,
        "lista_clientes",
        segmentos=_chosen("segmento"),
        celulas=_chosen("celula"),
        **chosen.parameters(),
    )["lista_clientes"]
    most = len(found) > LISTED
    table(
        worded(found, "segmento", "segmento_rfm"),
        title=title,
        unit=_("{customers}, dado pessoal", customers=customers(len(found))),
        note=joined(
            _("os {n} primeiros; os arquivos trazem todos", n=number(LISTED)) if most else "", place
        ),
        empty=_("Nenhum cliente com estas escolhas."),
        key="lista-clientes",
        most=LISTED,
        columns={
            "cliente_id": _("Cliente nº"),
            "cliente": _("Cliente"),
            "segmento": _("Segmento"),
            "cidade": _("Cidade"),
            "estado": _("Estado"),
            "segmento_rfm": _("Segmento RFM"),
            "recencia": "R",
            "frequencia": "F",
            "valor": "V",
            "pedidos": (_("Pedidos"), "count"),
            "receita": (_("Receita"), "money"),
            "ultima_compra": (_("Última compra"), "day"),
            "dias_sem_comprar": (_("Dias sem comprar"), "count"),
        },
    )
