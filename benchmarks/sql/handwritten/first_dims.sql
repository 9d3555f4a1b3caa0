-- First load of the dimensions: one version per key, and the members that no source row has.
create or replace table dim.dim_data as
with dia as (
    select d::date as data_completa, dayofweek(d) + 1 as dia_da_semana, f.nome as nome_feriado
    from range(
        getvariable('dim_data_inicio')::timestamp,
        getvariable('dim_data_fim')::timestamp + interval 1 day,
        interval 1 day
    ) as r (d)
    left join read_csv(
        getvariable('feriados'), header = true, columns = { 'data': 'date', 'nome': 'varchar' }
    ) as f on d::date = f.data
),
nomeado as (
    select
        *,
        [
            'Janeiro', 'Fevereiro', 'Março', 'Abril', 'Maio', 'Junho', 'Julho', 'Agosto',
            'Setembro', 'Outubro', 'Novembro', 'Dezembro'
        ][month(data_completa)] as nome_mes,
        [
            'Domingo', 'Segunda-feira', 'Terça-feira', 'Quarta-feira', 'Quinta-feira',
            'Sexta-feira', 'Sábado'
        ][dia_da_semana] as nome_dia_semana
    from dia
)
select
    data_id(data_completa)::integer as data_id,
    data_completa,
    year(data_completa)::integer as ano,
    case when month(data_completa) <= 6 then 1 else 2 end as semestre,
    quarter(data_completa)::integer as trimestre,
    month(data_completa)::integer as mes,
    day(data_completa)::integer as dia,
    weekofyear(data_completa)::integer as semana_do_ano,
    dia_da_semana::integer as dia_da_semana,
    dayofyear(data_completa)::integer as dia_do_ano,
    nome_mes,
    left(nome_mes, 3) as nome_mes_abrev,
    nome_dia_semana,
    left(nome_dia_semana, 3) as nome_dia_semana_abrev,
    dia_da_semana in (1, 7) as eh_fim_de_semana,
    nome_feriado is not null as eh_feriado,
    nome_feriado,
    nome_feriado is null and dia_da_semana between 2 and 6 as eh_dia_util,
    year(data_completa) % 4 = 0
    and (year(data_completa) % 100 <> 0 or year(data_completa) % 400 = 0) as eh_ano_bissexto,
    strftime(data_completa, '%Y-%m') as periodo_mes,
    year(data_completa) || '-Q' || quarter(data_completa) as periodo_trimestre
from nomeado
union all
select
    -1, date '1900-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 'Desconhecido', 'ND', 'Desconhecido', 'ND',
    false, false, null, false, false, 'ND', 'ND';

create or replace table dim.dim_regiao as
select * exclude (carimbo) from origem_regiao
union all by name
select
    -1 as regiao_id, -1 as regiao_original_id, 'Desconhecido' as pais,
    'Desconhecido' as regiao_pais, 'ND' as estado, 'Desconhecido' as nome_estado,
    'Desconhecido' as cidade, 'Desconhecido' as tipo_municipio, false as eh_ativo,
    false as eh_excluido;

create or replace temp macro primeira(id) as {
    'valido_de': timestamp '1900-01-01', 'valido_ate': null::timestamp, 'eh_atual': true,
    'versao': 1, 'eh_excluido': false
};

create or replace table dim.dim_cliente as
select
    chave_versao(cliente_original_id, timestamp '1900-01-01') as cliente_id,
    * exclude (carimbo),
    unnest(primeira(cliente_original_id))
from origem_cliente
union all by name
select
    -1 as cliente_id, -1 as cliente_original_id, 'Desconhecido' as nome_cliente,
    'Desconhecido' as segmento, -1 as regiao_id, -1 as regiao_original_id, false as eh_ativo,
    false as aceita_email_marketing, 'Desconhecido' as cidade, 'ND' as estado,
    'Desconhecido' as regiao_pais, 'Desconhecido' as pais,
    timestamp '1900-01-01' as data_cadastro, unnest(primeira(-1));

create or replace table dim.dim_produto as
select
    chave_versao(produto_original_id, timestamp '1900-01-01') as produto_id,
    * exclude (carimbo),
    unnest(primeira(produto_original_id))
from origem_produto
union all by name
select
    -1 as produto_id, -1 as produto_original_id, 'Desconhecido' as codigo_sku,
    'Desconhecido' as nome_produto, -1 as categoria_id, 'Desconhecido' as marca,
    -1 as fornecedor_id, 0 as preco_custo, 0 as preco_sugerido, false as eh_perecivel,
    false as eh_fragil, 0 as estoque_minimo, 0 as estoque_maximo, 'Desconhecido' as situacao,
    0 as total_avaliacoes, 'Desconhecido' as categoria, 'Desconhecido' as subcategoria,
    'Desconhecido' as nome_fornecedor, unnest(primeira(-1));

create or replace table dim.dim_equipe as
select
    chave_versao(equipe_original_id, timestamp '1900-01-01') as equipe_id,
    * exclude (carimbo),
    unnest(primeira(equipe_original_id))
from origem_equipe
union all by name
select
    -1 as equipe_id, -1 as equipe_original_id, 'Desconhecido' as nome_equipe,
    date '1900-01-01' as data_criacao, 'Desconhecido' as situacao, false as eh_ativa,
    unnest(primeira(-1));

create or replace table dim.dim_vendedor as
select
    chave_versao(vendedor_original_id, timestamp '1900-01-01') as vendedor_id,
    * exclude (carimbo),
    unnest(primeira(vendedor_original_id))
from origem_vendedor
union all by name
select
    id as vendedor_id, id as vendedor_original_id, nome as nome_vendedor,
    'Desconhecido' as email, 'Desconhecido' as cargo, date '1900-01-01' as data_contratacao,
    'Desconhecido' as situacao, false as eh_ativo, false as eh_lider, unnest(primeira(id))
from (values (-1, 'Desconhecido'), (-2, 'Venda direta')) as membro (id, nome);

create or replace table dim.dim_desconto as
select
    chave_versao(desconto_original_id, timestamp '1900-01-01') as desconto_id,
    * exclude (carimbo),
    unnest(primeira(desconto_original_id))
from origem_desconto
union all by name
select
    -1 as desconto_id, -1 as desconto_original_id, 'Desconhecido' as codigo_desconto,
    'Desconhecido' as nome_campanha, 'Desconhecido' as tipo_desconto,
    'Desconhecido' as metodo_desconto, 0 as valor_desconto, 'Desconhecido' as aplica_em,
    timestamp '1900-01-01' as data_inicio_validade, 'Desconhecido' as situacao,
    unnest(primeira(-1));
