-- Buyers of each month of the period: new (their first purchase ever, of what the filters let through)
-- or returning.
with meses as (
    select
        cliente_original_id,
        periodo_mes,
        sum(valor_receita) as receita,
        count(distinct pedido_original_id) as pedidos
    from vw.vw_vendas_completa
    where
        eh_cancelado = 0
        and cliente_original_id > 0
        and data_venda <= :ate
        and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
        and (:canais = '' or :canais like concat('%|', canal, '|%'))
        and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
        and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
    group by cliente_original_id, periodo_mes
),

primeiros as (
    select
        periodo_mes,
        receita,
        pedidos,
        min(periodo_mes) over (partition by cliente_original_id) as primeiro
    from meses
)

select
    periodo_mes as quando,
    sum(case when periodo_mes = primeiro then 1 else 0 end) as novos,
    sum(case when periodo_mes = primeiro then 0 else 1 end) as recorrentes,
    sum(case when periodo_mes = primeiro then receita else 0 end) as receita_novos,
    sum(case when periodo_mes = primeiro then 0 else receita end) as receita_recorrentes
from primeiros
where periodo_mes between :mes_de and :mes_ate
group by periodo_mes
order by periodo_mes
