"""The first screen: is the warehouse right and fresh now?"""

from pathlib import Path

import altair as alt

from ecommerce_dw.dashboard.cards import Card, cards
from ecommerce_dw.dashboard.charts import chart
from ecommerce_dw.dashboard.figures import ask
from ecommerce_dw.dashboard.formats import number
from ecommerce_dw.dashboard.page import as_of, heading
from ecommerce_dw.dashboard.text import _

SQL = Path(__file__).parent / "sql"


def now() -> None:
    """Draws the page."""
    heading(_("Agora"), _("O armazém está certo e atual?"))
    got = ask(SQL, "execucoes")
    as_of(got)
    runs = got["execucoes"]
    written = list(runs["linhas_inseridas"])
    cards([Card(_("Linhas gravadas"), number(written[-1] if written else None), trend=written)])
    chart(
        runs,
        lambda frame: alt.Chart(frame).mark_bar().encode(x="run_id:O", y="linhas_inseridas:Q"),
        title=_("Linhas gravadas por execução"),
        unit=_("linhas"),
        empty=_("Nenhuma execução ainda."),
        key="linhas-por-execucao",
    )
