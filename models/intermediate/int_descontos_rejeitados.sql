{%- set quarentena = controle('audit', 'quarentena') %}
select campanha.desconto_id
from {{ ref('int_desconto') }} as campanha
where
    campanha.coluna_nula is not null
    and (campanha.data_atualizacao <= {{ cutoff() }} or campanha.data_atualizacao is null)
{%- if relacao_existe(quarentena) %}
union
-- stamped after the cutoff: it stays what it was until the next run
select campanha.desconto_id
from {{ ref('int_desconto') }} as campanha
inner join {{ quarentena }} as q
    on
        q.entidade = 'desconto' and q.resolvido_em is null
        and q.chave_origem = cast(campanha.desconto_id as {{ tipo('nvarchar(50)') }})
where campanha.data_atualizacao > {{ cutoff() }}
{%- endif %}
