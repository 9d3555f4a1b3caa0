"""The dashboards' shared layer. How to write a page:

    # dashboards/<app>/sales.py; app.py beside it calls run_app
    SQL = Path(__file__).parent / "sql"

    def vendas() -> None:
        heading(_("Vendas"), _("Quanto vendemos?"))
        got = ask(SQL, "receita", "por_mes", de=de, ate=ate, canais=("Site", "App"))
        as_of(got)                                   # cutoff, run, stale banner
        cards(
            [Card(_("Receita"), compact_money(x), figure=x, delta=percent(...), trend=[...])],
            key="indicadores-vendas",
        )
        chart(got["por_mes"], draw, title=_("Receita por mês"), unit="R$",
              empty=_("Nenhuma venda no período."), key="receita-mes")

    run_app("Negócio", lambda: {"": [PageOf(vendas, _("Vendas"), ...)]})

- figures.ask: the .sql files beside the page, on one connection; parameters bound as `:name`.
  SQL is what DuckDB and SQL Server share; every query reads views of vw, ops, audit.
- text._: the Portuguese text is the key; English in dashboards/<app>/locale/en.po.
- formats: money, number, percent, day, moment, month, duration by Babel; `—` for no value.
- cards.cards, charts.chart, charts.table: all with CSV; charts and tables with unit and an empty
  state that says why. Axes of amounts are written as the language does (`1,5 mi`) by themselves,
  texts of marks and legends by charts.amount.
- look.colour, look.series: colours of the theme shown; charts.show() applies them to any chart.
- page.guarded: wraps a fragment of a page, so that it too ends in a sentence, not a stack trace.
- address.kept, kept_switch: a filter whose value the address carries, in either language.
- Ages: the audit's stamps are of the warehouse's clock, not of this machine's; see
  monitoring.now.warehouse_clock.
"""
