-- Source database ECOMMERCE_OLTP, schema core. Written once, in T-SQL; schema.py makes the DuckDB
-- version. data_cadastro and data_atualizacao hold the system time of the write: the warehouse
-- extracts by data_atualizacao.

create schema core;

create table core.identidade_origem (
    identidade nvarchar(36) not null,
    criada_em datetime2(6) not null,
    descricao nvarchar(200) not null,
    constraint pk_identidade_origem primary key (identidade)
);

create table core.regiao (
    regiao_id bigint not null,
    pais nvarchar(60) not null,
    regiao_pais nvarchar(20) not null,
    estado nvarchar(50) not null,
    nome_estado nvarchar(50) not null,
    cidade nvarchar(100) not null,
    cep_inicial nvarchar(9),
    cep_final nvarchar(9),
    ddd nvarchar(3),
    populacao_estimada bigint,
    area_km2 decimal(12, 3),
    tipo_municipio nvarchar(30) not null,
    pib_per_capita decimal(12, 2),
    idh decimal(4, 3),
    latitude decimal(9, 6),
    longitude decimal(9, 6),
    fuso_horario nvarchar(50),
    eh_ativo bit not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_regiao primary key (regiao_id),
    constraint ck_regiao_tipo_municipio
    check (
        tipo_municipio in ('Capital', 'Interior', 'Região Metropolitana', 'Não informado')
    )
);

create table core.cliente (
    cliente_id bigint not null,
    nome_cliente nvarchar(200) not null,
    email nvarchar(200),
    telefone nvarchar(20),
    cpf_cnpj nvarchar(14),
    data_nascimento date,
    genero nvarchar(1),
    segmento nvarchar(20) not null,
    score_credito int,
    regiao_id bigint not null,
    logradouro nvarchar(200),
    numero nvarchar(20),
    complemento nvarchar(100),
    bairro nvarchar(100),
    cep nvarchar(9),
    eh_ativo bit not null,
    aceita_email_marketing bit not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_cliente primary key (cliente_id),
    constraint fk_cliente_regiao foreign key (regiao_id) references core.regiao (regiao_id),
    constraint ck_cliente_genero check (genero in ('M', 'F', 'O')),
    constraint ck_cliente_segmento check (segmento in ('Pessoa Física', 'Pessoa Jurídica'))
);

create table core.fornecedor (
    fornecedor_id bigint not null,
    nome_fornecedor nvarchar(200) not null,
    pais_origem nvarchar(60),
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_fornecedor primary key (fornecedor_id)
);

create table core.categoria (
    categoria_id bigint not null,
    nome_categoria nvarchar(100) not null,
    categoria_pai_id bigint,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_categoria primary key (categoria_id),
    constraint fk_categoria_pai
    foreign key (categoria_pai_id) references core.categoria (categoria_id)
);

create table core.produto (
    produto_id bigint not null,
    codigo_sku nvarchar(50) not null,
    codigo_barras nvarchar(14),
    nome_produto nvarchar(200) not null,
    descricao_curta nvarchar(500),
    categoria_id bigint not null,
    linha_produto nvarchar(100),
    marca nvarchar(100) not null,
    fabricante nvarchar(100),
    fornecedor_id bigint not null,
    peso_kg decimal(10, 3),
    altura_cm decimal(8, 2),
    largura_cm decimal(8, 2),
    profundidade_cm decimal(8, 2),
    cor_principal nvarchar(50),
    material nvarchar(50),
    preco_custo decimal(10, 2),
    preco_sugerido decimal(10, 2) not null,
    eh_perecivel bit not null,
    eh_fragil bit not null,
    idade_minima_venda int,
    estoque_minimo int not null,
    estoque_maximo int not null,
    situacao nvarchar(20) not null,
    data_lancamento date,
    data_descontinuacao date,
    avaliacao_media decimal(3, 2),
    total_avaliacoes int not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_produto primary key (produto_id),
    constraint uq_produto_codigo_sku unique (codigo_sku),
    constraint fk_produto_categoria
    foreign key (categoria_id) references core.categoria (categoria_id),
    constraint fk_produto_fornecedor
    foreign key (fornecedor_id) references core.fornecedor (fornecedor_id),
    constraint ck_produto_situacao check (situacao in ('Ativo', 'Inativo', 'Descontinuado'))
);

