"""Is the last load of each entity usual for it? Sentences of ops.vw_anomalias."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.dates import get_day_names

from dashboards.common.charts import table
from dashboards.common.formats import duration, number, percent
from dashboards.common.look import MARKS
from dashboards.common.text import _, language, locale
from dashboards.monitoring.words import marked

if TYPE_CHECKING:
    import pandas as pd


def unusual(rows: pd.DataFrame) -> None:
    """The panel: what is unusual first, then the rest, each in a sentence."""
    known = rows["tem_historia"].astype(bool)
    judged, total = int(known.sum()), len(rows)
    rows = rows[known | (rows["medida"] != "nulos")]
    table(
        rows.assign(
            situacao=[state(row) for row in rows.itertuples()],
            frase=[sentence(row) for row in rows.itertuples()],
        ),
        title=_("O usual de cada entidade"),
        unit=_("a última carga contra os sessenta dias antes dela"),
        note=_("{n} de {total} medidas têm história bastante.", n=judged, total=total),
        empty=_("Nenhuma carga ainda além da primeira: não há com que comparar."),
        key="anomalias",
        columns={
            "situacao": _("situação"),
            "entidade": _("entidade"),
            "frase": _("a última carga"),
            "cargas": (_("comparada com"), "count"),
        },
        wide=("frase",),
        narrow=("situacao", "cargas"),
    )


def state(row: Any) -> str:
    """Mark and word of a measure."""
    short, usual = _("pouca história"), _("usual")
    if not row.tem_historia:
        return f"{MARKS['none']} {short}"
    return marked(row.gravidade) if row.eh_anomalia else f"{MARKS['good']} {usual}"


def sentence(row: Any) -> str:
    """`312 rows, usually 1,900 to 2,300 on a Friday`."""
    known = bool(row.tem_historia)
    if row.medida == "volume":
        said = _("{n} linhas gravadas", n=number(row.valor))
        usual = _(
            "o usual{day} é de {low} a {high}",
            day=_weekday(int(row.dia)) if row.por_dia_da_semana else "",
            low=number(row.usual_de),
            high=number(row.usual_ate),
        )
    elif row.medida == "frescor":
        said = _("sem carga há {age}", age=duration(float(row.valor) * 60))
        if known:
            usual = _(
                "o usual é uma a cada {often}, até {most}",
                often=duration(float(row.mediana) * 60),
                most=duration(float(row.usual_ate) * 60),
            )
    else:
        said = _(
            "{column} sem valor em {share} de {n} linhas",
            column=row.coluna,
            share=percent(row.valor),
            n=number(row.linhas),
        )
        usual = _(
            "o usual é de {low} a {high}", low=percent(row.usual_de), high=percent(row.usual_ate)
        )
    return f"{said}; {usual}" if known else said


def _weekday(day: int) -> str:
    name = get_day_names("wide", locale=locale())[day]
    if language() == "en":
        return f" on a {name}"
    return f" aos {name}s" if day >= 5 else f" às {name.replace('-feira', 's-feiras')}"
