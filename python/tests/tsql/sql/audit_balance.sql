with contadas as (
    select 'dim_data' as entidade, count(*) as linhas from dim.dim_data
    union all
    select 'dim_regiao', count(*) from dim.dim_regiao
    union all
    select 'dim_cliente', count(*) from dim.dim_cliente
    union all
    select 'dim_produto', count(*) from dim.dim_produto
    union all
    select 'dim_equipe', count(*) from dim.dim_equipe
    union all
    select 'dim_vendedor', count(*) from dim.dim_vendedor
    union all
    select 'dim_desconto', count(*) from dim.dim_desconto
    union all
    select 'fact_vendas', count(*) from fact.fact_vendas
    union all
    select 'fact_descontos', count(*) from fact.fact_descontos
    union all
    select 'fact_metas', count(*) from fact.fact_metas
),

auditadas as (
    select entidade, sum(linhas_inseridas - linhas_excluidas) as linhas
    from audit.etl_run_entity
    where tipo_recurso = 'model'
    group by entidade
)

select contadas.entidade, contadas.linhas, auditadas.linhas as auditadas
from contadas
left join auditadas on contadas.entidade = auditadas.entidade
where auditadas.linhas is null or auditadas.linhas <> contadas.linhas
