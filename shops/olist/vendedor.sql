-- A seller of the marketplace, hired on the day of the first sale; no commission, no target.
select
    s.seller_id as vendedor_id,
    'Vendedor ' || s.seller_id[1:8] as nome_vendedor,
    s.seller_id || '@olist.example' as email,
    'Lojista' as cargo,
    'Olist ' || s.seller_state as equipe_id,
    s.seller_state as estado_atuacao,
    s.seller_city as cidade_atuacao,
    v.desde as data_contratacao,
    v.carimbo as data_cadastro,
    v.carimbo as data_atualizacao,
    s.origem
from sellers as s
inner join (
    select seller_id, min(carimbo) as carimbo, min(comprado_em)::date as desde
    from item
    group by seller_id
) as v
    on s.seller_id = v.seller_id
