-- The municipality of each (city, state, postal code): by name; else the nearest one of the state
-- to the postal code (Olist's cities are often districts or misspelt); else the state's capital.
with cidade as (
    select distinct customer_city as cidade, customer_state as uf, customer_zip_code_prefix as cep
    from customers
),
-- where a postal code lies: the middle of its points within Brazil's bounds
ponto as (
    select
        geolocation_zip_code_prefix as cep,
        median(try_cast(geolocation_lat as double)) as latitude,
        median(try_cast(geolocation_lng as double)) as longitude
    from geolocation
    where try_cast(geolocation_lat as double) between -34 and 6 and try_cast(geolocation_lng as double) between -74 and -32
    group by geolocation_zip_code_prefix
),
por_nome as (
    select c.*, m.codigo_ibge
    from cidade as c
    left join municipio as m on c.uf = m.uf and simples(c.cidade) = simples(m.nome)
),
por_cep as (
    select
        n.cidade,
        n.uf,
        n.cep,
        arg_min(
            m.codigo_ibge,
            pow(m.latitude - g.latitude, 2)
            + pow((m.longitude - g.longitude) * cos(radians(g.latitude)), 2)
        ) as codigo_ibge
    from por_nome as n
    inner join ponto as g on n.cep = g.cep
    inner join municipio as m on n.uf = m.uf
    where n.codigo_ibge is null
    group by n.cidade, n.uf, n.cep
)
select
    n.cidade,
    n.uf,
    n.cep,
    coalesce(n.codigo_ibge, p.codigo_ibge, c.codigo_ibge) as regiao_id,
    case
        when n.codigo_ibge is not null then 'nome'
        when p.codigo_ibge is not null then 'cep'
        else 'capital'
    end as achada_por
from por_nome as n
left join por_cep as p on n.cidade = p.cidade and n.uf = p.uf and n.cep = p.cep
left join municipio as c on n.uf = c.uf and c.capital = 1
