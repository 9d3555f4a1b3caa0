{%- set quarentena = controle('audit', 'quarentena') %}
with duplicada as (
    select
        chave as desconto_id,
        carimbo as data_atualizacao
    from {{ ref('int_chaves_rejeitadas') }}
    where entidade = 'desconto' and chave is not null
)

select campanha.desconto_id
from {{ ref('int_desconto') }} as campanha
where
    campanha.coluna_nula is not null
    and (campanha.data_atualizacao <= {{ cutoff() }} or campanha.data_atualizacao is null)
union
select campanha.desconto_id from duplicada as campanha
where campanha.data_atualizacao <= {{ cutoff() }}
{%- if relacao_existe(quarentena) %}
union
-- stamped after the cutoff: it stays what it was until the next run
select campanha.desconto_id
from (
    select desconto_id, data_atualizacao from {{ ref('int_desconto') }}
    union all
    select desconto_id, data_atualizacao from duplicada
) as campanha
inner join {{ quarentena }} as q
    on
        q.entidade = 'desconto' and q.resolvido_em is null
        and q.chave_origem = cast(campanha.desconto_id as {{ tipo('nvarchar(50)') }})
where campanha.data_atualizacao > {{ cutoff() }}
{%- endif %}
