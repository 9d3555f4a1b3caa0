{#
    Orders with a rejected row: every run judges them anew, so that the quarantine says what the source says now. What mends a row, or
    breaks an earlier rule, may be stamped elsewhere or not at all. Rows that the quarantine let go within the window count too: the
    run may have ended before it loaded their facts.
#}
{% macro pedidos_em_quarentena(quarentena, janela) %}
    {%- for entidade in ['pedido', 'item_pedido', 'desconto_aplicado', 'devolucao'] %}
    select {{ 'item' if entidade == 'devolucao' else 'rejeitada' }}.pedido_id
    from {{ quarentena }} as q
    inner join {{ ref('stg_oltp__' ~ entidade) }} as rejeitada on try_cast(q.chave_origem as bigint) = rejeitada.{{ entidade }}_id
    {%- if entidade == 'devolucao' %}
    inner join {{ ref('stg_oltp__item_pedido') }} as item on rejeitada.item_pedido_id = item.item_pedido_id
    {%- endif %}
    where q.entidade = '{{ entidade }}' and (q.resolvido_em is null or q.resolvido_em > {{ janela.de }})
    {{ "union" if not loop.last }}
    {%- endfor %}
{% endmacro %}
