update fact.fact_vendas
set valor_total_liquido = valor_total_liquido + 7
where
    venda_id in (
        select venda_id from fact.fact_vendas where valor_comissao > 0 order by venda_id limit 5
    );

update ctl.etl_control
set ultimo_cutoff = ultimo_cutoff - interval 3 day
where entidade in ('fact_vendas', 'fact_metas');
