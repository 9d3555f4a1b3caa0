"""The business pages: `python run.py dashboards`, or `streamlit run dashboards/business/app.py`."""

from dashboards.business import filters
from dashboards.business.customers import customers
from dashboards.business.discounts import discounts
from dashboards.business.sales import sales
from dashboards.business.targets import targets
from dashboards.common.page import PageOf, run_app
from dashboards.common.text import _


def pages() -> dict[str, list[PageOf]]:
    """The pages, which share the filters."""
    filters.keep()
    return {
        "": [
            PageOf(sales, _("Vendas"), "vendas", ":material/payments:"),
            PageOf(targets, _("Metas"), "metas", ":material/flag:"),
            PageOf(discounts, _("Descontos"), "descontos", ":material/sell:"),
            PageOf(customers, _("Clientes"), "clientes", ":material/group:"),
        ]
    }


run_app("Negócio", pages)
