-- Cohorts by the month of the first purchase: who bought again n months after.
with meses as (
    select
        cliente_original_id,
        periodo_mes,
        ano * 12 + mes as numero
    from vw.vw_vendas_completa
    where
        eh_cancelado = 0
        and cliente_original_id > 0
        and data_venda <= :ate
        and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
        and (:canais = '' or :canais like concat('%|', canal, '|%'))
        and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
        and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
    group by cliente_original_id, periodo_mes, ano * 12 + mes
),

coortes as (
    select
        numero - min(numero) over (partition by cliente_original_id) as meses_depois,
        min(periodo_mes) over (partition by cliente_original_id) as coorte
    from meses
),

contados as (
    select
        coorte,
        meses_depois,
        count(*) as clientes
    from coortes
    where coorte between :coorte_de and :mes_ate
    group by coorte, meses_depois
)

select
    coorte,
    meses_depois,
    clientes,
    100.0 * clientes / max(clientes) over (partition by coorte) as retencao_percent
from contados
order by coorte, meses_depois
