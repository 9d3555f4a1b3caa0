-- Every source row that this run judged: NULL in regra is a valid one.
{%- for entidade, avaliacao in avaliacoes().items() %}
select
    '{{ entidade }}' as entidade,
    cast({{ avaliacao.chave }} as {{ tipo('nvarchar(50)') }}) as chave_origem,
    {{ avaliacao.pedido }} as pedido_original_id,
    {{ avaliacao.regra }} as regra,
    {{ detalhe(avaliacao.colunas) }} as detalhe
from {{ ref(avaliacao.modelo) }}
where {{ avaliacao.quando }}
{{ "union all" if not loop.last }}
{%- endfor %}
