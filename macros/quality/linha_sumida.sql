{# Predicate on an open rejection of a row that belongs to no order: its source table has no such row any more. #}
{% macro linha_sumida(rejeicao) %}
    {%- for entidade, avaliacao in avaliacoes().items() if avaliacao.pedido != 'pedido_id' %}
    {{ "or " if not loop.first }}{{ rejeicao }}.entidade = '{{ entidade }}' and not exists (
        select 1 from {{ ref('stg_oltp__' ~ entidade) }} as s
        where cast(s.{{ avaliacao.chave }} as {{ tipo('nvarchar(50)') }}) = {{ rejeicao }}.chave_origem
        union all
        select 1 from {{ ref('base_oltp__chaves_rejeitadas') }} as k
        where k.entidade = '{{ entidade }}' and {{ chave_em_texto('k.chave') }} = {{ rejeicao }}.chave_origem
    )
    {%- endfor %}
{% endmacro %}
