-- Which source rows are good, and which rule each of the others breaks first.
-- Reads src.core.* and param (cutoff, dias_fechamento, data_inicio, data_fim).

-- Rows that no key tells apart: none of them is known by it.
create or replace temp table sem_chave as
select 'regiao' as entidade, regiao_id as chave from src.core.regiao
group by regiao_id having regiao_id is null or count(*) > 1
union all
select 'cliente', cliente_id from src.core.cliente
group by cliente_id having cliente_id is null or count(*) > 1
union all
select 'fornecedor', fornecedor_id from src.core.fornecedor
group by fornecedor_id having fornecedor_id is null or count(*) > 1
union all
select 'categoria', categoria_id from src.core.categoria
group by categoria_id having categoria_id is null or count(*) > 1
union all
select 'produto', produto_id from src.core.produto
group by produto_id having produto_id is null or count(*) > 1
union all
select 'equipe', equipe_id from src.core.equipe
group by equipe_id having equipe_id is null or count(*) > 1
union all
select 'vendedor', vendedor_id from src.core.vendedor
group by vendedor_id having vendedor_id is null or count(*) > 1
union all
select 'desconto', desconto_id from src.core.desconto
group by desconto_id having desconto_id is null or count(*) > 1
union all
select 'pedido', pedido_id from src.core.pedido
group by pedido_id having pedido_id is null or count(*) > 1
union all
select 'item_pedido', item_pedido_id from src.core.item_pedido
group by item_pedido_id having item_pedido_id is null or count(*) > 1
union all
select 'desconto_aplicado', desconto_aplicado_id from src.core.desconto_aplicado
group by desconto_aplicado_id having desconto_aplicado_id is null or count(*) > 1
union all
select 'devolucao', devolucao_id from src.core.devolucao
group by devolucao_id having devolucao_id is null or count(*) > 1
union all
select 'meta_vendedor', meta_id from src.core.meta_vendedor
group by meta_id having meta_id is null or count(*) > 1;

create or replace temp view boa_regiao as
select * from src.core.regiao
where regiao_id is not null and regiao_id not in (
    select chave from sem_chave where entidade = 'regiao' and chave is not null
);

create or replace temp view boa_cliente as
select * from src.core.cliente
where cliente_id is not null and cliente_id not in (
    select chave from sem_chave where entidade = 'cliente' and chave is not null
);

create or replace temp view boa_fornecedor as
select * from src.core.fornecedor
where fornecedor_id is not null and fornecedor_id not in (
    select chave from sem_chave where entidade = 'fornecedor' and chave is not null
);

create or replace temp view boa_categoria as
select * from src.core.categoria
where categoria_id is not null and categoria_id not in (
    select chave from sem_chave where entidade = 'categoria' and chave is not null
);

create or replace temp view boa_produto as
select * from src.core.produto
where produto_id is not null and produto_id not in (
    select chave from sem_chave where entidade = 'produto' and chave is not null
);

create or replace temp view boa_equipe as
select * from src.core.equipe
where equipe_id is not null and equipe_id not in (
    select chave from sem_chave where entidade = 'equipe' and chave is not null
);

create or replace temp view boa_vendedor as
select * from src.core.vendedor
where vendedor_id is not null and vendedor_id not in (
    select chave from sem_chave where entidade = 'vendedor' and chave is not null
);

create or replace temp view boa_desconto as
select * from src.core.desconto
where desconto_id is not null and desconto_id not in (
    select chave from sem_chave where entidade = 'desconto' and chave is not null
);

create or replace temp view boa_pedido as
select * from src.core.pedido
where pedido_id is not null and pedido_id not in (
    select chave from sem_chave where entidade = 'pedido' and chave is not null
);

create or replace temp view boa_item_pedido as
select * from src.core.item_pedido
where item_pedido_id is not null and item_pedido_id not in (
    select chave from sem_chave where entidade = 'item_pedido' and chave is not null
);

create or replace temp view boa_desconto_aplicado as
select * from src.core.desconto_aplicado
where desconto_aplicado_id is not null and desconto_aplicado_id not in (
    select chave from sem_chave where entidade = 'desconto_aplicado' and chave is not null
);

create or replace temp view boa_devolucao as
select * from src.core.devolucao
where devolucao_id is not null and devolucao_id not in (
    select chave from sem_chave where entidade = 'devolucao' and chave is not null
);

create or replace temp view boa_meta_vendedor as
select * from src.core.meta_vendedor
where meta_id is not null and meta_id not in (
    select chave from sem_chave where entidade = 'meta_vendedor' and chave is not null
);

