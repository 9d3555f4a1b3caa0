{{ config(materialized='view') }}
{%- set w = janela(['fact_vendas', 'fact_descontos']) %}

-- Orders that a change elsewhere may concern, and those with a rejected row; none on a first load.
-- depends_on: {{ ref('dim_regiao') }} {{ ref('dim_cliente') }} {{ ref('dim_produto') }} {{ ref('dim_vendedor') }}
-- depends_on: {{ ref('dim_equipe') }} {{ ref('dim_desconto') }} {{ ref('stg_oltp__pedido') }} {{ ref('stg_oltp__item_pedido') }}
-- depends_on: {{ ref('stg_oltp__desconto_aplicado') }} {{ ref('stg_oltp__cliente') }} {{ ref('stg_oltp__regiao') }}
-- depends_on: {{ ref('stg_oltp__produto') }} {{ ref('int_descontos_rejeitados') }} {{ ref('stg_oltp__devolucao') }}
{%- if w.completa %}
select cast(-1 as bigint) as pedido_id where 1 = 0
{%- else %}
{{ pedidos_repontados('fact_vendas', 'data_id', 'cliente_id', 'dim_cliente', 'cliente_original_id', w.desde_run) }}
union
{{ pedidos_repontados('fact_vendas', 'data_id', 'produto_id', 'dim_produto', 'produto_original_id', w.desde_run) }}
union
{{ pedidos_repontados('fact_vendas', 'data_id', 'vendedor_id', 'dim_vendedor', 'vendedor_original_id', w.desde_run) }}
union
{{ pedidos_repontados('fact_vendas', 'data_id', 'equipe_id', 'dim_equipe', 'equipe_original_id', w.desde_run,
    tambem='f.vendedor_id <> -2') }}
union
{{ pedidos_repontados('fact_vendas', 'data_id', 'regiao_id', 'dim_regiao', 'regiao_original_id', w.desde_run, versionada=false) }}
union
{{ pedidos_repontados('fact_descontos', 'data_aplicacao_id', 'cliente_id', 'dim_cliente', 'cliente_original_id', w.desde_run) }}
union
{{ pedidos_repontados('fact_descontos', 'data_aplicacao_id', 'produto_id', 'dim_produto', 'produto_original_id', w.desde_run,
    tambem="f.nivel_aplicacao = 'Produto'") }}
union
{{ pedidos_repontados('fact_descontos', 'data_aplicacao_id', 'desconto_id', 'dim_desconto', 'desconto_original_id', w.desde_run) }}
union
-- a campaign that is rejected takes its discounts along
select f.pedido_original_id as pedido_id
from {{ controle('fact', 'fact_descontos') }} as f
inner join {{ ref('dim_desconto') }} as d on f.desconto_id = d.desconto_id
inner join {{ ref('int_descontos_rejeitados') }} as campanha on d.desconto_original_id = campanha.desconto_id
union
{{ pedidos_sem_pai() }}
union
-- past the cutoff too: the order that was left then waits, and the next run loads it whatever became of the row
{{ pedidos_deixados('linha.data_atualizacao > ' ~ w.de) }}
union
{{ pedidos_com_outras_devolucoes() }}
{%- if relacao_existe(controle('audit', 'quarentena')) %}
union
{{ pedidos_em_quarentena(controle('audit', 'quarentena'), w) }}
{%- endif %}
{%- endif %}
