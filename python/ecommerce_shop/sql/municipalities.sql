-- The reference municipalities as a temporary table, and as the columns of core.regiao. Variable before: pasta.
create temp table municipio as
select m.*, e.nome_estado, e.regiao_pais, e.fuso_horario, e.cep_inicial, e.cep_final
from read_csv(
    getvariable('pasta') || '/municipios.csv',
    header = true,
    columns = {
        'codigo_ibge': 'bigint',
        'nome': 'varchar',
        'uf': 'varchar',
        'capital': 'integer',
        'ddd': 'varchar',
        'latitude': 'double', 'longitude': 'double', 'populacao': 'bigint'
    }
) as m
inner join
    read_csv(getvariable('pasta') || '/estados.csv', header = true, all_varchar = true) as e
on m.uf = e.uf;

create temp view regiao_do_brasil as
select
    m.codigo_ibge as regiao_id,
    'Brasil' as pais,
    m.regiao_pais,
    m.uf as estado,
    m.nome_estado,
    m.nome as cidade,
    m.ddd,
    m.populacao as populacao_estimada,
    case
        when m.capital = 1 then 'Capital'
        -- within 35 km of the capital of its state: an approximation of the legal metropolitan
        -- regions
        when 111.2 * sqrt(
            pow(m.latitude - c.latitude, 2)
            + pow((m.longitude - c.longitude) * cos(radians(c.latitude)), 2)
        ) <= 35 then 'Região Metropolitana'
        else 'Interior'
    end as tipo_municipio,
    m.latitude,
    m.longitude,
    m.fuso_horario,
    true as eh_ativo
from municipio as m
inner join municipio as c on m.uf = c.uf and c.capital = 1;