-- The rows of every order. A return without an item belongs to none: it stands by itself.
create or replace temp table linha as
select
    'pedido' as entidade, cast(pedido_id as bigint) as chave,
    coalesce(pedido_id, -1) as pedido_id, data_atualizacao
from src.core.pedido
union all
select 'item_pedido', item_pedido_id, coalesce(pedido_id, -1), data_atualizacao
from src.core.item_pedido
union all
select
    'desconto_aplicado', desconto_aplicado_id, coalesce(pedido_id, -1), data_atualizacao
from src.core.desconto_aplicado
union all
select
    'devolucao', d.devolucao_id,
    case
        when i.item_pedido_id is null then coalesce(-2 - d.devolucao_id, -1) else coalesce(i.pedido_id, -1)
    end,
    d.data_atualizacao
from src.core.devolucao d
left join boa_item_pedido i on i.item_pedido_id = d.item_pedido_id;

-- An order with any row stamped after the cutoff waits as a whole; one that such a row left does
-- not.
create or replace temp table em_voo as
select distinct pedido_id
from linha
where data_atualizacao > (select cutoff from param) and pedido_id <> -1;

create or replace temp table q_pedido as
select
    p.*,
    case
        when p.cliente_id is null
            or p.cliente_id not in (
                select cliente_id from src.core.cliente where cliente_id is not null
            ) then 'pedido_cliente'
        when p.regiao_entrega_id is null
            or p.regiao_entrega_id not in (
                select regiao_id from src.core.regiao where regiao_id is not null
            ) then 'pedido_regiao'
        when p.data_pedido is null
            or cast(p.data_pedido as date) not between param.data_inicio and param.data_fim
            or p.data_pedido > param.cutoff + interval 1 day then 'pedido_data'
        when p.valor_frete < 0 then 'pedido_frete'
    end as regra
from boa_pedido p cross join param;

create or replace temp table q_item as
select
    i.*,
    cast(i.quantidade as decimal(20, 0)) * i.preco_unitario as bruto,
    cast(i.quantidade as decimal(20, 0)) * i.custo_unitario as custo,
    case
        when p.pedido_id is null or p.regra is not null or i.produto_id is null
            or i.produto_id not in (
                select produto_id from src.core.produto where produto_id is not null
            )
            then 'item_orfao'
        when i.quantidade is null or i.quantidade <= 0 then 'item_quantidade'
        when i.preco_unitario is null or i.preco_unitario < 0 then 'item_preco'
        when i.custo_unitario < 0 then 'item_custo'
        when i.valor_frete < 0 then 'item_frete'
        when bruto >= 10000000000000 or custo >= 10000000000000 then 'item_valor'
    end as regra
from boa_item_pedido i
left join q_pedido p on p.pedido_id = i.pedido_id;

-- Dimension sources: any mandatory column that is NULL.
create or replace temp table q_dimensao as
select 'regiao' as entidade, regiao_id as chave from boa_regiao
where pais is null or regiao_pais is null or estado is null or nome_estado is null or cidade is null
    or tipo_municipio is null or eh_ativo is null or data_cadastro is null
union all
select 'cliente', cliente_id from boa_cliente
where nome_cliente is null or segmento is null or regiao_id is null or eh_ativo is null
    or aceita_email_marketing is null or data_cadastro is null
union all
select 'fornecedor', fornecedor_id from boa_fornecedor
where nome_fornecedor is null or data_cadastro is null
union all
select 'categoria', categoria_id from boa_categoria
where nome_categoria is null or data_cadastro is null
union all
select 'produto', produto_id from boa_produto
where codigo_sku is null or nome_produto is null or categoria_id is null or marca is null
    or fornecedor_id is null or preco_sugerido is null
    or eh_perecivel is null or eh_fragil is null or estoque_minimo is null
    or estoque_maximo is null or situacao is null or total_avaliacoes is null
    or data_cadastro is null
union all
select 'equipe', equipe_id from boa_equipe
where nome_equipe is null or data_criacao is null or situacao is null or data_cadastro is null
union all
select 'vendedor', vendedor_id from boa_vendedor
where nome_vendedor is null or email is null or cargo is null or data_contratacao is null
    or situacao is null or data_cadastro is null
union all
select 'desconto', desconto_id from boa_desconto
where codigo_desconto is null or nome_campanha is null or tipo_desconto is null
    or metodo_desconto is null or valor_desconto is null or aplica_em is null
    or data_inicio_validade is null or situacao is null or data_cadastro is null;

