-- "Now" for every history figure: the moment up to which the sales are loaded, not the clock.
with vendas as (
    select max(data_id) as ultimo_dia
    from {{ ref('agg_pedidos') }}
    where eh_cancelado = 0
),

morta as (
    select max(run_id) as run_id
    from {{ source('auditoria', 'etl_run') }}
    where status = 'running' and {{ execucao_parada() }}
)

select
    controle.ultimo_run_id as run_id,
    controle.ultimo_cutoff as cutoff,
    cast(controle.ultimo_cutoff as date) as data_referencia,
    calendario.data_completa as ultima_venda,
    case
        when calendario.data_completa < cast(controle.ultimo_cutoff as date)
            then calendario.data_completa
        else cast(controle.ultimo_cutoff as date)
    end as data_atividade,
    morta.run_id as execucao_morta
from {{ source('controle', 'etl_control') }} as controle
cross join vendas
cross join morta
left join {{ ref('dim_data') }} as calendario on vendas.ultimo_dia = calendario.data_id
where controle.entidade = 'fact_vendas'
