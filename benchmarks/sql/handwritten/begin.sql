-- Schemas, the functions that make keys, and the source's rows as each dimension wants them.
-- The source is attached as oltp; variables: de, cutoff (window, in source time),
-- dim_data_inicio, dim_data_fim, dias_fechamento, feriados (a CSV file).
create schema if not exists dim;
create schema if not exists fact;
create table if not exists main.carga (cutoff timestamp);

create or replace temp macro chave(texto) as
cast(cast('0x' || left(md5(texto), 16) as ubigint) & 9223372036854775807::ubigint as bigint);

create or replace temp macro chave_versao(id, inicio) as
chave(id || '|' || strftime(inicio, '%Y-%m-%d %H:%M:%S.%f'));

create or replace temp macro data_id(d) as year(d) * 10000 + month(d) * 100 + day(d);

-- a / b * 100 with two places, half away from zero, exact
create or replace temp macro percentual(a, b) as
cast(
    sign(a) * sign(b) * 0.01
    * ((abs(cast(a * 100 as hugeint)) * 20000 + abs(cast(b * 100 as hugeint)))
        // nullif(2 * abs(cast(b * 100 as hugeint)), 0))
    as decimal(18, 2)
);

create or replace temp view origem_cliente as
select
    c.cliente_id as cliente_original_id,
    c.nome_cliente, c.email, c.telefone, c.cpf_cnpj, c.data_nascimento, c.genero, c.segmento,
    c.score_credito,
    coalesce(chave(r.regiao_id::varchar), -1) as regiao_id,
    c.regiao_id as regiao_original_id,
    c.logradouro, c.numero, c.complemento, c.bairro, c.cep, c.eh_ativo, c.aceita_email_marketing,
    coalesce(r.cidade, 'Desconhecido') as cidade,
    coalesce(r.estado, 'ND') as estado,
    coalesce(r.regiao_pais, 'Desconhecido') as regiao_pais,
    coalesce(r.pais, 'Desconhecido') as pais,
    case
        when date_sub('year', c.data_nascimento, c.data_cadastro::date) < 0 then null
        when date_sub('year', c.data_nascimento, c.data_cadastro::date) < 25 then 'Até 24'
        when date_sub('year', c.data_nascimento, c.data_cadastro::date) < 35 then '25-34'
        when date_sub('year', c.data_nascimento, c.data_cadastro::date) < 45 then '35-44'
        when date_sub('year', c.data_nascimento, c.data_cadastro::date) < 55 then '45-54'
        when date_sub('year', c.data_nascimento, c.data_cadastro::date) < 65 then '55-64'
        when c.data_nascimento is not null then '65+'
    end as faixa_etaria,
    c.data_cadastro,
    greatest(c.data_atualizacao, r.data_atualizacao) as carimbo
from oltp.core.cliente as c
left join oltp.core.regiao as r on c.regiao_id = r.regiao_id;

create or replace temp view origem_produto as
select
    p.produto_id as produto_original_id,
    p.codigo_sku, p.codigo_barras, p.nome_produto, p.descricao_curta, p.categoria_id,
    p.linha_produto, p.marca, p.fabricante, p.fornecedor_id, p.peso_kg,
    p.altura_cm::decimal(10, 2) as altura_cm,
    p.largura_cm::decimal(10, 2) as largura_cm,
    p.profundidade_cm::decimal(10, 2) as profundidade_cm,
    p.cor_principal, p.material, p.preco_custo, p.preco_sugerido, p.eh_perecivel, p.eh_fragil,
    p.idade_minima_venda, p.estoque_minimo, p.estoque_maximo, p.situacao, p.data_lancamento,
    p.data_descontinuacao, p.avaliacao_media, p.total_avaliacoes,
    coalesce(pai.nome_categoria, sub.nome_categoria, 'Desconhecido') as categoria,
    coalesce(sub.nome_categoria, 'Desconhecido') as subcategoria,
    coalesce(f.nome_fornecedor, 'Desconhecido') as nome_fornecedor,
    f.pais_origem,
    percentual(p.preco_sugerido - p.preco_custo, p.preco_sugerido) as margem_sugerida_percent,
    greatest(
        p.data_atualizacao, sub.data_atualizacao, pai.data_atualizacao, f.data_atualizacao
    ) as carimbo
from oltp.core.produto as p
left join oltp.core.categoria as sub on p.categoria_id = sub.categoria_id
left join oltp.core.categoria as pai on sub.categoria_pai_id = pai.categoria_id
left join oltp.core.fornecedor as f on p.fornecedor_id = f.fornecedor_id;

create or replace temp view origem_equipe as
select
    e.equipe_id as equipe_original_id,
    e.nome_equipe, e.codigo_equipe, e.tipo_equipe, e.categoria_equipe, e.regional, e.estado_sede,
    e.cidade_sede, e.lider_vendedor_id as lider_vendedor_original_id, e.meta_mensal_equipe,
    e.qtd_membros_ideal, e.data_criacao, e.data_inativacao, e.situacao,
    v.nome_vendedor as nome_lider,
    v.email as email_lider,
    (e.meta_mensal_equipe * 3)::decimal(15, 2) as meta_trimestral_equipe,
    (e.meta_mensal_equipe * 12)::decimal(15, 2) as meta_anual_equipe,
    e.situacao = 'Ativa' as eh_ativa,
    greatest(e.data_atualizacao, v.data_atualizacao) as carimbo
from oltp.core.equipe as e
left join oltp.core.vendedor as v on e.lider_vendedor_id = v.vendedor_id;

create or replace temp view origem_vendedor as
select
    v.vendedor_id as vendedor_original_id,
    v.nome_vendedor, v.matricula, v.cpf, v.email, v.telefone_celular, v.cargo,
    v.nivel_senioridade, v.estado_atuacao, v.cidade_atuacao, v.tipo_vendedor, v.meta_mensal_base,
    v.percentual_comissao_padrao, v.data_contratacao, v.data_desligamento, v.situacao,
    v.equipe_id as equipe_original_id,
    e.nome_equipe,
    v.gerente_id as gerente_original_id,
    g.nome_vendedor as nome_gerente,
    v.situacao = 'Ativo' as eh_ativo,
    l.vendedor_id is not null as eh_lider,
    greatest(
        v.data_atualizacao, e.data_atualizacao, g.data_atualizacao, l.data_atualizacao
    ) as carimbo
from oltp.core.vendedor as v
left join oltp.core.equipe as e on v.equipe_id = e.equipe_id
left join oltp.core.vendedor as g on v.gerente_id = g.vendedor_id
left join (
    select lider_vendedor_id as vendedor_id, max(data_atualizacao) as data_atualizacao
    from oltp.core.equipe
    where lider_vendedor_id is not null
    group by lider_vendedor_id
) as l on v.vendedor_id = l.vendedor_id;

create or replace temp view origem_desconto as
select
    desconto_id as desconto_original_id,
    codigo_desconto, nome_campanha, tipo_desconto, metodo_desconto, valor_desconto,
    min_valor_compra, max_valor_desconto, aplica_em, custo_campanha,
    data_inicio_validade::timestamp as data_inicio_validade,
    data_fim_validade::timestamp as data_fim_validade,
    situacao,
    data_atualizacao as carimbo
from oltp.core.desconto;

create or replace temp view origem_regiao as
select
    chave(regiao_id::varchar) as regiao_id,
    regiao_id as regiao_original_id,
    pais, regiao_pais, estado, nome_estado, cidade, cep_inicial, cep_final, ddd,
    populacao_estimada, area_km2, tipo_municipio, pib_per_capita, idh, latitude, longitude,
    fuso_horario, eh_ativo,
    round(populacao_estimada::double / nullif(area_km2::double, 0), 2)::decimal(18, 2)
        as densidade_demografica,
    case
        when populacao_estimada >= 500000 then 'Grande'
        when populacao_estimada >= 100000 then 'Médio'
        when populacao_estimada is not null then 'Pequeno'
    end as porte_municipio,
    false as eh_excluido,
    data_atualizacao as carimbo
from oltp.core.regiao;
