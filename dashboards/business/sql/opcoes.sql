-- The values that the filters offer, the first and last day of sales, whether returns are known.
select
    filtro,
    valor,
    primeira_venda as primeira,
    ultima_venda as ultima,
    tem_devolucoes
from vw.vw_opcoes_de_filtro
order by filtro, valor
