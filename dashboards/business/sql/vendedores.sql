-- Sellers by name, with their team of now.
select
    vendedor_original_id as vendedor_id,
    nome_vendedor as vendedor,
    nome_equipe as equipe,
    cargo
from vw.vw_hierarquia_vendedores
where nome_equipe in :equipes
order by nome_vendedor, vendedor_original_id
