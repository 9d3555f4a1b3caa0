-- Names become keys, and what a shop lacks becomes one member: the guest (key 0, which no figure
-- of customers counts), the supplier that nobody named, the category of products without one.
create or replace temp table bruta_cliente as
select b.* replace (
    coalesce(b.regiao_id::varchar, l.regiao_id::varchar, chave('lugar|nenhum')::varchar) as regiao_id
)
from bruta_cliente as b
left join lugar as l
    on
        b.pais is not distinct from l.pais
        and b.estado is not distinct from l.estado
        and b.cidade is not distinct from l.cidade;

insert into bruta_cliente by name
select
    '0' as cliente_id,
    'Consumidor não identificado' as nome_cliente,
    chave('lugar|nenhum')::varchar as regiao_id
where
    exists (select 1 from bruta_pedido where vazio(cliente_id))
    and not exists (select 1 from bruta_cliente where chave(cliente_id) = 0);

create or replace temp table bruta_pedido as
select b.* replace (
    case when vazio(b.cliente_id) then '0' else b.cliente_id end as cliente_id,
    coalesce(
        b.regiao_entrega_id::varchar,
        l.regiao_id::varchar,
        c.regiao_id::varchar,
        chave('lugar|nenhum')::varchar
    ) as regiao_entrega_id
)
from bruta_pedido as b
left join lugar as l
    on
        b.pais is not distinct from l.pais
        and b.estado is not distinct from l.estado
        and b.cidade is not distinct from l.cidade
left join (
    select chave(cliente_id) as cliente_id, any_value(regiao_id) as regiao_id
    from bruta_cliente
    group by all
) as c
    on chave(b.cliente_id) = c.cliente_id;

create or replace temp table bruta_produto as
select b.* replace (
    coalesce(
        b.categoria_id::varchar,
        chave(
            concat_ws(
                '|',
                'categoria',
                coalesce(nullif(trim(b.categoria), ''), 'Sem categoria'),
                coalesce(nullif(trim(b.subcategoria), ''), nullif(trim(b.categoria), ''), 'Sem categoria')
            )
        )::varchar
    ) as categoria_id,
    coalesce(
        b.fornecedor_id::varchar,
        chave('fornecedor|' || coalesce(nullif(trim(b.fornecedor), ''), 'Não informado'))::varchar
    ) as fornecedor_id
)
from bruta_produto as b;

insert into bruta_categoria by name
select distinct
    chave('categoria|' || coalesce(nullif(trim(categoria), ''), 'Sem categoria'))::varchar
        as categoria_id,
    coalesce(nullif(trim(categoria), ''), 'Sem categoria') as nome_categoria,
    null::varchar as categoria_pai_id
from bruta_produto
where not getvariable('tem_categoria')
union all
select distinct
    categoria_id::varchar,
    coalesce(nullif(trim(subcategoria), ''), nullif(trim(categoria), ''), 'Sem categoria'),
    chave('categoria|' || coalesce(nullif(trim(categoria), ''), 'Sem categoria'))::varchar
from bruta_produto
where not getvariable('tem_categoria');

insert into bruta_fornecedor by name
select distinct
    fornecedor_id::varchar as fornecedor_id,
    coalesce(nullif(trim(fornecedor), ''), 'Não informado') as nome_fornecedor
from bruta_produto
where not getvariable('tem_fornecedor');

-- an item without a key of its own: the order, the product, and which of their lines it is
create or replace temp table bruta_item_pedido as
select b.* replace (
    case
        when vazio(b.item_pedido_id)
            then concat_ws(
                '|', 'item', trim(b.pedido_id::varchar), trim(b.produto_id::varchar), row_number() over (
                    partition by trim(b.pedido_id::varchar), trim(b.produto_id::varchar) order by b.origem
                )
            )
        else b.item_pedido_id::varchar
    end as item_pedido_id
)
from bruta_item_pedido as b;

create or replace temp table bruta_desconto_aplicado as
select b.* replace (
    coalesce(
        b.desconto_aplicado_id::varchar,
        concat_ws('|', 'desconto', b.pedido_id, b.item_pedido_id, b.desconto_id, b.nivel_aplicacao)
    ) as desconto_aplicado_id,
    coalesce(b.data_aplicacao, p.data_pedido) as data_aplicacao
)
from bruta_desconto_aplicado as b
left join (
    select chave(pedido_id) as pedido_id, any_value(data_pedido) as data_pedido
    from bruta_pedido
    group by all
) as p
    on chave(b.pedido_id) = p.pedido_id;

insert into bruta_desconto by name
select trim(desconto_id) as desconto_id, min(origem) as origem
from bruta_desconto_aplicado
where not getvariable('tem_desconto') and not vazio(desconto_id)
group by all;

set variable abertura = (select min(momento(data_pedido))::date from bruta_pedido);
