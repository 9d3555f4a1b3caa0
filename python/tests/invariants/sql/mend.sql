-- Corrects every row that the oracle's quarantine (o.quarentena) names, then changes more by hand.
-- Statements commit one by one: DuckDB checks keys against what was committed before.
create or replace temp macro agora() as make_timestamp(epoch_us(now()));

-- (Items at fault as orphans follow their orders.)
create or replace temp table faltosa as
select entidade, chave, regra, row_number() over (partition by entidade order by chave) as n
from o.quarentena;

create or replace temp table item_bom as
select item_original_id, pedido_original_id, row_number() over (order by item_original_id) as n
from o.fact_vendas
where quantidade_devolvida = 0 and status_pedido <> 'Cancelado'
    and valor_total_descontos = 0 and valor_frete_rateado > 0;

-- Columns with an enforced key can be set only where nothing references the row.
update core.pedido set
    regiao_entrega_id = case
        when regiao_entrega_id in (select regiao_id from core.regiao) then regiao_entrega_id
        else (select min(regiao_id) from core.regiao)
    end,
    data_pedido = case
        when data_pedido between timestamp '2000-01-01' and agora() then data_pedido
        else agora()
    end,
    data_atualizacao = agora()
where pedido_id in (select chave from faltosa where entidade = 'pedido');

update core.item_pedido set
    quantidade = greatest(coalesce(quantidade, 1), 1),
    preco_unitario = greatest(coalesce(preco_unitario, 10), 0),
    custo_unitario = greatest(coalesce(custo_unitario, 5), 0),
    data_atualizacao = agora()
where item_pedido_id in (
    select chave from faltosa where entidade = 'item_pedido' and regra <> 'item_orfao'
);

update core.desconto_aplicado set
    valor_desconto = 0, data_atualizacao = agora()
where desconto_aplicado_id in (
    select chave from faltosa where entidade = 'desconto_aplicado' and regra = 'desconto_valor'
);

update core.desconto_aplicado set aprovado = false, data_atualizacao = agora()
where desconto_aplicado_id in (
    select chave from faltosa
    where entidade = 'desconto_aplicado' and regra = 'desconto_excede_base'
);

update core.desconto_aplicado set
    desconto_id = (select min(desconto_id) from core.desconto),
    pedido_id = (select min(pedido_original_id) from item_bom),
    item_pedido_id = null,
    nivel_aplicacao = 'Pedido',
    valor_desconto = 0,
    aprovado = true,
    data_atualizacao = agora()
where desconto_aplicado_id in (
    select chave from faltosa
    where entidade = 'desconto_aplicado' and regra in ('desconto_orfao', 'desconto_nivel')
);

update core.devolucao set
    quantidade = 1,
    valor_devolvido = 0.01,
    item_pedido_id = i.item_original_id,
    data_atualizacao = agora()
from faltosa f join item_bom i on i.n = f.n
where f.entidade = 'devolucao' and f.chave = devolucao.devolucao_id;

update core.meta_vendedor set
    valor_meta = case when valor_meta > 0 then valor_meta else 1000 end,
    vendedor_id = (select min(vendedor_id) from core.vendedor),
    periodo_inicio = cast(date '2016-01-01' + to_months(cast(f.n as integer)) as date),
    tipo_periodo = 'Mensal',
    data_atualizacao = agora()
from faltosa f
where f.entidade = 'meta_vendedor' and f.chave = meta_vendedor.meta_id;

-- A sale of a period that is closed is corrected late.
update core.item_pedido set preco_unitario = preco_unitario + 10, data_atualizacao = agora()
where item_pedido_id = (
    select min(v.item_original_id)
    from o.fact_vendas v join o.fact_metas m on m.vendedor = v.vendedor
    where m.eh_periodo_fechado and m.tipo_periodo = 'Mensal' and v.status_pedido <> 'Cancelado'
        and v.data_id >= m.data_id and v.data_venda < m.periodo_fim
);

-- A client registered under another name, a team renamed.
update core.cliente set nome_cliente = nome_cliente || ' Filho', data_atualizacao = agora()
where cliente_id = (select min(cliente) from o.fact_vendas);

update core.equipe set nome_equipe = nome_equipe || ' Nova', data_atualizacao = agora()
where equipe_id = (select min(equipe_id) from core.equipe);

-- Hard deletes: an item, a discount and a return whose orders are stamped, dimension rows.
create or replace temp table apagado as
select
    (
        select max(v.item_original_id)
        from o.fact_vendas v
        where v.valor_total_descontos = 0 and v.quantidade_devolvida = 0
            and v.item_original_id not in (
                select item_pedido_id from core.desconto_aplicado
                where item_pedido_id is not null
            )
            and v.item_original_id not in (select item_pedido_id from core.devolucao)
            and v.pedido_original_id in (
                select pedido_original_id from o.fact_vendas
                group by pedido_original_id having count(*) > 1
            )
    ) as item,
    (
        select max(desconto_aplicado_original_id)
        from o.fact_descontos
        where desconto_aprovado and nivel_aplicacao = 'Pedido'
    ) as desconto,
    (
        select max(d.devolucao_id)
        from core.devolucao d
        join o.fact_vendas v on v.item_original_id = d.item_pedido_id
        where v.quantidade_devolvida > 0
    ) as devolucao;

create or replace temp table marcado as
select pedido_id from core.item_pedido where item_pedido_id = (select item from apagado)
union all
select pedido_id from core.desconto_aplicado
where desconto_aplicado_id = (select desconto from apagado)
union all
select i.pedido_id
from core.devolucao d join core.item_pedido i on i.item_pedido_id = d.item_pedido_id
where d.devolucao_id = (select devolucao from apagado);

delete from core.devolucao where devolucao_id = (select devolucao from apagado);

delete from core.desconto_aplicado where desconto_aplicado_id = (select desconto from apagado);

delete from core.item_pedido where item_pedido_id = (select item from apagado);

update core.pedido set data_atualizacao = agora() where pedido_id in (from marcado);

delete from core.cliente where cliente_id = (
    select max(cliente_id) from core.cliente
    where cliente_id not in (select cliente_id from core.pedido)
);

delete from core.produto where produto_id = (
    select max(produto_id) from core.produto
    where produto_id not in (select produto_id from core.item_pedido)
);

delete from core.regiao where regiao_id = (
    select max(regiao_id) from core.regiao
    where regiao_id not in (select regiao_id from core.cliente)
        and regiao_id not in (select regiao_entrega_id from core.pedido)
);
