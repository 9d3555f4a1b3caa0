-- The facts of orders, and the rows at fault, as the run before left them.
create table if not exists fact_vendas (
    item_original_id bigint, pedido_original_id bigint, numero_pedido varchar, data_id integer,
    cliente bigint, cliente_versao integer, produto bigint, produto_versao integer,
    regiao bigint, vendedor bigint, vendedor_versao integer, equipe bigint,
    equipe_versao integer, canal varchar, status_pedido varchar, quantidade_vendida integer,
    preco_unitario_tabela decimal(18, 2), valor_total_bruto decimal(18, 2),
    valor_total_descontos decimal(18, 2), valor_total_liquido decimal(18, 2),
    valor_frete_rateado decimal(18, 2), custo_total decimal(18, 2), quantidade_devolvida integer,
    valor_devolvido decimal(18, 2), percentual_comissao decimal(5, 2),
    valor_comissao decimal(18, 2), teve_desconto boolean,
    -- Not of the warehouse: what the targets need.
    vendedor_origem bigint, data_venda date
);

create table if not exists fact_descontos (
    desconto_aplicado_original_id bigint, desconto bigint, desconto_versao integer,
    item_original_id bigint, pedido_original_id bigint, data_aplicacao_id integer,
    cliente bigint, cliente_versao integer, produto bigint, produto_versao integer,
    nivel_aplicacao varchar, valor_desconto_solicitado decimal(18, 2),
    valor_desconto_aplicado decimal(18, 2), valor_sem_desconto decimal(18, 2),
    valor_com_desconto decimal(18, 2), margem_antes_desconto decimal(18, 2),
    margem_apos_desconto decimal(18, 2), impacto_margem decimal(18, 2), numero_pedido varchar,
    desconto_aprovado boolean
);

create table if not exists quarentena (
    entidade varchar, chave bigint, regra varchar,
    -- The order that the row was judged with.
    pedido bigint
);
