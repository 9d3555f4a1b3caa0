-- The values that the filters offer, and the first and last day of sales.
select
    filtro,
    valor,
    primeira_venda as primeira,
    ultima_venda as ultima
from vw.vw_opcoes_de_filtro
order by filtro, valor
