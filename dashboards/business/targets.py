"""Metas: who reaches the target, at which pace, and who moves up."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.business import filters
from dashboards.business.filters import SQL, Filters
from dashboards.business.metrics import meaning
from dashboards.business.pace import pace
from dashboards.business.words import word
from dashboards.common.address import kept
from dashboards.common.cards import Card, cards
from dashboards.common.charts import DATA, bars, chart, table, tips
from dashboards.common.figures import Figures, ask
from dashboards.common.formats import compact_money, day, missing, month, number, percent
from dashboards.common.look import Tone, colour
from dashboards.common.page import as_of, go_to, guarded, heading, state
from dashboards.common.text import _

KINDS = ("Mensal", "Trimestral", "Anual")
NEAR = 80
"""From this attainment on a target counts as near, in percent."""


def targets() -> None:
    """Draws the page."""
    heading(_("Metas"), _("Quem bate a meta, em que ritmo, e quem sobe?"))
    chosen = filters.chosen("equipe", period=False)
    if chosen is None:
        return
    said = st.container()
    controls = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
    with controls:
        parameters: dict[str, Any] = {**chosen.parameters(), "tipo": _kind()}
    shown = ask(SQL, "metas_periodos", **parameters)
    with said:
        as_of(shown)
    periods = shown["metas_periodos"]
    if periods.empty:
        filters.says(chosen, "equipe", period=False)
        state(
            _("Não há metas"),
            _("A origem não traz metas para estes filtros (core.meta_vendedor)."),
        )
        return
    starts = [pd.Timestamp(value).date() for value in periods["periodo_inicio"]]
    with controls:
        start = _choose(starts, chosen)
    filters.says(chosen, "equipe", period=False)
    row = periods.iloc[starts.index(start)]
    parameters |= {"inicio": start, "fim": pd.Timestamp(row["periodo_fim"]).date()}
    got = ask(
        SQL,
        "metas_ritmo",
        "metas_dias",
        "metas_vendedores",
        "metas_equipes",
        "metas_regionais",
        **parameters,
    )
    until = periods[pd.to_datetime(periods["periodo_inicio"]) <= pd.Timestamp(start)][::-1]
    cards(_cards(until, got["metas_ritmo"].iloc[0]), key="indicadores-metas")
    left, right = st.columns([5, 3], gap="small")
    with left:
        pace(got, chosen.last)
    with right:
        _history(until)
    left, right = st.columns([5, 3], gap="small")
    with left:
        _teams(got)
    with right:
        _regions(got)
        _quartiles(got)
    _sellers(got)
    st.fragment(partial(guarded, partial(_restated, parameters)))()


def _kind() -> str:
    kind: str = kept(
        st.segmented_control,
        _("Tipo de meta"),
        KINDS,
        key="tipo",
        default=KINDS[0],
        required=True,
        label_visibility="collapsed",
        format_func=word,
    )
    return kind


def _choose(starts: list[date], chosen: Filters) -> date:
    """The period of the address, else the one of the last order."""
    begun = [start for start in starts if start <= chosen.last]
    picked: date = kept(
        st.selectbox,
        _("Período da meta, desde"),
        starts,
        key=f"meta_{st.session_state['tipo']}".lower(),
        default=(begun or starts)[0],
        format_func=day,
        width=260,
    )
    return picked


def _cards(until: pd.DataFrame, pace: Any) -> list[Card]:
    now = until.iloc[-1]
    before = until.iloc[-2] if len(until) > 1 else None
    reached = now["atingimento_percent"]
    change = None if before is None else reached - before["atingimento_percent"]
    left = max(now["meta"] - now["realizado"], 0)
    days_left = pace["dias_uteis"] - pace["dias_uteis_decorridos"]
    over = days_left <= 0
    return [
        Card(
            _("Atingimento"),
            percent(reached),
            figure=reached,
            delta="" if change is None else percent(change, sign=True)[:-1] + _(" p.p."),
            delta_tone=_sign(change),
            note="" if change is None else _("contra o período anterior"),
            tone=level(reached if over else pace["projecao_percent"]),
            trend=list(until["atingimento_percent"][-12:]),
            help=meaning("atingimento_percent"),
        ),
        Card(
            _("Meta"),
            compact_money(now["meta"]),
            figure=now["meta"],
            trend=list(until["meta"][-12:]),
        ),
        Card(
            _("Realizado"),
            compact_money(now["realizado"]),
            figure=now["realizado"],
            trend=list(until["realizado"][-12:]),
        ),
        Card(
            _("Projeção de fechamento"),
            compact_money(pace["projecao"]),
            figure=pace["projecao"],
            delta=percent(pace["projecao_percent"]),
            delta_tone=level(pace["projecao_percent"]),
            note=_("da meta"),
            help=_("Realizado por dia útil passado, vezes os dias úteis do período"),
        ),
        Card(
            _("Falta para a meta"),
            compact_money(left),
            figure=left,
            note=_left_note(left, days_left),
        ),
        Card(
            _("Bateram a meta"),
            f"{number(now['batidas'])}/{number(now['vendedores'])}",
            figure=now["batidas"],
            delta=percent(now["batidas"] / now["vendedores"] * 100, 0),
            note=_("dos vendedores"),
            trend=list((until["batidas"] / until["vendedores"])[-12:]),
        ),
    ]


def _left_note(left: float, days: int) -> str:
    if not left:
        return _("meta batida")
    if days <= 0:
        return _("período encerrado")
    return _("{rate} por dia útil restante", rate=compact_money(left / days))


def level(value: Any) -> Tone:
    """What an attainment in percent means."""
    if missing(value):
        return "none"
    if value >= 100:
        return "good"
    return "warn" if value >= NEAR else "bad"


def _sign(change: Any) -> Tone:
    if missing(change) or abs(change) < 0.05:
        return "none"
    return "good" if change > 0 else "bad"


def _history(until: pd.DataFrame) -> None:
    def draw(frame: pd.DataFrame) -> Any:
        x = alt.X(
            "periodo:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)
        )
        base = alt.Chart(DATA).encode(x=x)
        bars = base.mark_bar().encode(
            y=alt.Y("atingimento_percent:Q", title=None, axis=alt.Axis(tickCount=5)),
            color=_tones(),
            tooltip=tips(
                frame,
                ("periodo", _("Período"), "text"),
                ("atingimento_percent", _("Atingimento"), "percent"),
                ("meta", _("Meta"), "money"),
                ("realizado", _("Realizado"), "money"),
            ),
        )
        return alt.layer(bars, _hundred(y=alt.YDatum(100)))

    last = until[-13:]
    chart(
        last.assign(
            periodo=[month(value) for value in last["periodo_inicio"]],
            tom=[level(value) for value in last["atingimento_percent"]],
        ),
        draw,
        title=_("Atingimento por período"),
        unit="%",
        empty=_("Nenhum período com meta."),
        key="atingimento",
        height=300,
    )


def _tones() -> Any:
    order: tuple[Tone, ...] = ("good", "warn", "bad", "none")
    scale = alt.Scale(domain=list(order), range=[colour(tone) for tone in order])
    return alt.Color("tom:N", scale=scale, legend=None)


def _hundred(**at: Any) -> Any:
    rule = alt.Chart(DATA).mark_rule(strokeDash=[4, 3], color=colour("ink"))
    return rule.encode(**at)


def _reached_bars(name: str) -> Any:
    drawn = bars(
        name,
        "percentual_atingido",
        (name, _("Nome"), "text"),
        ("percentual_atingido", _("Atingimento"), "percent"),
        ("meta", _("Meta"), "money"),
        ("realizado", _("Realizado"), "money"),
        reach=100,
        color=_tones(),
    )
    return lambda frame: drawn(frame) + _hundred(x=alt.XDatum(100))


def _teams(got: Figures) -> None:
    found = got["metas_equipes"]
    chart(
        found.assign(
            tom=[level(value) for value in found["percentual_atingido"]],
            rotulo=[
                f"{percent(row.percentual_atingido, 0)}  {movement(row.movimento)}"
                for row in found.itertuples()
            ],
        ),
        _reached_bars("equipe"),
        title=_("Equipes"),
        unit=_("% da meta; ▲▼ lugares ganhos e perdidos"),
        empty=_("Nenhuma equipe com meta neste período."),
        key="equipes",
        click=filters.click("equipe"),
        height=max(30 * len(found) + 30, 120),
    )


def _regions(got: Figures) -> None:
    found = got["metas_regionais"]
    chart(
        found.assign(
            tom=[level(value) for value in found["percentual_atingido"]],
            rotulo=[percent(value, 0) for value in found["percentual_atingido"]],
        ),
        _reached_bars("regional"),
        title=_("Regionais"),
        unit=_("% da meta"),
        empty=_("Nenhuma regional com meta neste período."),
        key="regionais",
        height=max(26 * len(found) + 30, 90),
    )


def _quartiles(got: Figures) -> None:
    def draw(frame: pd.DataFrame) -> Any:
        ticks = (
            alt.Chart(DATA)
            .mark_tick(thickness=2, size=18)
            .encode(
                y=alt.Y("quartil:N", title=None),
                x=alt.X("percentual_atingido:Q", title=None, axis=alt.Axis(tickCount=5)),
                tooltip=tips(
                    frame,
                    ("vendedor", _("Vendedor"), "text"),
                    ("percentual_atingido", _("Atingimento"), "percent"),
                    ("lugar", _("Lugar"), "count"),
                ),
            )
        )
        return alt.layer(ticks, _hundred(x=alt.XDatum(100)))

    chart(
        got["metas_vendedores"],
        draw,
        title=_("Quartis"),
        unit=_("um traço por vendedor, % da meta"),
        empty=_("Nenhum vendedor com meta neste período."),
        key="quartis",
        height=130,
    )


def movement(places: Any) -> str:
    """`▲ 3`, `▼ 1`, `=`; `novo` for who had no place before."""
    if missing(places):
        return _("novo")
    if not places:
        return "="
    return f"{'▲' if places > 0 else '▼'} {number(abs(places))}"


def _sellers(got: Figures) -> None:
    """A chosen row turns to the page of that seller."""
    found = got["metas_vendedores"]
    row = table(
        found.assign(movimento=[movement(value) for value in found["movimento"]]),
        title=_("Vendedores"),
        unit=_("lugar e movimento desde o período anterior"),
        note=_("escolha uma linha para abrir o vendedor"),
        clicked=True,
        empty=_("Nenhum vendedor com meta neste período."),
        key="vendedores",
        narrow=("lugar", "movimento", "quartil"),
        columns={
            "lugar": (_("Lugar"), "count"),
            "movimento": _("Movimento"),
            "vendedor": _("Vendedor"),
            "equipe": _("Equipe"),
            "percentual_atingido": (_("Atingimento (%)"), "percent"),
            "realizado": (_("Realizado"), "money"),
            "meta": (_("Meta"), "money"),
            "diferenca": (_("Diferença"), "money"),
            "quartil": _("Quartil"),
        },
    )
    if row is not None:
        st.session_state["vendedor"] = int(row["vendedor_id"])
        go_to("vendedor")


def _restated(parameters: dict[str, Any]) -> None:
    """The closed targets as they would be today: all sales are added up anew, so when asked for."""
    box = st.expander(
        _("Recalcular as metas fechadas com as vendas de hoje"), key="recalcular", on_change="rerun"
    )
    if not box.open:
        return
    found = ask(SQL, "metas_reapresentadas", **parameters)["metas_reapresentadas"]
    with box:
        table(
            found,
            title=_("Congelado contra reapresentado"),
            unit=_("metas fechadas que mudariam se calculadas hoje"),
            empty=_("Nenhuma meta fechada mudaria: nada foi corrigido depois do fechamento."),
            key="reapresentadas",
            columns={
                "periodo_inicio": (_("Período"), "day"),
                "vendedor": _("Vendedor"),
                "equipe": _("Equipe"),
                "congelado": (_("Congelado"), "money"),
                "reapresentado": (_("Reapresentado"), "money"),
                "diferenca": (_("Diferença"), "money"),
                "congelado_percent": (_("Congelado (%)"), "percent"),
                "reapresentado_percent": (_("Reapresentado (%)"), "percent"),
                "lugar_congelado": (_("Lugar congelado"), "count"),
                "lugar_reapresentado": (_("Lugar reapresentado"), "count"),
            },
        )
