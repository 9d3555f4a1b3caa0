-- Whether the source tells of freight and of cancelled orders at all: an order that has some.
select
    (select max(valor_frete) from vw.vw_vendas_diarias) as maior_frete,
    (select count(*) from vw.vw_pedidos_analise where eh_cancelado = 1) as cancelados
