{#
    The select of a dimension snapshot: source rows of the window, rows whose key the snapshot lacks, and a last version with
    eh_excluido = 1 for keys that the source no longer has. Only valid rows (coluna_nula is null) of at most the cutoff.

    inicio_versao is the row's stamp; where that is not later than the current version (an old update that arrives after a newer
    one, a restored row) it is the cutoff, when the change was seen.

    `origem`: model of the dimension's source columns (its yml names the columns and their types).
    `tambem`: optional predicate on (origem, atual) that catches changes which stamp nothing.
#}
{% macro extrair_versoes(origem, chave, entidade, tambem=none) %}
{%- do indices_do_instantaneo(chave) %}
{%- set relacao = ref(origem) -%}
{%- set colunas = colunas_de_negocio(origem) -%}
{%- set nomes = colunas | map(attribute='name') | list -%}
{%- set w = janela([entidade]) -%}
{%- set existe = relacao_existe(this) -%}
with origem as (
    select *
    from {{ relacao }}
    where coluna_nula is null and data_atualizacao <= {{ w.ate }}
),
{% if existe %}
atual as (
    select *
    from {{ this }}
    where dbt_valid_to is null
),

lidas as (
    select
        origem.*,
        case
            when atual.{{ chave }} is null or origem.data_atualizacao > atual.dbt_valid_from then origem.data_atualizacao
            else {{ maior([w.ate, soma_microssegundo('atual.dbt_valid_from')]) }}
        end as inicio_versao
    from origem
    left join atual on origem.{{ chave }} = atual.{{ chave }}
    where
        origem.data_atualizacao > {{ w.de }}
        or atual.{{ chave }} is null
        or atual.eh_excluido = 1
        {%- if tambem %}
        or {{ tambem }}
        {%- endif %}
),

excluidas as (
    select atual.*
    from atual
    where
        atual.eh_excluido = 0
        and not exists (select 1 from {{ relacao }} as o where o.{{ chave }} = atual.{{ chave }})
),
{% else %}
lidas as (
    select
        origem.*,
        origem.data_atualizacao as inicio_versao
    from origem
),
{% endif %}
versoes as (
    select
        {{ nomes | join(',\n        ') }},
        {{ bit('1 = 0') }} as eh_excluido,
        {{ row_hash(colunas) }} as row_hash,
        inicio_versao
    from lidas
    {% if existe -%}
    union all
    select
        {{ nomes | join(',\n        ') }},
        {{ bit('1 = 1') }} as eh_excluido,
        {{ md5_hex(junta_textos(["'excluido'", 'row_hash'])) }} as row_hash,
        {{ maior([w.ate, soma_microssegundo('dbt_valid_from')]) }} as inicio_versao
    from excluidas
    {%- endif %}
)

select
    versoes.*,
    cast({{ run_id() }} as bigint) as carga_run_id
from versoes
{% endmacro %}

{# Predicate for `tambem`: what a parent row says is another; a parent that was deleted has no stamp left to tell of it. #}
{% macro pai_mudou(colunas) -%}
    {%- for c in colunas -%}
    coalesce(origem.{{ c }}, '') <> coalesce(atual.{{ c }}, '') {{ 'or ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{# Columns of a dimension's source model as its yml declares them, without those that only steer the load. #}
{% macro colunas_de_negocio(modelo) %}
    {% set colunas = [] %}
    {% if execute %}
        {% for coluna in graph.nodes['model.' ~ project_name ~ '.' ~ modelo].columns.values()
            if coluna.name not in ['data_atualizacao', 'coluna_nula'] %}
            {% do colunas.append(coluna) %}
        {% endfor %}
    {% endif %}
    {{ return(colunas) }}
{% endmacro %}
