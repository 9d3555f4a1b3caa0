-- Revenue of every month since the first sale.
select
    calendario.periodo_mes as quando,
    min(calendario.primeiro_dia_mes) as inicio,
    sum(vendas.valor_receita) as receita
from vw.vw_vendas_diarias as vendas
inner join vw.vw_calendario_completo as calendario
    on calendario.data_completa = vendas.data_venda
where
    vendas.regiao_pais_entrega in :regioes
    and vendas.estado_entrega in :estados
    and vendas.canal in :canais
group by calendario.periodo_mes
order by calendario.periodo_mes
