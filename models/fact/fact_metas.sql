{# A closed period's row is frozen: no run and no full refresh rewrites it, unless reabrir_metas names its month. #}
{{ config(unique_key='meta_id', full_refresh=false, post_hook=[
    "{{ excluir_metas_ausentes() }}",
    "{{ registrar_reabertura() }}",
    "{{ registrar_carga(lidas='int_meta_avaliada', quando=na_janela('data_atualizacao', ['fact_metas'])) }}"
]) }}

with calculada as (
    select *
    from {{ ref('int_metas_calculadas') }} as m
    {%- if incremental() %}
    where not exists (
        select 1 from {{ this }} as congelada
        where congelada.meta_id = m.meta_id and {{ meta_congelada('congelada') }}
    )
    {%- endif %}
)

{{ gravar('calculada', 'meta_id') }}
