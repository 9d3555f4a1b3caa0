"""Vendedor: one seller: sales, targets, customers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.attainment import attainment, whole_months
from dashboards.business.filters import SQL, Filters
from dashboards.business.persons import nameless
from dashboards.business.targets import level, movement
from dashboards.business.words import worded
from dashboards.common.address import kept
from dashboards.common.cards import Card, cards
from dashboards.common.charts import amount, bars, chart, table
from dashboards.common.figures import Figures, ask
from dashboards.common.formats import compact, compact_money, missing, money, month, percent
from dashboards.common.page import as_of, heading, state
from dashboards.common.text import _, in_currency


def seller() -> None:
    """Draws the page."""
    heading(_("Vendedor"), _("Quanto vende, bate a meta, a quem vende?"))
    chosen = filters.chosen("equipe")
    if chosen is None:
        return
    sellers = ask(SQL, "vendedores", **chosen.parameters())["vendedores"]
    if sellers.empty:
        state(_("Não há vendedores"), _("A origem não traz vendedores para estes filtros."))
        return
    who = _choose(sellers)
    got = ask(
        SQL,
        "vendedor_indicadores",
        "vendedor_grupos",
        "vendedor_clientes",
        "vendedor_metas",
        "vendedor_meses",
        vendedor=who,
        **chosen.parameters(),
    )
    row = sellers[sellers["vendedor_id"] == who].iloc[0]
    as_of(got)
    filters.says(chosen, "equipe", more=(str(row["vendedor"]), str(row["equipe"])))
    monthly = got["vendedor_metas"]
    monthly = monthly[monthly["tipo"] == "Mensal"][::-1].reset_index(drop=True)
    monthly = monthly.rename(columns={"percentual_atingido": "atingimento_percent"})
    cards(_cards(got, monthly, chosen), key="indicadores-vendedor")
    left, right = st.columns([5, 4], gap="small")
    with left:
        attainment(monthly, chosen)
        _groups(got, "canal", _("Canais"))
    with right:
        _groups(got, "categoria", _("Categorias"))
    left, right = st.columns([5, 4], gap="small")
    with left:
        _customers(got)
    with right:
        _targets(got)


def _choose(sellers: pd.DataFrame) -> int:
    names = dict(zip(sellers["vendedor_id"].astype(int), sellers["vendedor"], strict=True))
    picked: int = kept(
        st.selectbox,
        _("Vendedor"),
        list(names),
        key="vendedor",
        default=next(iter(names)),
        format_func=lambda key: names[key],
        width=360,
    )
    return picked


def _cards(got: Figures, monthly: pd.DataFrame, chosen: Filters) -> list[Card]:
    found, months = got["vendedor_indicadores"].iloc[0], got["vendedor_meses"]
    whole = monthly[whole_months(monthly, chosen)] if len(monthly) else monthly
    goal = float(whole["meta"].sum())
    reached = float(whole["realizado"].sum()) / goal * 100 if goal else None
    unpaid = bool(found["pedidos"]) and missing(found["comissao"])
    span = ""
    if goal:
        first, last = (month(whole["periodo_inicio"].iloc[place]) for place in (0, -1))
        span = _("{first} a {last}", first=first, last=last)
    return [
        Card(
            _("Receita"),
            compact_money(found["receita"]),
            figure=found["receita"],
            trend=list(months["receita"]),
            help=_("Valor líquido dos itens menos o devolvido; pedidos cancelados fora"),
        ),
        Card(
            _("Pedidos"),
            compact(found["pedidos"]),
            figure=found["pedidos"],
            trend=list(months["pedidos"]),
        ),
        Card(_("Ticket médio"), money(found["ticket_medio"]), figure=found["ticket_medio"]),
        Card(_("Clientes"), compact(found["clientes"]), figure=found["clientes"]),
        Card(
            _("Comissão"),
            _("não disponível") if unpaid else compact_money(found["comissao"]),
            figure=found["comissao"],
            note=_("a origem não diz a comissão") if unpaid else _("sobre o valor líquido"),
        ),
        Card(
            _("Atingimento"),
            percent(reached),
            figure=reached,
            tone=level(reached),
            note=span or _("sem mês inteiro com meta no período"),
            help=_("Realizado sobre a meta dos meses inteiros do período"),
        ),
    ]


def _groups(got: Figures, kind: str, title: str) -> None:
    found = got["vendedor_grupos"]
    shown = found[found["grupo"] == kind].drop(columns="grupo")
    chart(
        shown,
        bars(
            "nome",
            "receita",
            ("nome", title, "text"),
            ("receita", _("Receita"), "money"),
            ("pedidos", _("Pedidos"), "count"),
            says=amount("datum.receita"),
        ),
        title=title,
        unit=_("receita em {currency}", currency=in_currency("R$")),
        empty=_("Nenhuma venda no período."),
        key=f"vendedor-{kind}",
        height=max((34 if kind == "categoria" else 22) * len(shown) + 40, 120),
    )


def _customers(got: Figures) -> None:
    found = nameless(got["vendedor_clientes"])
    columns: dict[str, str | tuple[str, str]] = {
        "lugar": (_("Lugar"), "count"),
        "cliente_id": _("Cliente nº"),
        "cliente": _("Cliente"),
        "pedidos": (_("Pedidos"), "count"),
        "receita": (_("Receita"), "money"),
        "ultima_compra": (_("Última compra"), "day"),
    }
    table(
        found,
        title=_("Clientes que mais compraram"),
        unit=_("até 50, no período"),
        empty=_("Nenhuma venda no período."),
        key="vendedor-clientes",
        narrow=("lugar", "pedidos"),
        columns={name: label for name, label in columns.items() if name in found},
    )


def _targets(got: Figures) -> None:
    found = worded(got["vendedor_metas"], "tipo")
    table(
        found.assign(movimento=[movement(value) for value in found["movimento"]]),
        title=_("Metas do vendedor"),
        unit=_("períodos que começam no período escolhido"),
        empty=_("Nenhuma meta neste período."),
        key="vendedor-metas",
        columns={
            "periodo_inicio": (_("Período"), "day"),
            "tipo": _("Tipo"),
            "percentual_atingido": (_("Atingimento (%)"), "percent"),
            "realizado": (_("Realizado"), "money"),
            "meta": (_("Meta"), "money"),
            "lugar": (_("Lugar"), "count"),
            "movimento": _("Movimento"),
        },
    )
