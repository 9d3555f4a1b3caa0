-- The shop's master data: categories, suppliers, products, teams, sellers, campaigns, customers.
create temp table subcategoria as
select *, row_number() over () as n
from read_csv(
    getvariable('pasta') || '/categorias.csv',
    header = true,
    columns = {
        'categoria': 'varchar',
        'subcategoria': 'varchar',
        'produto': 'varchar',
        'preco_min': 'double',
        'preco_max': 'double', 'margem': 'double', 'peso_kg': 'double', 'eh_fragil': 'integer',
        'eh_perecivel': 'integer', 'idade_minima': 'integer'
    }
);

insert into core.categoria (
    categoria_id, nome_categoria, categoria_pai_id, data_cadastro, data_atualizacao
)
with categoria as (
    select categoria, row_number() over (order by min(n)) as categoria_id
    from subcategoria
    group by categoria
)
select categoria_id, categoria, null, getvariable('abertura'), getvariable('abertura')
from categoria
union all
select 100 + s.n, s.subcategoria, c.categoria_id, getvariable('abertura'), getvariable('abertura')
from subcategoria as s
inner join categoria as c on s.categoria = c.categoria
order by 1;

set variable n_fornecedores = (select least(200, greatest(12, getvariable('n_produtos') // 20)));
insert into core.fornecedor (
    fornecedor_id, nome_fornecedor, pais_origem, data_cadastro, data_atualizacao
)
select
    n,
    escolhe(getvariable('sobrenome'), u(n, 'fornecedor'))
    || ' '
    || escolhe(getvariable('ramo'), u(n, 'ramo'))
    || ' '
    || n,
    escolhe(getvariable('pais'), u(n, 'pais')),
    getvariable('abertura'),
    getvariable('abertura')
from range(1, getvariable('n_fornecedores') + 1) as r (n);

-- 70 % of the products are there when the shop opens, the others come one by one.
create temp table produto_novo as
with base as (
    select
        n,
        1
        + floor(u(n, 'subcategoria') * (select count(*) from subcategoria))::bigint
            as subcategoria_n,
        greatest(
            getvariable('abertura'),
            getvariable('inicio')
            + horas(
                26280 * ((n - 1.0) / getvariable('n_produtos') - 0.7) / 0.3
                - u(n, 'lancamento') * 20
            )
        ) as criado_em
    from range(1, getvariable('n_produtos') + 1) as r (n)
),
descrito as (
    select
        b.*,
        s.*,
        escolhe(getvariable('marca'), u(b.n, 'marca')) as marca,
        escolhe(getvariable('modelo'), u(b.n, 'modelo')) as modelo,
        -- prices are spread evenly on a logarithmic scale and end in .90
        floor(exp(ln(s.preco_min) + u(b.n, 'preco') * ln(s.preco_max / s.preco_min)))
        + 0.90 as preco,
        greatest(0.05, s.margem + (u(b.n, 'margem') - 0.5) * 0.16) as margem_produto,
        -- the tail leaves the catalogue now and then
        case
            when b.n < 0.7 * getvariable('n_produtos') and u(b.n, 'descontinuado') < 0.06
                then getvariable('fim') - horas(24 * (10 + 300 * u(b.n, 'descontinuado_em')))
        end as descontinuado_em,
        b.criado_em + (getvariable('fim') - b.criado_em) * u(b.n, 'reajuste') as reajustado_em
    from base as b
    inner join subcategoria as s on b.subcategoria_n = s.n
)
select * from descrito;

insert into core.produto
select
    n,
    'SKU-' || lpad(n::varchar, 7, '0'),
    ean(789000000000 + (n * 7919 + 1234567) % 1000000000),
    produto || ' ' || marca || ' ' || modelo || ' ' || lpad((n % 1000)::varchar, 3, '0'),
    produto || ' da linha ' || modelo,
    100 + subcategoria_n,
    modelo,
    marca,
    marca || ' Indústria',
    1 + floor(u(n, 'fornecedor') * getvariable('n_fornecedores'))::bigint,
    peso_kg * (0.7 + 0.6 * u(n, 'peso')),
    5 + 60 * u(n, 'altura'),
    5 + 60 * u(n, 'largura'),
    3 + 40 * u(n, 'profundidade'),
    escolhe(getvariable('cor'), u(n, 'cor')),
    escolhe(getvariable('material'), u(n, 'material')),
    preco * (1 - margem_produto),
    preco,
    eh_perecivel = 1,
    eh_fragil = 1,
    idade_minima,
    5 + floor(20 * u(n, 'estoque'))::integer,
    60 + floor(400 * u(n, 'estoque_maximo'))::integer,
    case
        when descontinuado_em is not null then 'Descontinuado'
        when n > 0.98 * getvariable('n_produtos') and u(n, 'inativo') < 0.3 then 'Inativo'
        else 'Ativo'
    end,
    criado_em::date,
    descontinuado_em::date,
    3 + 2 * pow(u(n, 'avaliacao'), 0.5),
    floor(2000 * pow(u(n, 'avaliacoes'), 4))::integer,
    criado_em,
    coalesce(descontinuado_em, reajustado_em)
from produto_novo
order by n;

-- Popularity is a random order of the products; the last 2 % never sell.
create temp table popularidade as
select
    row_number() over (order by hash(n, 'popularidade', getvariable('seed')), n) as posicao,
    n as produto_id,
    criado_em,
    descontinuado_em
from produto_novo
where n <= 0.98 * getvariable('n_produtos');
-- What an order takes when its first choice is not on sale that day.
create temp table sempre_a_venda as
select row_number() over (order by posicao) as posicao, produto_id
from popularidade
where criado_em = getvariable('abertura') and descontinuado_em is null;
set variable n_populares = (select count(*) from popularidade);
set variable n_sempre = (select count(*) from sempre_a_venda);

insert into core.equipe
select
    n,
    'Equipe ' || m.cidade || ' ' || n,
    'EQ-' || lpad(n::varchar, 3, '0'),
    ['Vendas Diretas', 'Inside Sales', 'Key Accounts', 'Varejo', 'E-commerce'][1 + n % 5],
    ['Elite', 'Avançado', 'Intermediário', 'Intermediário', 'Iniciante'][1 + n * 3 % 5],
    m.regiao_pais,
    m.uf,
    m.cidade,
    null,
    60000 + 5000 * floor(30 * u(n, 'meta_equipe')),
    5 + floor(10 * u(n, 'membros'))::integer,
    getvariable('abertura')::date,
    null,
    'Ativa',
    getvariable('abertura'),
    getvariable('abertura')
from range(1, getvariable('n_equipes') + 1) as r (n)
inner join lateral (
    select c.uf, c.regiao_pais, c.nome as cidade
    from
        (
            select *, row_number() over (order by populacao desc, codigo_ibge) as ordem
            from municipio
            where capital = 1
        ) as c
    where c.ordem = r.n
) as m on true
order by n;

-- 1 is the director, 2-5 the regional managers, then a leader for each team, then the sellers.
create temp table vendedor_novo as
with base as (
    select
        n,
        case when u(n, 'genero') < 0.5 then 'F' else 'M' end as genero,
        case
            when n <= 5 then 'chefia' when n <= 5 + getvariable('n_equipes') then 'lider'
            else 'vendedor'
        end as papel,
        case when n > 5 then 1 + (n - 6) % getvariable('n_equipes') end as equipe_id
    from range(1, getvariable('n_vendedores') + 1) as r (n)
),
datado as (
    select
        *,
        case
            when papel <> 'vendedor' or u(n, 'antigo') < 0.7 then getvariable('abertura')
            else getvariable('inicio') + horas(24 * floor(1000 * u(n, 'contratado')) + 9)
        end as contratado_em
    from base
)
select
    *,
    case
        when papel = 'vendedor' and u(n, 'desligado') < 0.12
            then
                contratado_em
                + (getvariable('fim') - contratado_em) * (0.3 + 0.69 * u(n, 'desligado_em'))
    end as desligado_em,
    0.5 + 2.5 * pow(u(n, 'talento'), 2) as talento
from datado;

insert into core.vendedor
select
    v.n,
    nome_pessoa(v.n + 500000000, v.genero),
    'MAT' || lpad(v.n::varchar, 5, '0'),
    cpf(100000000 + (v.n * 387420489) % 800000000),
    'vendedor' || v.n || '@loja.example',
    '(11) 9' || lpad(floor(1e8 * u(v.n, 'celular'))::bigint::varchar, 8, '0'),
    case
        when v.n = 1 then 'Diretor Comercial'
        when v.n <= 5 then 'Gerente Regional'
        when v.papel = 'lider' then 'Líder de Equipe'
        else 'Consultor de Vendas'
    end,
    case
        when v.n <= 5 then 'Gerente'
        when v.papel = 'lider' then 'Especialista'
        else escolhe(['Júnior', 'Pleno', 'Pleno', 'Sênior'], u(v.n, 'senioridade'))
    end,
    v.equipe_id,
    case
        when v.n = 1 then null
        when v.n <= 5 then 1
        when v.papel = 'lider' then 2 + (v.n - 6) % 4
        else 5 + v.equipe_id
    end,
    coalesce(e.estado_sede, 'SP'),
    coalesce(e.cidade_sede, 'São Paulo'),
    ['Interno', 'Externo', 'Híbrido', 'Remoto'][1 + floor(4 * u(v.n, 'tipo'))::integer],
    case when v.n > 5 then 5000 + 1000 * floor(15 * u(v.n, 'meta_base')) end,
    case when v.n <= 5 then 0 else 1 + 0.25 * floor(17 * u(v.n, 'comissao')) end,
    v.contratado_em::date,
    v.desligado_em::date,
    case
        when v.desligado_em is not null then 'Desligado'
        when v.papel = 'vendedor' and u(v.n, 'afastado') < 0.03 then 'Afastado'
        else 'Ativo'
    end,
    v.contratado_em,
    -- the last event: dismissal, else a change of base target or commission
    coalesce(
        v.desligado_em,
        v.contratado_em + (getvariable('fim') - v.contratado_em) * u(v.n, 'revisao')
    )
from vendedor_novo as v
left join core.equipe as e on v.equipe_id = e.equipe_id
order by v.n;

update core.equipe
set
    lider_vendedor_id = 5 + equipe_id,
    data_atualizacao = getvariable('abertura') + interval 1 day;

-- Who is on duty in each month: a thousand places, shared out by talent.
create temp table escala as
with plantao as (
    select m.mes, v.n as vendedor_id, (v.talento * 1000)::bigint as peso
    from vendedor_novo as v
    inner join (
        select
            unnest(
                range(
                    mes_de(getvariable('inicio'))::timestamp, getvariable('fim'), interval 1 month
                )
            )::date as mes
    ) as m
        on v.papel <> 'chefia' and v.contratado_em < greatest(m.mes, getvariable('inicio'))
        and coalesce(v.desligado_em, getvariable('fim'))
        >= least(m.mes + interval 1 month, getvariable('fim'))
),
faixa as (
    select
        mes,
        vendedor_id,
        1000 * (sum(peso) over (partition by mes order by vendedor_id) - peso)
        // sum(peso) over (partition by mes) as de,
        1000 * sum(peso) over (partition by mes order by vendedor_id)
        // sum(peso) over (partition by mes) as ate
    from plantao
)
select mes, vendedor_id, unnest(range(de::bigint, ate::bigint)) as lugar
from faixa;

-- Campaigns by month; what an order can use is found by (month, kind).
create temp table campanha as
with mes as (
    select
        unnest(
            range(mes_de(getvariable('inicio'))::timestamp, getvariable('fim'), interval 1 month)
        )::date as mes
),
tipo as (
    select unnest([
        {'tipo': 'produto', 'ordem': 1},
        {'tipo': 'volume', 'ordem': 2},
        {'tipo': 'carrinho', 'ordem': 3},
        {'tipo': 'frete', 'ordem': 4}
    ], recursive := true)
),
mensal as (
    select
        m.mes,
        t.tipo,
        case t.tipo when 'volume' then date_trunc('quarter', m.mes)::date else m.mes end as de,
        case t.tipo when 'volume' then 3 else 1 end as meses,
        t.ordem,
        month(m.mes) = 11 and t.tipo = 'produto' as eh_black_friday
    from mes as m
    cross join tipo as t
)
select
    *,
    10 + dense_rank() over (order by de, ordem) as desconto_id,
    case tipo
        when 'produto' then 5 + 5 * floor(3 * u(epoch(de)::bigint, 'percentual'))
            + case when eh_black_friday then 15 else 0 end
        when 'volume' then 5 + floor(4 * u(epoch(de)::bigint, 'volume'))
        when 'carrinho' then 3 + floor(8 * u(epoch(de)::bigint, 'carrinho'))
        else 100
    end as percentual
from mensal;

insert into core.desconto
with lista as (
    select distinct
        desconto_id,
        tipo,
        de,
        (de + to_months(meses))::date - 1 as ate,
        percentual,
        eh_black_friday
    from campanha
),
datada as (
    select
        *,
        greatest(getvariable('abertura'), de - interval 5 day) as criado_em,
        ate + interval '1 day 5 minutes' as expirado_em
    from lista
)
select
    desconto_id,
    case
        when eh_black_friday then 'BLACKFRIDAY' || year(de)
        else upper(tipo) || strftime(de, '%Y%m')
    end,
    case tipo
        when
            'produto'
            then
                case
                    when eh_black_friday then 'Black Friday ' || year(de)
                    else 'Oferta do mês ' || strftime(de, '%m/%Y')
                end
        when 'volume' then 'Leve mais, pague menos ' || year(de) || '/' || quarter(de)
        when 'carrinho' then 'Cupom do carrinho ' || strftime(de, '%m/%Y')
        else 'Frete grátis ' || strftime(de, '%m/%Y')
    end,
    case tipo when 'frete' then 'Frete Grátis' else 'Percentual' end,
    case tipo when 'volume' then 'Volume' when 'frete' then 'Automático' else 'Cupom' end,
    percentual,
    case tipo when 'carrinho' then 100 when 'frete' then 150 end,
    case tipo when 'produto' then 2000 when 'carrinho' then 500 end,
    case tipo
        when 'produto' then 'Produto' when 'volume' then 'Categoria' when
            'carrinho'
            then 'Carrinho' else 'Frete'
    end,
    1000 * (1 + floor(case when eh_black_friday then 60 else 10 end * u(desconto_id, 'custo'))),
    de,
    ate,
    case when expirado_em <= getvariable('fim') then 'Expirado' else 'Ativo' end,
    criado_em,
    case when expirado_em <= getvariable('fim') then expirado_em else criado_em end
from datada
union all
select
    desconto_id,
    codigo,
    nome,
    tipo_desconto,
    metodo,
    valor,
    null,
    null,
    aplica_em,
    null,
    getvariable('abertura')::date,
    null,
    situacao, getvariable('abertura'), getvariable('abertura')
from (
    values
    (
        1,
        'NEGOCIADO',
        'Negociação do vendedor',
        'Percentual',
        'Negociado',
        10,
        'Carrinho',
        'Ativo'
    ),
    (2, 'BEMVINDO', 'Boas-vindas', 'Valor Fixo', 'Cupom', 20, 'Carrinho', 'Ativo'),
    (3, 'BRINDE10', 'Brinde de aniversário', 'Brinde', 'Automático', 0, 'Produto', 'Pausado'),
    (4, 'PARCEIRO', 'Parceiros', 'Percentual', 'Cupom', 8, 'Produto', 'Inativo'),
    (5, 'FUNCIONARIO', 'Funcionários', 'Percentual', 'Cupom', 15, 'Carrinho', 'Pausado')
) as fixo (desconto_id, codigo, nome, tipo_desconto, metodo, valor, aplica_em, situacao)
order by 1;

-- Customer c exists from order n_pedidos * (c / n_clientes) ^ (1 / 0.85) on: many new ones early,
-- fewer later.
create temp macro clientes_ate(k) as
    greatest(
        1, floor(getvariable('n_clientes') * pow((k + 1.0) / getvariable('n_pedidos'), 0.85))
    )::bigint;
create temp table cliente_novo as
with base as (
    select
        n,
        u(n, 'segmento') < 0.12 as eh_pj,
        case when u(n, 'genero') < 0.52 then 'F' else 'M' end as genero,
        greatest(
            0,
            (getvariable('n_pedidos') * pow((n - 1.0) / getvariable('n_clientes'), 1 / 0.85) - 1)
            / getvariable('n_pedidos')
        ) as momento,
        u(n, 'moradia') as sorteio
    from range(1, getvariable('n_clientes') + 1) as r (n)
),
datado as (
    select
        b.*,
        c.hora
        + horas(least(1, (b.momento - c.antes) / c.parte))
        - horas(1 + 5 * u(b.n, 'cadastro')) as criado_em
    from base as b
    asof inner join curva as c on b.momento >= c.antes
)
select
    d.*,
    m.regiao_id,
    m.cep_de,
    m.cep_ate,
    m.ddd,
    -- both here: inside a CASE, DuckDB would work out the common parts of each again and again
    cpf((d.n * 387420489 + 123456789) % 1000000000) as cpf,
    cnpj((10000000 + (d.n * 48828125) % 89999999) * 10000 + 1) as cnpj
from datado as d
asof inner join moradia as m on d.sorteio >= m.antes;

insert into core.cliente
select
    n,
    case
        when eh_pj
            then
                escolhe(getvariable('sobrenome'), u(n, 'empresa'))
                || ' '
                || escolhe(getvariable('ramo'), u(n, 'ramo_cliente'))
                || ' Ltda'
        else nome_pessoa(n, genero)
    end,
    case when u(n, 'email') < 0.94 then 'cliente' || n || '@mail.example' end,
    '('
    || coalesce(ddd, '11')
    || ') 9'
    || lpad(floor(1e8 * u(n, 'telefone'))::bigint::varchar, 8, '0'),
    case when eh_pj then cnpj else cpf end,
    case
        when not eh_pj and u(n, 'nascimento') < 0.97
            then
                (
                    criado_em - to_days((365.25 * (18 + 55 * pow(u(n, 'idade'), 1.4)))::integer)
                )::date
    end,
    case when not eh_pj then case when u(n, 'genero_outro') < 0.01 then 'O' else genero end end,
    case when eh_pj then 'Pessoa Jurídica' else 'Pessoa Física' end,
    300 + floor(650 * sqrt(u(n, 'score')))::integer,
    regiao_id,
    escolhe(getvariable('tipo_logradouro'), pow(u(n, 'tipo_logradouro'), 3))
    || ' '
    || escolhe(getvariable('logradouro'), u(n, 'logradouro')),
    (1 + floor(2500 * pow(u(n, 'numero'), 2)))::integer::varchar,
    case
        when u(n, 'complemento') < 0.3 then 'Apto ' || (1 + floor(150 * u(n, 'apto')))::integer
    end,
    escolhe(getvariable('bairro'), pow(u(n, 'bairro'), 1.3)),
    lpad((cep_de + floor((cep_ate - cep_de + 1) * u(n, 'cep')))::bigint::varchar, 5, '0')
    || '-' || lpad(floor(1000 * u(n, 'cep_final'))::integer::varchar, 3, '0'),
    u(n, 'ativo') < 0.97,
    u(n, 'aceita') < 0.55,
    criado_em,
    -- a third has changed something since
    case
        when u(n, 'mudou') < 0.33
            then criado_em + (getvariable('fim') - criado_em) * u(n, 'mudou_em') else criado_em
    end
from cliente_novo
order by n;

create temp table realizado (vendedor_id bigint, mes date, valor decimal(18, 2));
