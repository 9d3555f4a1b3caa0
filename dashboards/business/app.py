"""The business pages: `python run.py dashboards`, or `streamlit run dashboards/business/app.py`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "dashboards")]

from business import filters
from business.customers import customers
from business.discounts import discounts
from business.sales import sales
from business.targets import targets
from ecommerce_dw.dashboard.page import PageOf, run_app
from ecommerce_dw.dashboard.text import _


def pages() -> dict[str, list[PageOf]]:
    """The filters that the pages share, then the pages."""
    filters.draw()
    return {
        "": [
            PageOf(sales, _("Vendas"), "vendas", ":material/payments:"),
            PageOf(targets, _("Metas"), "metas", ":material/flag:"),
            PageOf(discounts, _("Descontos"), "descontos", ":material/sell:"),
            PageOf(customers, _("Clientes"), "clientes", ":material/group:"),
        ]
    }


run_app("Negócio", pages)