-- Campaigns at fault. One that is stamped after the cutoff is as good, or as bad, as it was.
create or replace temp table campanha_ruim as
select c.desconto_id
from (
    select desconto_id, max(data_atualizacao) as data_atualizacao
    from src.core.desconto where desconto_id is not null group by desconto_id
) c
left join (
    select entidade, chave from q_dimensao union all select entidade, chave from sem_chave
) agora on agora.entidade = 'desconto' and agora.chave = c.desconto_id
left join quarentena antes on antes.entidade = 'desconto' and antes.chave = c.desconto_id
where case
    when c.data_atualizacao > (select cutoff from param) then antes.chave is not null
    else agora.chave is not null
end;

-- Discounts: the rules that look at one row alone.
create or replace temp table q_desconto_1 as
select
    d.*,
    coalesce(d.aprovado, false) as aprovado_sim,
    case
        when d.valor_desconto is null or d.valor_desconto < 0 then 'desconto_valor'
        when c.desconto_id is null
            or d.desconto_id in (from campanha_ruim)
            or p.pedido_id is null or p.regra is not null
            or (
                d.nivel_aplicacao = 'Produto' and d.item_pedido_id is not null
                and (i.item_pedido_id is null or i.regra is not null)
            ) then 'desconto_orfao'
        when d.nivel_aplicacao is null or d.nivel_aplicacao not in ('Produto', 'Pedido', 'Frete')
            or (d.nivel_aplicacao = 'Produto' and d.item_pedido_id is null) then 'desconto_nivel'
    end as regra_1
from boa_desconto_aplicado d
left join (
    select desconto_id, max(data_atualizacao) as data_atualizacao
    from src.core.desconto group by desconto_id
) c on c.desconto_id = d.desconto_id
left join q_pedido p on p.pedido_id = d.pedido_id
left join q_item i on i.item_pedido_id = d.item_pedido_id and i.pedido_id = d.pedido_id;

create or replace temp table q_desconto_produto as
select
    d.desconto_aplicado_id, d.item_pedido_id, d.pedido_id, d.valor_desconto,
    sum(d.valor_desconto) over (
        partition by d.item_pedido_id order by d.desconto_aplicado_id
        rows between unbounded preceding and current row
    ) > i.bruto as excede
from q_desconto_1 d join q_item i on i.item_pedido_id = d.item_pedido_id
where d.regra_1 is null and d.aprovado_sim and d.nivel_aplicacao = 'Produto';

-- What an order's valid items are worth, and what is left after the item discounts that count.
create or replace temp table base_pedido as
select
    p.pedido_id,
    coalesce(i.bruto, 0) as bruto,
    case when i.sem_custo then null else coalesce(i.custo, 0) end as custo,
    coalesce(i.bruto, 0) - coalesce(d.valor, 0) as resto,
    case when i.pedido_id is null then 0 else coalesce(p.valor_frete, 0) end as frete
from q_pedido p
left join (
    select
        pedido_id, sum(bruto) as bruto, sum(custo) as custo,
        count(custo) < count(*) as sem_custo
    from q_item where regra is null group by pedido_id
) i on i.pedido_id = p.pedido_id
left join (
    select pedido_id, sum(valor_desconto) as valor
    from q_desconto_produto where not excede group by pedido_id
) d on d.pedido_id = p.pedido_id;

create or replace temp table q_desconto as
with pedido_e_frete as (
    select
        d.desconto_aplicado_id,
        sum(d.valor_desconto) over (
            partition by d.pedido_id, d.nivel_aplicacao order by d.desconto_aplicado_id
            rows between unbounded preceding and current row
        ) > case d.nivel_aplicacao when 'Pedido' then b.resto else b.frete end as excede
    from q_desconto_1 d join base_pedido b on b.pedido_id = d.pedido_id
    where d.regra_1 is null and d.aprovado_sim and d.nivel_aplicacao in ('Pedido', 'Frete')
)

select
    d.*,
    coalesce(
        d.regra_1,
        case when coalesce(x.excede, y.excede, false) then 'desconto_excede_base' end
    ) as regra
from q_desconto_1 d
left join q_desconto_produto x on x.desconto_aplicado_id = d.desconto_aplicado_id
left join pedido_e_frete y on y.desconto_aplicado_id = d.desconto_aplicado_id;

