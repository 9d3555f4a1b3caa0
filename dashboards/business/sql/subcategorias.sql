-- The subcategories that the drill offers.
select
    categoria,
    subcategoria
from base.produtos
group by categoria, subcategoria
order by categoria, subcategoria
