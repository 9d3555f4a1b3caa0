"""The business pages: `python run.py dashboards`, or `streamlit run dashboards/business/app.py`."""

from dashboards.business import filters
from dashboards.business.campaign import campaign
from dashboards.business.customers import customers
from dashboards.business.discounts import discounts
from dashboards.business.forecast import forecast
from dashboards.business.result import result
from dashboards.business.sales import sales
from dashboards.business.seller import seller
from dashboards.business.targets import targets
from dashboards.common.page import PageOf, run_app
from dashboards.common.text import _


def pages() -> dict[str, list[PageOf]]:
    """The pages, which share the filters."""
    filters.keep()
    return {
        "": [
            PageOf(sales, _("Vendas"), "vendas", ":material/payments:"),
            PageOf(result, _("Resultado"), "resultado", ":material/waterfall_chart:"),
            PageOf(forecast, _("Previsão"), "previsao", ":material/trending_up:"),
            PageOf(targets, _("Metas"), "metas", ":material/flag:"),
            PageOf(seller, _("Vendedor"), "vendedor", ":material/badge:"),
            PageOf(discounts, _("Descontos"), "descontos", ":material/sell:"),
            PageOf(campaign, _("Campanha"), "campanha", ":material/campaign:"),
            PageOf(customers, _("Clientes"), "clientes", ":material/group:"),
        ]
    }


run_app("Negócio", pages)
