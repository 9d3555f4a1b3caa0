"""Reconciliation: does the warehouse hold what the source holds, month by month, to the cent?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from dashboards.common.address import kept, kept_switch
from dashboards.common.charts import DATA, chart, table
from dashboards.common.figures import ask
from dashboards.common.formats import moment, money, month, number
from dashboards.common.look import colour
from dashboards.common.page import as_of, heading, verdict
from dashboards.common.text import _
from dashboards.monitoring.words import SQL

if TYPE_CHECKING:
    import pandas as pd


def reconciliation() -> None:
    """Draws the page."""
    heading(_("Reconciliação"), _("O armazém tem o que a origem tem, mês a mês, ao centavo?"))
    got = ask(SQL, "reconciliacoes")
    as_of(got)
    compared = got["reconciliacoes"]
    if compared.empty:
        verdict(
            "warn",
            _("Ainda não comparado"),
            _("`python run.py reconcile` compara a origem e o armazém sem carregar nada."),
        )
        return
    labels = {
        int(row["run_id"]): _(
            "{run} · {when} · diferenças: {n}",
            run=number(row["run_id"]),
            when=moment(row["iniciado_em"]),
            n=number(row["diferencas"]),
        )
        for _i, row in compared.iterrows()
    }
    run_id = kept(
        st.selectbox,
        _("Comparação da execução"),
        list(labels),
        key="comparacao",
        default=next(iter(labels)),
        format_func=lambda number_of: labels[number_of],
    )
    chosen = compared[compared["run_id"] == run_id].iloc[0]
    checked, wrong = number(chosen["medidas_reconciliadas"]), int(chosen["diferencas"])
    newest = int(compared["run_id"].iloc[0])
    later = ""
    if got.run_id is not None and got.run_id > newest:
        later = " " + _("A execução {run} carregou depois, sem comparar.", run=number(got.run_id))
    if wrong:
        verdict(
            "bad",
            _("{n} de {total} medidas diferem", n=number(wrong), total=checked),
            _("`python run.py reconcile --heal` recarrega só os meses que diferem.") + later,
        )
    else:
        verdict(
            "warn" if later else "good",
            _("Tudo confere"),
            _("{total} medidas comparadas, nenhuma diferença.", total=checked) + later,
        )
    _months(ask(SQL, "reconciliacao_meses", run_id=int(run_id))["reconciliacao_meses"])
    _details(int(run_id), bool(wrong))


def _months(months: pd.DataFrame) -> None:
    shown = months.assign(
        situacao=[_("difere") if n else _("confere") for n in months["diferencas"]],
        texto=[number(n) if n else "" for n in months["diferencas"]],
        mes=[period_word(value) for value in months["periodo"]],
    )

    order = [period_word(value) for value in sorted(set(months["periodo"]))]

    def draw(frame: pd.DataFrame) -> Any:
        base = alt.Chart(DATA).encode(
            x=alt.X(
                "mes:O", title=None, sort=order, axis=alt.Axis(labelAngle=-45, labelOverlap=True)
            ),
            y=alt.Y("entidade:N", title=None),
        )
        cells = base.mark_rect(cornerRadius=3, stroke=colour("card"), strokeWidth=1.5).encode(
            color=alt.Color(
                "situacao:N",
                scale=alt.Scale(
                    domain=[_("confere"), _("difere")], range=[colour("good"), colour("bad")]
                ),
            ),
            tooltip=[
                alt.Tooltip("entidade:N", title=_("entidade")),
                alt.Tooltip("mes:N", title=_("mês")),
                alt.Tooltip("medidas:Q", title=_("medidas comparadas")),
                alt.Tooltip("diferencas:Q", title=_("diferenças")),
            ],
        )
        numbers = base.mark_text(fontSize=10, color=colour("card")).encode(text="texto:N")
        return alt.layer(cells, numbers)

    chart(
        shown,
        draw,
        title=_("Entidade por mês"),
        unit=_("o número é o de medidas que diferem"),
        empty=_("Esta execução não comparou nada."),
        key="reconciliacao-meses",
        height=26 * max(len(set(months["entidade"])), 3) + 60,
    )


def _details(run_id: int, wrong: bool) -> None:
    first, second = st.columns([3, 2], vertical_alignment="bottom")
    known = ask(SQL, "reconciliacao_meses", run_id=run_id)["reconciliacao_meses"]
    every = _("todas as entidades")
    entity = kept(
        first.selectbox,
        _("Entidade"),
        ["", *known["entidade"].unique()],
        key="entidade_comparada",
        default="",
        format_func=lambda name: name or every,
    )
    only = kept_switch(second.toggle, _("Só as diferenças"), key="so_diferencas", default=wrong)
    got = ask(SQL, "reconciliacao_detalhe", run_id=run_id, entidade=entity, so_diferencas=int(only))
    found = got["reconciliacao_detalhe"]
    written = {
        name: [amount_of(m, v) for m, v in zip(found["medida"], found[name], strict=True)]
        for name in ("valor_origem", "valor_dw", "diferenca")
    }
    table(
        found.assign(mes=[period_word(value) for value in found["periodo"]], **written),
        title=_("Medida por medida"),
        unit=_("cada uma na sua unidade"),
        empty=_("Nenhuma diferença com este filtro."),
        key="reconciliacao-detalhe",
        columns={
            "entidade": _("entidade"),
            "mes": _("mês"),
            "medida": _("medida"),
            "valor_origem": _("origem"),
            "valor_dw": _("armazém"),
            "diferenca": _("diferença"),
        },
    )


def period_word(period: str) -> str:
    """A month; what has none (a dimension's table) is compared as a whole."""
    return month(period) if period[:4].isdigit() else _("tudo")


def amount_of(measure: str, value: Any) -> str:
    """A measure's value in its unit: money, a count, or a checksum, which is no amount."""
    if measure == "conteudo":
        return _("soma de verificação {n}", n=number(value)) if value else "—"
    return money(value) if measure.startswith(("valor", "custo")) else number(value)
