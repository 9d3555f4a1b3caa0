drop view vw.vw_vendas_completa
