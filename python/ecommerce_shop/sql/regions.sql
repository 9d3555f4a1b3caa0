-- core.regiao from the temporary table municipio, stamped with the variable abertura.
insert into core.regiao (
    regiao_id,
    pais,
    regiao_pais,
    estado,
    nome_estado,
    cidade,
    ddd,
    populacao_estimada,
    tipo_municipio,
    latitude,
    longitude,
    fuso_horario, eh_ativo, data_cadastro, data_atualizacao
)
select
    m.codigo_ibge,
    'Brasil',
    m.regiao_pais,
    m.uf,
    m.nome_estado,
    m.nome,
    m.ddd,
    m.populacao,
    case
        when m.capital = 1 then 'Capital'
        -- within 35 km of the capital of its state: an approximation of the legal metropolitan
        -- regions
        when 111.2 * sqrt(
            pow(m.latitude - c.latitude, 2)
            + pow((m.longitude - c.longitude) * cos(radians(c.latitude)), 2)
        ) <= 35 then 'Região Metropolitana'
        else 'Interior'
    end,
    m.latitude,
    m.longitude,
    m.fuso_horario,
    true,
    getvariable('abertura'),
    getvariable('abertura')
from municipio as m
inner join municipio as c on m.uf = c.uf and c.capital = 1
order by m.codigo_ibge;
