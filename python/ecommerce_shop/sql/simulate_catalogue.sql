-- Two new products, like one that exists: one on sale, one still in preparation, which a later
-- call may delete. A coupon that expires: the active one that ends first, so a due one if any.
insert into core.produto (
    produto_id,
    codigo_sku,
    nome_produto,
    categoria_id,
    linha_produto,
    marca,
    fabricante,
    fornecedor_id,
    peso_kg,
    preco_custo,
    preco_sugerido,
    eh_perecivel,
    eh_fragil,
    estoque_minimo,
    estoque_maximo,
    situacao,
    data_lancamento,
    total_avaliacoes,
    data_cadastro,
    data_atualizacao
)
with modelo as (
    select *, (select max(produto_id) from core.produto) as ultimo_id
    from core.produto
    order by u(produto_id, 'modelo'), produto_id
    limit 1
),
novo as (
    select m.*, m.ultimo_id + n as novo_id, n = 1 as eh_vendido
    from modelo as m, range(1, 3) as r (n)
)
select
    novo_id,
    'SKU-N' || lpad(novo_id::varchar, 7, '0'),
    nome_produto || ' II',
    categoria_id,
    linha_produto,
    marca,
    fabricante,
    fornecedor_id,
    peso_kg,
    preco_custo,
    preco_sugerido + 10,
    eh_perecivel,
    eh_fragil,
    estoque_minimo,
    estoque_maximo,
    case when eh_vendido then 'Ativo' else 'Inativo' end,
    case when eh_vendido then getvariable('agora')::date end,
    0,
    getvariable('agora'),
    getvariable('agora')
from novo;

create or replace temp table escolha as
select desconto_id
from core.desconto
where situacao = 'Ativo'
order by data_fim_validade is null, data_fim_validade, desconto_id desc
limit
    (select case when count(*) > 1 then 1 else 0 end from core.desconto where situacao = 'Ativo');

update core.desconto
set
    situacao = 'Expirado',
    -- what had not ended yet ends today
    data_fim_validade
    = least(coalesce(data_fim_validade, getvariable('agora')::date), getvariable('agora')::date),
    data_atualizacao = getvariable('agora')
from escolha as e
where core.desconto.desconto_id = e.desconto_id;

-- one to use at once, one prepared for later: an unused coupon that a later call may delete
insert into core.desconto (
    desconto_id, codigo_desconto, nome_campanha, tipo_desconto, metodo_desconto, valor_desconto,
    aplica_em, data_inicio_validade, data_fim_validade, situacao, data_cadastro, data_atualizacao
)
select
    d.novo_id,
    'RELAMPAGO' || d.novo_id,
    'Oferta relâmpago ' || d.novo_id,
    'Percentual',
    'Cupom',
    10,
    ['Produto', 'Carrinho', 'Frete'][1 + d.novo_id % 3],
    getvariable('agora')::date,
    getvariable('agora')::date + 45,
    d.situacao,
    getvariable('agora'),
    getvariable('agora')
from (
    select
        (select coalesce(max(desconto_id), 0) from core.desconto) + n as novo_id,
        case n when 1 then 'Ativo' else 'Pausado' end as situacao
    from range(1, 3) as r (n)
) as d;

select 'produtos_novos' as mudanca, 2 as linhas
union all
select 'cupons_novos', 2
union all
select 'cupons_expirados', count(*) from escolha;
