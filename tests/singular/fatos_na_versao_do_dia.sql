-- Calculation rule 1: no fact row points at a dimension version that was not valid at any instant of its business day. Orders in
-- flight wait for the next run, and so do versions that were written after the fact was last loaded.
{{ config(severity='error') }}

{%- set chaves = {
    'fact_vendas': ['data_id', {
        'cliente_id': 'dim_cliente', 'produto_id': 'dim_produto', 'vendedor_id': 'dim_vendedor', 'equipe_id': 'dim_equipe'
    }],
    'fact_descontos': ['data_aplicacao_id', {
        'cliente_id': 'dim_cliente', 'produto_id': 'dim_produto', 'desconto_id': 'dim_desconto'
    }],
} %}

{%- for fato, (dia, dims) in chaves.items() %}
{%- for chave, dim in dims.items() %}
select
    '{{ fato }}' as fato,
    '{{ chave }}' as coluna,
    fato.{{ chave }} as chave,
    fato.{{ dia }} as dia
from {{ ref(fato) }} as fato
inner join {{ ref(dim) }} as versao on fato.{{ chave }} = versao.{{ chave }}
inner join {{ source('controle', 'etl_control') }} as carga on carga.entidade = '{{ fato }}'
where
    versao.{{ chave }} > 0
    and fato.{{ dia }} > 0
    and (
        fato.{{ dia }} < {{ data_id('versao.valido_de') }}
        or fato.{{ dia }} > {{ data_id('versao.valido_ate') }}
    )
    and versao.atualizado_run_id <= carga.ultimo_run_id
    and {{ pedido_comparado('fato.pedido_original_id') }}
    {%- if not testa_tudo() %}
    and (fato.atualizado_run_id = {{ run_id() }} or versao.atualizado_run_id = {{ run_id() }})
    {%- endif %}
{{ "union all" if not loop.last }}
{%- endfor %}
{{ "union all" if not loop.last }}
{%- endfor %}
