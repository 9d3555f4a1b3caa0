{%- set quarentena = controle('audit', 'quarentena') %}
with campanha as (
    select
        desconto_id,
        data_atualizacao,
        case when {{ linha_valida('desconto') }} then 0 else 1 end as rejeitada
    from {{ ref('stg_oltp__desconto') }} as desconto
    union all
    select chave, carimbo, 1 from {{ ref('base_oltp__chaves_rejeitadas') }}
    where entidade = 'desconto' and chave is not null
)

select distinct desconto_id from campanha
where rejeitada = 1 and (data_atualizacao <= {{ cutoff() }} or data_atualizacao is null)
{%- if relacao_existe(quarentena) %}
union
-- stamped after the cutoff: it stays what it was until the next run
select campanha.desconto_id
from campanha
inner join {{ quarentena }} as q
    on
        q.entidade = 'desconto' and q.resolvido_em is null
        and q.chave_origem = cast(campanha.desconto_id as {{ tipo('nvarchar(50)') }})
where campanha.data_atualizacao > {{ cutoff() }}
{%- endif %}