create table core.equipe (
    equipe_id bigint not null,
    nome_equipe nvarchar(100) not null,
    codigo_equipe nvarchar(20),
    tipo_equipe nvarchar(30),
    categoria_equipe nvarchar(30),
    regional nvarchar(50),
    estado_sede nvarchar(2),
    cidade_sede nvarchar(100),
    lider_vendedor_id bigint,
    meta_mensal_equipe decimal(15, 2),
    qtd_membros_ideal int,
    data_criacao date not null,
    data_inativacao date,
    situacao nvarchar(20) not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_equipe primary key (equipe_id),
    constraint uq_equipe_nome_equipe unique (nome_equipe),
    constraint ck_equipe_tipo_equipe
   
    check (
        tipo_equipe in ('Vendas Diretas', 'Inside Sales', 'Key Accounts', 'Varejo', 'E-commerce')
    ),
    constraint ck_equipe_categoria_equipe
    check (categoria_equipe in ('Elite', 'Avançado', 'Intermediário', 'Iniciante')),
    constraint ck_equipe_situacao
    check (situacao in ('Ativa', 'Inativa', 'Suspensa', 'Em Formação'))
);

create table core.vendedor (
    vendedor_id bigint not null,
    nome_vendedor nvarchar(200) not null,
    matricula nvarchar(20),
    cpf nvarchar(11),
    email nvarchar(200) not null,
    telefone_celular nvarchar(20),
    cargo nvarchar(60) not null,
    nivel_senioridade nvarchar(20),
    equipe_id bigint,
    gerente_id bigint,
    estado_atuacao nvarchar(2),
    cidade_atuacao nvarchar(100),
    tipo_vendedor nvarchar(20),
    meta_mensal_base decimal(15, 2),
    percentual_comissao_padrao decimal(5, 2),
    data_contratacao date not null,
    data_desligamento date,
    situacao nvarchar(20) not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_vendedor primary key (vendedor_id),
    constraint uq_vendedor_email unique (email),
    constraint fk_vendedor_equipe foreign key (equipe_id) references core.equipe (equipe_id),
    constraint fk_vendedor_gerente
    foreign key (gerente_id) references core.vendedor (vendedor_id),
    constraint ck_vendedor_nivel_senioridade
    check (nivel_senioridade in ('Júnior', 'Pleno', 'Sênior', 'Especialista', 'Gerente')),
    constraint ck_vendedor_tipo_vendedor
    check (tipo_vendedor in ('Interno', 'Externo', 'Híbrido', 'Remoto')),
    constraint ck_vendedor_situacao
    check (situacao in ('Ativo', 'Afastado', 'Suspenso', 'Desligado'))
);

alter table core.equipe
add constraint fk_equipe_lider
    foreign key (lider_vendedor_id) references core.vendedor (vendedor_id);

create table core.desconto (
    desconto_id bigint not null,
    codigo_desconto nvarchar(50) not null,
    nome_campanha nvarchar(100) not null,
    tipo_desconto nvarchar(20) not null,
    metodo_desconto nvarchar(20) not null,
    valor_desconto decimal(10, 2) not null,
    min_valor_compra decimal(10, 2),
    max_valor_desconto decimal(10, 2),
    aplica_em nvarchar(20) not null,
    custo_campanha decimal(15, 2),
    data_inicio_validade date not null,
    data_fim_validade date,
    situacao nvarchar(20) not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_desconto primary key (desconto_id),
    constraint uq_desconto_codigo_desconto unique (codigo_desconto),
    constraint ck_desconto_tipo_desconto
    check (tipo_desconto in ('Percentual', 'Valor Fixo', 'Frete Grátis', 'Brinde')),
    constraint ck_desconto_metodo_desconto
    check (metodo_desconto in ('Cupom', 'Automático', 'Negociado', 'Volume')),
    constraint ck_desconto_aplica_em
    check (aplica_em in ('Produto', 'Categoria', 'Carrinho', 'Frete')),
    constraint ck_desconto_situacao
    check (situacao in ('Ativo', 'Inativo', 'Expirado', 'Pausado'))
);

create table core.pedido (
    pedido_id bigint not null,
    numero_pedido nvarchar(50) not null,
    cliente_id bigint not null,
    regiao_entrega_id bigint not null,
    canal nvarchar(20) not null,
    status nvarchar(20) not null,
    data_pedido datetime2(6) not null,
    valor_frete decimal(10, 2) not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_pedido primary key (pedido_id),
    constraint uq_pedido_numero_pedido unique (numero_pedido),
    constraint fk_pedido_cliente foreign key (cliente_id) references core.cliente (cliente_id),
    constraint fk_pedido_regiao
    foreign key (regiao_entrega_id) references core.regiao (regiao_id),
    constraint ck_pedido_canal check (canal in ('Site', 'App', 'Marketplace', 'Televendas')),
    constraint ck_pedido_status
    check (status in ('Criado', 'Pago', 'Enviado', 'Entregue', 'Cancelado'))
);

