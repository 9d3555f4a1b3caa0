with idades as (
    select
        entidade, sla_minutos, ultimo_cutoff, ultimo_sucesso_em,
        cast({{ dbt.datediff('ultimo_cutoff', agora(), 'minute') }} as bigint) as idade
    from {{ source('controle', 'etl_control') }}
    where ativo = 1
)

select
    entidade, sla_minutos, ultimo_cutoff, ultimo_sucesso_em,
    idade as idade_minutos,
    {{ percentual('idade', 'sla_minutos') }} as consumo_sla_percent,
    cast(case
        when ultimo_cutoff is null then 'nunca'
        when idade > sla_minutos then 'atrasado'
        else 'ok'
    end as {{ tipo('nvarchar(10)') }}) as status
from idades
