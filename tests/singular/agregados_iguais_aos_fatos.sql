-- The orders of agg_pedidos are those of fact_vendas, with all their items and money; its customers are all in agg_clientes, and its
-- days in agg_vendas_diarias. Of a run's rows: the orders that it loaded.
-- depends_on: {{ ref('int_pedidos_afetados') }}
{{ config(severity='error') }}

with dos_fatos as (
    select
        count(*) as pedidos,
        coalesce(sum(cast(itens as bigint)), 0) as itens,
        coalesce(sum(receita), 0) as receita,
        coalesce(sum(margem), 0) as margem
    from (
        select
            count(*) as itens,
            sum(valor_receita) as receita,
            {{ soma_completa('margem_bruta') }} as margem
        from {{ ref('vw_vendas_medidas') }}
        {%- if not testa_tudo() %}
        where pedido_original_id in (select p.pedido_id from {{ ref('int_pedidos_afetados') }} as p)
        {%- endif %}
        group by pedido_original_id
    ) as pedidos
),

dos_pedidos as (
    select
        count(*) as pedidos,
        coalesce(sum(cast(itens as bigint)), 0) as itens,
        coalesce(sum(valor_receita), 0) as receita,
        coalesce(sum(margem_bruta), 0) as margem,
        coalesce(sum(case when cliente_original_id > 0 then valor_receita end), 0) as de_clientes,
        coalesce(sum(case when eh_cancelado = 0 then 1 else 0 end), 0) as nao_cancelados
    from {{ ref('agg_pedidos') }}
    {%- if not testa_tudo() %}
    where pedido_original_id in (select p.pedido_id from {{ ref('int_pedidos_afetados') }} as p)
    {%- endif %}
),

dos_clientes as (
    select coalesce(sum(valor_receita), 0) as receita
    from {{ ref('agg_clientes') }}
),

dos_dias as (
    select
        coalesce(sum(pedidos), 0) as pedidos,
        coalesce(sum(valor_receita), 0) as receita
    from {{ ref('agg_vendas_diarias') }}
)

select
    dos_fatos.pedidos, dos_fatos.itens, dos_fatos.receita, dos_fatos.margem,
    dos_pedidos.pedidos as pedidos_agregados,
    dos_pedidos.itens as itens_agregados,
    dos_pedidos.receita as receita_agregada,
    dos_pedidos.margem as margem_agregada,
    dos_pedidos.de_clientes,
    dos_clientes.receita as receita_dos_clientes,
    dos_pedidos.nao_cancelados,
    dos_dias.pedidos as pedidos_dos_dias,
    dos_dias.receita as receita_dos_dias
from dos_fatos
cross join dos_pedidos
cross join dos_clientes
cross join dos_dias
where (
    dos_fatos.pedidos <> dos_pedidos.pedidos
    or dos_fatos.itens <> dos_pedidos.itens
    or dos_fatos.receita <> dos_pedidos.receita
    or dos_fatos.margem <> dos_pedidos.margem
    {%- if testa_tudo() %}
    or dos_pedidos.de_clientes <> dos_clientes.receita
    or dos_pedidos.nao_cancelados <> dos_dias.pedidos
    or dos_pedidos.receita <> dos_dias.receita
    {%- endif %}
)
