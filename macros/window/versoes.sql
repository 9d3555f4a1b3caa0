{#
    All versions of the natural keys that changed in a snapshot since the calling dimension was last loaded (of every key on a
    first load or full refresh): the source columns, chave_versao (the surrogate key: hash of the natural key and the version's
    start), versao, valido_de (1900-01-01 for the first), valido_ate (half-open), eh_atual, eh_excluido. The natural key column
    <x>_id comes out as <x>_original_id. `sempre`: SQL, natural keys that are taken in every run.
#}
{% macro versoes(instantaneo, chave, sempre=none) %}
{%- set relacao = ref(instantaneo) -%}
{%- set original = chave | replace('_id', '_original_id') -%}
{%- set numeradas -%}
    select
        s.*,
        row_number() over (partition by s.{{ chave }} order by s.dbt_valid_from) as versao,
        lead(s.dbt_valid_from) over (partition by s.{{ chave }} order by s.dbt_valid_from) as valido_ate
    from {{ relacao }} as s
    {%- if incremental() %}
    where s.{{ chave }} in (
        select novas.{{ chave }} from {{ relacao }} as novas
        where novas.carga_run_id > {{ ultima_carga(this.identifier) }}
        {%- if sempre %}
        union all
        {{ sempre }}
        {%- endif %}
    )
    {%- endif %}
{%- endset -%}
select
    {{ chave_da_versao('v.' ~ chave, 'v.valido_de') }} as chave_versao,
    v.{{ original }},
    {%- for coluna in colunas_de_negocio(instantaneo | replace('snap_', 'int_')) if coluna.name != chave %}
    v.{{ coluna.name }},
    {%- endfor %}
    v.valido_de,
    v.valido_ate,
    {{ bit('v.valido_ate is null') }} as eh_atual,
    v.versao,
    v.eh_excluido
from (
    select
        numeradas.*,
        numeradas.{{ chave }} as {{ original }},
        case when numeradas.versao = 1 then {{ instante('1900-01-01 00:00:00.000000') }} else numeradas.dbt_valid_from end
            as valido_de
    from ({{ numeradas }}) as numeradas
) as v
{% endmacro %}


{% macro chave_da_versao(natural, inicio) -%}
    {{ chave([[natural, 'bigint'], [inicio, 'datetime2(6)']]) }}
{%- endmacro %}
