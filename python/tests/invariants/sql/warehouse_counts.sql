-- How often the warehouse holds what the comparisons are about; none may be zero.
select
    (select count(*) from fact.fact_vendas where valor_total_descontos > 0) as com_desconto,
    (select count(*) from fact.fact_vendas where quantidade_devolvida > 0) as devolvidas,
    (select count(*) from fact.fact_vendas where vendedor_id = -2) as diretas,
    (select count(*) from fact.fact_vendas where status_pedido = 'Cancelado') as canceladas,
    (select count(*) from fact.fact_descontos where nivel_aplicacao = 'Produto') as do_item,
    (select count(*) from fact.fact_descontos where nivel_aplicacao = 'Pedido') as do_pedido,
    (select count(*) from fact.fact_descontos where nivel_aplicacao = 'Frete') as do_frete,
    (select count(*) from fact.fact_metas where eh_periodo_fechado = true) as fechadas,
    (select count(*) from fact.fact_metas where eh_periodo_fechado = false) as abertas,
    (select count(*) from dim.dim_cliente where versao > 1) as clientes_mudados,
    (select count(*) from dim.dim_produto where versao > 1) as produtos_mudados,
    (select count(*) from dim.dim_vendedor where versao > 1) as vendedores_mudados,
    (
        select count(*) from (
            select eh_excluido from dim.dim_cliente
            union all select eh_excluido from dim.dim_produto
            union all select eh_excluido from dim.dim_desconto
            union all select eh_excluido from dim.dim_vendedor
            union all select eh_excluido from dim.dim_equipe
        ) where eh_excluido = true
    ) as excluidos,
    (select count(distinct regra) from audit.quarentena where resolvido_em is null) as regras
