-- Revenue without a seller, which no target counts and no team has, by month of the period.
select
    calendario.periodo_mes,
    sum(vendas.valor_receita) as receita
from vw.vw_vendas_medidas as vendas
inner join vw.vw_calendario_completo as calendario on calendario.data_id = vendas.data_id
where
    vendas.vendedor_id < 0
    and vendas.eh_cancelado = 0
    and calendario.data_completa between :mes_inicio and :ate
group by calendario.periodo_mes
