select
    mes as periodo_mes, produto_id,
    case
        when valor_total_descontos = 0 then 0
        else 1 + len(
            list_filter(
                [0.05, 0.10, 0.20, 0.30],
                lambda parte: valor_total_descontos > valor_total_bruto * parte
            )
        )
    end as faixa_desconto,
    count(*) as itens, sum(quantidade_vendida) as quantidade_vendida,
    sum(quantidade_devolvida) as quantidade_devolvida,
    sum(valor_total_bruto) as valor_total_bruto,
    sum(valor_total_descontos) as valor_total_descontos, sum(receita) as valor_receita,
    inteira(receita - custo_receita) as margem_bruta
from venda
where not cancelada
group by mes, produto_id, faixa_desconto
