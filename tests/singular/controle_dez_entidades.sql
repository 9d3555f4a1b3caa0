-- ctl.etl_control holds the ten entities, no more and no less: a missing one would have no window, an unknown one is never loaded.
{{ config(severity='error') }}

select
    esperada.entidade as falta,
    existente.entidade as sobra
from (
    {%- for entidade in entidades() %}
        select '{{ entidade }}' as entidade {{ "union all" if not loop.last }}
    {%- endfor %}
) as esperada
full outer join
    {{ source('controle', 'etl_control') }} as existente
    on esperada.entidade = existente.entidade
where esperada.entidade is null or existente.entidade is null
