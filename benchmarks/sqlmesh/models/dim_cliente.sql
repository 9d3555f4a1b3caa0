/* SQLMesh makes the validity after the model's own query, so a key of it needs a view on top.
The first version is valid from 1900-01-01, as in the warehouse. */
MODEL (
  name warehouse.dim.dim_cliente,
  kind VIEW
);

with numerada as (
    select
        v.* exclude (valido_de, carimbo),
        case
            when row_number() over por_cliente = 1 then timestamp '1900-01-01'
            else v.valido_de
        end as valido_de,
        v.valido_ate is null as eh_atual,
        row_number() over por_cliente as versao
    from warehouse.snap.cliente_versoes as v
    window por_cliente as (partition by v.cliente_original_id order by v.valido_de)
)

select
    @chave(cliente_original_id || '|' || strftime(valido_de, '%Y-%m-%d %H:%M:%S.%f')) as cliente_id,
    *
from numerada
