-- Question: how deep can a discount go before it eats the margin?
-- Reading: items by depth of discount (discount against gross value). The band where margem_percent
-- turns negative is where volume no longer helps.
with itens as (
    select
        case
            when valor_total_descontos = 0 then '0 sem desconto'
            when valor_total_descontos <= valor_total_bruto * 0.05 then '1 até 5 %'
            when valor_total_descontos <= valor_total_bruto * 0.10 then '2 de 5 a 10 %'
            when valor_total_descontos <= valor_total_bruto * 0.20 then '3 de 10 a 20 %'
            when valor_total_descontos <= valor_total_bruto * 0.30 then '4 de 20 a 30 %'
            else '5 acima de 30 %'
        end as faixa_desconto,
        quantidade_vendida,
        valor_total_descontos,
        valor_receita,
        margem_bruta
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
),

faixas as (
    select
        faixa_desconto,
        count(*) as itens,
        sum(cast(quantidade_vendida as bigint)) as unidades,
        sum(valor_total_descontos) as descontos,
        sum(valor_receita) as receita,
        {{ soma_completa('margem_bruta') }} as margem
    from itens
    group by faixa_desconto
)

select
    faixa_desconto,
    itens,
    unidades,
    descontos,
    receita,
    margem,
    {{ percentual('margem', 'receita') }} as margem_percent
from faixas
order by faixa_desconto
