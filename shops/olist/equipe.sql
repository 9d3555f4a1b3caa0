-- A team is a state that sellers sell from.
select
    'Olist ' || s.seller_state as equipe_id,
    'Olist ' || s.seller_state as nome_equipe,
    s.seller_state as codigo_equipe,
    'E-commerce' as tipo_equipe,
    any_value(m.regiao_pais) as regional,
    s.seller_state as estado_sede,
    min(i.comprado_em)::date as data_criacao,
    min(i.carimbo) as data_cadastro,
    min(i.carimbo) as data_atualizacao,
    min(s.origem) as origem
from sellers as s
inner join item as i on s.seller_id = i.seller_id
left join (select distinct uf, regiao_pais from municipio) as m on s.seller_state = m.uf
group by s.seller_state
