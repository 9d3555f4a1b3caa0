{# Predicate on a CTE of open rejections: the row belongs to no order, and its source table has no such row any more. #}
{% macro linha_sumida(rejeicoes) %}
    {%- for entidade, avaliacao in avaliacoes().items() if avaliacao.pedido != 'pedido_id' %}
    {{ "or " if not loop.first }}{{ rejeicoes }}.entidade = '{{ entidade }}' and {{ rejeicoes }}.chave_origem not in (
        select cast(s.{{ avaliacao.chave }} as {{ tipo('nvarchar(50)') }}) from {{ ref('stg_oltp__' ~ entidade) }} as s
        where s.{{ avaliacao.chave }} in (
            select try_cast(q.chave_origem as bigint) from {{ rejeicoes }} as q where q.entidade = '{{ entidade }}'
        )
        union all
        select {{ chave_em_texto('k.chave') }} from {{ ref('base_oltp__chaves_rejeitadas') }} as k
        where k.entidade = '{{ entidade }}'
    )
    {%- endfor %}
{% endmacro %}
