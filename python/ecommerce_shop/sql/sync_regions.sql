-- Where customers live and orders go, as the data write it; and the region that each one is.
create temp table lugar as
with escrito as (
    select pais, estado, cidade from bruta_cliente where regiao_id is null
    union
    select pais, estado, cidade from bruta_pedido where regiao_entrega_id is null
),
limpo as (
    select
        pais,
        estado,
        cidade,
        case
            when vazio(pais) or simples(pais) in ('brasil', 'brazil', 'br', 'bra') then 'Brasil'
            else trim(pais)
        end as pais_limpo,
        trim(estado) as estado_limpo,
        trim(cidade) as cidade_limpa
    from escrito
    where not (vazio(pais) and vazio(estado) and vazio(cidade))
),
com_padrao as (
    select
        * replace (case when vazio(pais) then getvariable('pais') else pais_limpo end as pais_limpo)
    from limpo
),
uf as (
    select distinct uf, nome_estado, regiao_pais from municipio
),
-- 'SP', 'São Paulo' and 'BR-SP' are one state
com_uf as (
    select c.*, u.uf, u.nome_estado, u.regiao_pais
    from com_padrao as c
    left join uf as u
        on
            c.pais_limpo = 'Brasil'
            and (
                upper(c.estado_limpo) in (u.uf, 'BR-' || u.uf)
                or simples(c.estado_limpo) = simples(u.nome_estado)
            )
),
-- a city's name alone is enough where only one state has such a city
unico as (
    select simples(nome) as nome, min(codigo_ibge) as codigo_ibge
    from municipio
    group by simples(nome)
    having count(*) = 1
)
select
    c.pais,
    c.estado,
    c.cidade,
    coalesce(m.codigo_ibge, case when c.uf is null then i.codigo_ibge end) as codigo_ibge,
    c.pais_limpo as nome_pais,
    coalesce(c.uf, nullif(upper(left(c.estado_limpo, 50)), ''), left(c.pais_limpo, 50)) as uf,
    coalesce(c.nome_estado, nullif(left(c.estado_limpo, 50), ''), left(c.pais_limpo, 50))
        as nome_estado,
    coalesce(c.regiao_pais, left(c.pais_limpo, 20)) as regiao_pais,
    case
        when c.pais_limpo = 'Brasil' then 'Município não identificado'
        else coalesce(nullif(left(c.cidade_limpa, 100), ''), c.pais_limpo)
    end as nome_cidade
from com_uf as c
left join municipio as m on c.uf = m.uf and simples(c.cidade_limpa) = simples(m.nome)
left join unico as i
    on c.pais_limpo = 'Brasil' and c.uf is null and simples(c.cidade_limpa) = i.nome;

alter table lugar add column regiao_id bigint;
update lugar set
    regiao_id
    = coalesce(codigo_ibge, chave(concat_ws('|', 'lugar', nome_pais, uf, simples(nome_cidade))));

create temp table regiao_da_loja as
select
    regiao_id,
    any_value(nome_pais) as pais,
    any_value(regiao_pais) as regiao_pais,
    any_value(uf) as estado,
    any_value(nome_estado) as nome_estado,
    min(nome_cidade) as cidade
from lugar
where codigo_ibge is null
group by regiao_id;
insert into regiao_da_loja
select chave('lugar|nenhum'), getvariable('pais'), 'Não informada', 'ND', 'Não informado', 'Não informada';
