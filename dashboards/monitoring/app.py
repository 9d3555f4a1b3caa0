"""The ETL monitor: `python run.py dashboards`, or `streamlit run dashboards/monitoring/app.py`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "dashboards")]

from ecommerce_dw.dashboard.page import PageOf, run_app
from ecommerce_dw.dashboard.text import _
from monitoring.connections import connections
from monitoring.now import now
from monitoring.quality import quality
from monitoring.reconciliation import reconciliation
from monitoring.runs import runs


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
