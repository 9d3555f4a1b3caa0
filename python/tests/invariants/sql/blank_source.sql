-- The source schema of the data model without its constraints, for hand-made sources.
create schema core;
create table core.identidade_origem (
    identidade varchar, criada_em timestamp, descricao varchar
);
insert into core.identidade_origem values ('feito a mao', timestamp '2024-01-01', 'hand-made');
create table core.regiao (
    regiao_id bigint, pais varchar, regiao_pais varchar, estado varchar, nome_estado varchar,
    cidade varchar, cep_inicial varchar, cep_final varchar, ddd varchar,
    populacao_estimada integer, area_km2 decimal(12, 3), tipo_municipio varchar,
    pib_per_capita decimal(12, 2), idh decimal(5, 3), latitude decimal(9, 6),
    longitude decimal(9, 6), fuso_horario varchar, eh_ativo boolean,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.cliente (
    cliente_id bigint, nome_cliente varchar, email varchar, telefone varchar, cpf_cnpj varchar,
    data_nascimento date, genero varchar, segmento varchar, score_credito integer,
    regiao_id bigint, logradouro varchar, numero varchar, complemento varchar, bairro varchar,
    cep varchar, eh_ativo boolean, aceita_email_marketing boolean,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.fornecedor (
    fornecedor_id bigint, nome_fornecedor varchar, pais_origem varchar,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.categoria (
    categoria_id bigint, nome_categoria varchar, categoria_pai_id bigint,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.produto (
    produto_id bigint, codigo_sku varchar, codigo_barras varchar, nome_produto varchar,
    descricao_curta varchar, categoria_id bigint, linha_produto varchar, marca varchar,
    fabricante varchar, fornecedor_id bigint, peso_kg decimal(10, 3), altura_cm decimal(8, 2),
    largura_cm decimal(8, 2), profundidade_cm decimal(8, 2), cor_principal varchar,
    material varchar, preco_custo decimal(10, 2), preco_sugerido decimal(10, 2),
    eh_perecivel boolean, eh_fragil boolean, idade_minima_venda integer, estoque_minimo integer,
    estoque_maximo integer, situacao varchar, data_lancamento date, data_descontinuacao date,
    avaliacao_media decimal(3, 2), total_avaliacoes integer,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.equipe (
    equipe_id bigint, nome_equipe varchar, codigo_equipe varchar, tipo_equipe varchar,
    categoria_equipe varchar, regional varchar, estado_sede varchar, cidade_sede varchar,
    lider_vendedor_id bigint, meta_mensal_equipe decimal(15, 2), qtd_membros_ideal integer,
    data_criacao date, data_inativacao date, situacao varchar,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.vendedor (
    vendedor_id bigint, nome_vendedor varchar, matricula varchar, cpf varchar, email varchar,
    telefone_celular varchar, cargo varchar, nivel_senioridade varchar, equipe_id bigint,
    gerente_id bigint, estado_atuacao varchar, cidade_atuacao varchar, tipo_vendedor varchar,
    meta_mensal_base decimal(15, 2), percentual_comissao_padrao decimal(5, 2),
    data_contratacao date, data_desligamento date, situacao varchar,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.desconto (
    desconto_id bigint, codigo_desconto varchar, nome_campanha varchar, tipo_desconto varchar,
    metodo_desconto varchar, valor_desconto decimal(10, 2), min_valor_compra decimal(10, 2),
    max_valor_desconto decimal(10, 2), aplica_em varchar, custo_campanha decimal(15, 2),
    data_inicio_validade date, data_fim_validade date, situacao varchar,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.pedido (
    pedido_id bigint, numero_pedido varchar, cliente_id bigint, regiao_entrega_id bigint,
    canal varchar, status varchar, data_pedido timestamp, valor_frete decimal(10, 2),
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.item_pedido (
    item_pedido_id bigint, pedido_id bigint, produto_id bigint, vendedor_id bigint,
    quantidade integer, preco_unitario decimal(10, 2), custo_unitario decimal(10, 2),
    valor_frete decimal(10, 2), data_cadastro timestamp, data_atualizacao timestamp
);
create table core.desconto_aplicado (
    desconto_aplicado_id bigint, desconto_id bigint, pedido_id bigint, item_pedido_id bigint,
    nivel_aplicacao varchar, valor_desconto decimal(10, 2), aprovado boolean,
    data_aplicacao timestamp, data_cadastro timestamp, data_atualizacao timestamp
);
create table core.devolucao (
    devolucao_id bigint, item_pedido_id bigint, quantidade integer,
    valor_devolvido decimal(10, 2), motivo varchar, data_devolucao timestamp,
    data_cadastro timestamp, data_atualizacao timestamp
);
create table core.meta_vendedor (
    meta_id bigint, vendedor_id bigint, periodo_inicio date, tipo_periodo varchar,
    valor_meta decimal(15, 2), quantidade_meta integer, observacoes varchar,
    data_cadastro timestamp, data_atualizacao timestamp
);