create table core.item_pedido (
    item_pedido_id bigint not null,
    pedido_id bigint not null,
    produto_id bigint not null,
    vendedor_id bigint,
    quantidade int not null,
    preco_unitario decimal(10, 2) not null,
    custo_unitario decimal(10, 2),
    valor_frete decimal(10, 2),
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_item_pedido primary key (item_pedido_id),
    constraint fk_item_pedido_pedido foreign key (pedido_id) references core.pedido (pedido_id),
    constraint fk_item_pedido_produto
    foreign key (produto_id) references core.produto (produto_id),
    constraint fk_item_pedido_vendedor
    foreign key (vendedor_id) references core.vendedor (vendedor_id)
);

create table core.desconto_aplicado (
    desconto_aplicado_id bigint not null,
    desconto_id bigint not null,
    pedido_id bigint not null,
    item_pedido_id bigint,
    nivel_aplicacao nvarchar(20) not null,
    valor_desconto decimal(10, 2) not null,
    aprovado bit not null,
    data_aplicacao datetime2(6) not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_desconto_aplicado primary key (desconto_aplicado_id),
    constraint fk_desconto_aplicado_desconto
    foreign key (desconto_id) references core.desconto (desconto_id),
    constraint fk_desconto_aplicado_pedido
    foreign key (pedido_id) references core.pedido (pedido_id),
    constraint fk_desconto_aplicado_item
    foreign key (item_pedido_id) references core.item_pedido (item_pedido_id),
    constraint ck_desconto_aplicado_nivel
    check (nivel_aplicacao in ('Produto', 'Pedido', 'Frete'))
);

create table core.devolucao (
    devolucao_id bigint not null,
    item_pedido_id bigint not null,
    quantidade int not null,
    valor_devolvido decimal(10, 2) not null,
    motivo nvarchar(200),
    data_devolucao datetime2(6) not null,
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_devolucao primary key (devolucao_id),
    constraint fk_devolucao_item
    foreign key (item_pedido_id) references core.item_pedido (item_pedido_id)
);

create table core.meta_vendedor (
    meta_id bigint not null,
    vendedor_id bigint not null,
    periodo_inicio date not null,
    tipo_periodo nvarchar(20) not null,
    valor_meta decimal(15, 2) not null,
    quantidade_meta int,
    observacoes nvarchar(500),
    data_cadastro datetime2(6) not null default sysdatetime(),
    data_atualizacao datetime2(6) not null default sysdatetime(),
    constraint pk_meta_vendedor primary key (meta_id),
    constraint uq_meta_vendedor unique (vendedor_id, periodo_inicio, tipo_periodo),
    constraint fk_meta_vendedor_vendedor
    foreign key (vendedor_id) references core.vendedor (vendedor_id),
    constraint ck_meta_vendedor_tipo_periodo
    check (tipo_periodo in ('Mensal', 'Trimestral', 'Anual'))
);

create index ix_regiao_data_atualizacao on core.regiao (data_atualizacao);
create index ix_cliente_data_atualizacao on core.cliente (data_atualizacao);
create index ix_fornecedor_data_atualizacao on core.fornecedor (data_atualizacao);
create index ix_categoria_data_atualizacao on core.categoria (data_atualizacao);
create index ix_produto_data_atualizacao on core.produto (data_atualizacao);
create index ix_equipe_data_atualizacao on core.equipe (data_atualizacao);
create index ix_vendedor_data_atualizacao on core.vendedor (data_atualizacao);
create index ix_desconto_data_atualizacao on core.desconto (data_atualizacao);
create index ix_pedido_data_atualizacao on core.pedido (data_atualizacao);
create index ix_item_pedido_data_atualizacao on core.item_pedido (data_atualizacao);
create index ix_desconto_aplicado_data_atualizacao on core.desconto_aplicado (data_atualizacao);
create index ix_devolucao_data_atualizacao on core.devolucao (data_atualizacao);
create index ix_meta_vendedor_data_atualizacao on core.meta_vendedor (data_atualizacao);

-- matricula is optional and unique: SQL Server lets only one NULL into a UNIQUE constraint, a
-- filtered index lets many
create unique index uq_vendedor_matricula on core.vendedor (matricula) where matricula is not null;
