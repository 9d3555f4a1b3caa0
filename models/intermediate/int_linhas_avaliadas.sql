{#- Every source row that this run judged: entidade, chave_origem, regra (NULL = valid), detalhe. #}
{%- for entidade, avaliacao in avaliacoes().items() %}
{%- set eh_dimensao = avaliacao[2] == ['coluna_nula'] %}
select
    '{{ entidade }}' as entidade,
    cast({{ avaliacao[1] }} as {{ tipo('nvarchar(50)') }}) as chave_origem,
    {{ "case when coluna_nula is not null then 'dimensao_obrigatoria' end" if eh_dimensao else 'regra' }} as regra,
    {{ detalhe(avaliacao[2]) }} as detalhe
from {{ ref(avaliacao[0]) }}
{%- if eh_dimensao or entidade == 'meta_vendedor' %}
where data_atualizacao <= {{ cutoff() }} or data_atualizacao is null
{%- elif entidade in ['pedido', 'item_pedido'] %}
where recarregar = 1
{%- endif %}
{{ "union all" if not loop.last }}
{%- endfor %}
