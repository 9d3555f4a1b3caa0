"""Ten cells over the warehouse, to start from: `marimo edit docs/notebook.py`, or run it as it is.

It asks the business views (`vw`) of the DuckDB warehouse in DW_DATA_DIR, and writes nothing. Its
packages: `.venv/bin/python -m pip install --no-deps --require-hashes -r requirements/notebook.lock`
"""

import marimo

app = marimo.App(width="medium", app_title="Loja")


@app.cell
def _():
    import contextlib
    import sys

    import altair as alt
    import marimo as mo

    from ecommerce_base.duckdb_file import connect
    from ecommerce_base.errors import DwError
    from ecommerce_base.settings import load_settings

    path = load_settings().warehouse
    return DwError, alt, connect, contextlib, mo, path, sys


@app.cell
def _(DwError, connect, contextlib, mo, path, sys):
    def perguntar(sql, *valores):
        """A resposta como DataFrame; o arquivo só fica aberto enquanto a consulta anda."""
        with contextlib.closing(connect(path)) as warehouse:
            return warehouse.execute(sql, [*valores]).df()

    try:
        referencia = perguntar("select ultima_venda from vw.vw_referencia")
    except DwError as error:
        falta = f"Não há warehouse para ler: execute `python run.py`. ({error})"
        if not mo.running_in_notebook():
            print(falta, file=sys.stderr)
            raise SystemExit(2) from error
        mo.stop(True, mo.md(falta))
    mo.md(f"# A loja\n\nÚltima venda: **{referencia.ultima_venda[0]:%d/%m/%Y}**.")
    return (perguntar,)


@app.cell
def _(alt, mo, perguntar):
    receita = perguntar("""
        select periodo_mes, sum(valor_receita) as receita
        from vw.vw_pedidos_analise
        group by periodo_mes
        order by periodo_mes
    """).astype({"receita": float})
    mes, valor = alt.X("periodo_mes", title="mês"), alt.Y("receita", title="receita (R$)")
    grafico = alt.Chart(receita).mark_line().encode(x=mes, y=valor)
    mo.vstack([mo.md("## Receita por mês"), grafico])
    return (receita,)


@app.cell
def _(mo, perguntar):
    canais = perguntar("""
        select
            canal, sum(pedidos) as pedidos, sum(valor_receita) as receita,
            sum(valor_receita) / nullif(sum(pedidos), 0) as ticket_medio
        from vw.vw_vendas_diarias
        group by canal
        order by receita desc
    """)
    mo.vstack([mo.md("## Canais"), mo.ui.table(canais)])
    return


@app.cell
def _(mo, perguntar):
    produtos = perguntar("""
        select nome_produto, categoria, sum(quantidade_vendida) as unidades,
            sum(valor_receita) as receita, sum(margem_bruta) as margem
        from vw.vw_produtos_mensal
        group by nome_produto, categoria
        order by receita desc
        limit 20
    """)
    mo.vstack([mo.md("## Os 20 produtos que mais vendem"), mo.ui.table(produtos)])
    return


@app.cell
def _(mo, perguntar):
    clientes = perguntar("""
        select segmento_rfm, count(*) as clientes, sum(total_compras_historico) as compras
        from vw.vw_cliente_metricas
        group by segmento_rfm
        order by compras desc nulls last
    """)
    mo.vstack([mo.md("## Clientes por segmento RFM"), mo.ui.table(clientes)])
    return


@app.cell
def _(mo, perguntar):
    metas = perguntar("""
        select periodo_inicio, nome_equipe, valor_meta, valor_realizado, percentual_atingido
        from vw.vw_ranking_equipes_meta
        where tipo_periodo = 'Mensal' and eh_periodo_fechado = 1
        order by periodo_inicio desc, ranking_equipe
        limit 30
    """)
    mo.vstack([mo.md("## Metas das equipes, meses fechados"), mo.ui.table(metas)])
    return


@app.cell
def _(mo, perguntar):
    campanhas = perguntar("""
        select nome_campanha, pedidos, valor_desconto_concedido, custo_total,
            margem_incremental, margem_incerteza, roi_percent
        from vw.vw_roi_campanhas
        where usos_aprovados > 0
        order by resultado_campanha desc nulls last
    """)
    mo.vstack([mo.md("## O que as campanhas renderam"), mo.ui.table(campanhas)])
    return


@app.cell
def _(mo, perguntar):
    estados = perguntar("select distinct estado_entrega from vw.vw_vendas_diarias order by 1")
    estado = mo.ui.dropdown(estados.estado_entrega.tolist(), label="estado de entrega")
    mo.vstack([mo.md("## Um estado de perto"), estado])
    return (estado,)


@app.cell
def _(estado, mo, perguntar):
    perto = perguntar(
        """
        select periodo_mes, count(*) as pedidos, sum(valor_receita) as receita,
            sum(quantidade_devolvida) as devolvidas
        from vw.vw_pedidos_analise
        where eh_cancelado = 0 and estado_entrega = coalesce($1, estado_entrega)
        group by periodo_mes
        order by periodo_mes desc
        """,
        estado.value,
    )
    mo.ui.table(perto)
    return


if __name__ == "__main__":
    app.run()
