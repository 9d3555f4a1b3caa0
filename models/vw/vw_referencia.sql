-- "Now" for every history figure: the moment up to which the sales are loaded, not the clock.
select
    ultimo_run_id as run_id,
    ultimo_cutoff as cutoff,
    cast(ultimo_cutoff as date) as data_referencia
from {{ source('controle', 'etl_control') }}
where entidade = 'fact_vendas'