create or replace temp table q_devolucao as
with primeira as (
    select
        d.*,
        i.pedido_id,
        i.quantidade as vendida,
        i.bruto + coalesce(p.valor_frete, 0) as limite,
        case
            when d.quantidade is null or d.quantidade <= 0
                or d.valor_devolvido is null or d.valor_devolvido < 0 then 'devolucao_quantidade'
            when i.item_pedido_id is null or i.regra is not null then 'devolucao_orfa'
        end as regra_1
    from boa_devolucao d left join q_item i on i.item_pedido_id = d.item_pedido_id
    left join q_pedido p on p.pedido_id = i.pedido_id
)

select
    *,
    case
        when regra_1 is not null then regra_1
        when sum(quantidade) over (
            partition by item_pedido_id, regra_1 order by devolucao_id
            rows between unbounded preceding and current row
        ) > vendida then 'devolucao_excede'
        when sum(valor_devolvido) over (
            partition by item_pedido_id, regra_1 order by devolucao_id
            rows between unbounded preceding and current row
        ) > limite then 'devolucao_valor'
    end as regra
from primeira;

create or replace temp table q_meta as
with primeira as (
    select
        m.*,
        case
            when m.valor_meta is null or m.valor_meta <= 0 then 'meta_valor'
            when m.periodo_inicio is null
                or m.periodo_inicio not between param.data_inicio and param.data_fim
                then 'meta_periodo'
            when m.vendedor_id is null or m.vendedor_id not in (
                select vendedor_id from src.core.vendedor where vendedor_id is not null
            ) then 'meta_orfa'
        end as regra_1
    from boa_meta_vendedor m cross join param
)

select
    *,
    case
        when regra_1 is not null then regra_1
        when meta_id > min(meta_id) over (
            partition by vendedor_id, periodo_inicio, tipo_periodo, regra_1
        ) then 'meta_duplicada'
    end as regra
from primeira;

-- Every row at fault, waiting or not, with the order that it was judged with.
create or replace temp table faltosa as
with toda as (
    select 'pedido' as entidade, cast(pedido_id as bigint) as chave, regra from q_pedido
    union all
    select 'item_pedido', item_pedido_id, regra from q_item
    union all
    select 'desconto_aplicado', desconto_aplicado_id, regra from q_desconto
    union all
    select 'devolucao', devolucao_id, regra from q_devolucao
    union all
    select 'meta_vendedor', meta_id, regra from q_meta
    union all
    select entidade, chave, 'dimensao_obrigatoria' from q_dimensao
)

select entidade, chave, regra, pedido_id as pedido
from toda left join linha using (entidade, chave)
where regra is not null
union all
-- One for each row of a key.
select
    k.entidade, k.chave, case when k.chave is null then 'chave_nula' else 'chave_duplicada' end,
    r.pedido_id
from sem_chave k
join (
    select entidade, chave, pedido_id from linha
    union all
    select 'regiao' as entidade, regiao_id as chave, null::bigint as pedido_id from src.core.regiao
    union all
    select 'cliente', cliente_id, null from src.core.cliente
    union all
    select 'fornecedor', fornecedor_id, null from src.core.fornecedor
    union all
    select 'categoria', categoria_id, null from src.core.categoria
    union all
    select 'produto', produto_id, null from src.core.produto
    union all
    select 'equipe', equipe_id, null from src.core.equipe
    union all
    select 'vendedor', vendedor_id, null from src.core.vendedor
    union all
    select 'desconto', desconto_id, null from src.core.desconto
    union all
    select 'meta_vendedor', meta_id, null from src.core.meta_vendedor
) r on r.entidade = k.entidade and r.chave is not distinct from k.chave;

-- Source rows of no order that wait for a later cutoff (they keep the state they had).
create or replace temp table espera as
select 'meta_vendedor' as entidade, cast(meta_id as bigint) as chave from src.core.meta_vendedor
where data_atualizacao > (select cutoff from param)
union all select 'regiao', regiao_id from src.core.regiao
where data_atualizacao > (select cutoff from param)
union all select 'cliente', cliente_id from src.core.cliente
where data_atualizacao > (select cutoff from param)
union all select 'fornecedor', fornecedor_id from src.core.fornecedor
where data_atualizacao > (select cutoff from param)
union all select 'categoria', categoria_id from src.core.categoria
where data_atualizacao > (select cutoff from param)
union all select 'produto', produto_id from src.core.produto
where data_atualizacao > (select cutoff from param)
union all select 'equipe', equipe_id from src.core.equipe
where data_atualizacao > (select cutoff from param)
union all select 'vendedor', vendedor_id from src.core.vendedor
where data_atualizacao > (select cutoff from param)
union all select 'desconto', desconto_id from src.core.desconto
where data_atualizacao > (select cutoff from param);
