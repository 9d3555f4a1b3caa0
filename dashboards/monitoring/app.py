"""The ETL monitor: `python run.py dashboards`, or `streamlit run dashboards/monitoring/app.py`."""

from dashboards.common.page import PageOf, run_app
from dashboards.common.text import _
from dashboards.monitoring.connections import connections
from dashboards.monitoring.now import now
from dashboards.monitoring.quality import quality
from dashboards.monitoring.reconciliation import reconciliation
from dashboards.monitoring.runs import runs


def pages() -> dict[str, list[PageOf]]:
    """The pages by section."""
    return {
        "": [
            PageOf(now, _("Agora"), "agora", ":material/monitor_heart:"),
            PageOf(runs, _("Execuções"), "execucoes", ":material/view_timeline:"),
            PageOf(quality, _("Qualidade"), "qualidade", ":material/verified:"),
            PageOf(reconciliation, _("Reconciliação"), "reconciliacao", ":material/balance:"),
            PageOf(connections, _("Conexões e erros"), "conexoes", ":material/lan:"),
        ]
    }


run_app("Monitor", pages)
