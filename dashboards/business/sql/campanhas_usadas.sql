-- Campaigns that were ever used, the newest first.
select
    codigo_desconto as codigo,
    nome_campanha as campanha
from vw.vw_roi_campanhas
where usos > 0
order by data_inicio_validade desc, codigo_desconto
