select * from fact.fact_vendas
where
    cliente_id in (
        select versao.cliente_id from dim.dim_cliente as versao
        where versao.cliente_original_id = cast(? as bigint)
    )
