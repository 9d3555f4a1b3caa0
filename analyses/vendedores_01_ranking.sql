-- Question: who sells most, year by year, and what does it cost in commission?
-- Reading: posicao is by revenue within the year. Direct sales have no seller and are left out.
with vendedores as (
    select
        ano,
        vendedor_original_id,
        max(nome_vendedor) as nome_vendedor,
        sum(valor_receita) as receita,
        {{ soma_completa('margem_bruta') }} as margem,
        sum(valor_comissao) as comissao
    from {{ ref('vw_analise_equipe_vendedores') }}
    group by ano, vendedor_original_id
)

select
    ano,
    row_number() over (
        partition by ano order by receita desc, {{ nulos_por_ultimo('vendedor_original_id') }}
    ) as posicao,
    vendedor_original_id,
    nome_vendedor,
    receita,
    margem,
    comissao,
    {{ percentual('comissao', 'receita') }} as comissao_percent
from vendedores
order by ano desc, posicao
