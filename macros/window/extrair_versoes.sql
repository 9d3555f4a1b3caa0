{#
    The select of a dimension snapshot, for dbt's strategy `check` over row_hash: rows of the window whose values are new, and, where
    this run sweeps, of every other row too, and a last version with eh_excluido = 1 for keys that the source no longer has. Only valid
    rows (coluna_nula is null) of at most the cutoff.

    inicio_versao is the row's stamp; where that is not later than the current version (an old update that arrives after a newer one, a
    restored row, a change without a stamp) it is the cutoff, when the change was seen. sem_carimbo tells what only a sweep can find.

    `origem`: model of the dimension's source columns (its yml names the columns and their types). `dimensao`: whose window it is.
#}
{% macro extrair_versoes(origem, chave, dimensao) %}
{%- do indices_do_instantaneo(chave) %}
{%- set colunas = colunas_de_negocio(origem) -%}
{%- set nomes = colunas | map(attribute='name') | list -%}
{%- set na_origem = existe_na_origem(origem | replace('int_', ''), chave) -%}
{%- set existe = relacao_existe(this) -%}
{%- set inicio = inicio_da_janela([dimensao]) -%}
with versoes as (
{%- if existe %}
    select
        o.{{ nomes | join(',\n        o.') }},
        {{ bit('1 = 0') }} as eh_excluido,
        {{ bit('o.data_atualizacao <= ' ~ inicio) }} as sem_carimbo,
        {{ row_hash(colunas, 'o') }} as row_hash,
        case
            when atual.{{ chave }} is null or o.data_atualizacao > atual.dbt_valid_from then o.data_atualizacao
            else {{ maior([cutoff(), soma_microssegundo('atual.dbt_valid_from')]) }}
        end as inicio_versao
    from {{ ref(origem) }} as o
    left join {{ this }} as atual on o.{{ chave }} = atual.{{ chave }} and atual.dbt_valid_to is null
    where
        o.coluna_nula is null and o.data_atualizacao <= {{ cutoff() }}
        {%- if not varredura() %}
        and o.{{ chave }} in {{ lista_curta(chaves_a_comparar(origem, chave, inicio)) }}
        {%- endif %}
        and (atual.{{ chave }} is null or atual.eh_excluido = 1 or {{ linha_difere(colunas, 'o', 'atual') }})
    {%- if varredura() %}
    union all
    select
        {{ nomes | join(',\n        ') }},
        {{ bit('1 = 1') }} as eh_excluido,
        {{ bit('1 = 1') }} as sem_carimbo,
        {{ md5_hex(junta_textos(["'excluido'", 'row_hash'])) }} as row_hash,
        {{ maior([cutoff(), soma_microssegundo('dbt_valid_from')]) }} as inicio_versao
    from {{ this }}
    where
        dbt_valid_to is null and eh_excluido = 0
        and not {{ na_origem }}
    {%- endif %}
{%- else %}
    select
        o.{{ nomes | join(',\n        o.') }},
        {{ bit('1 = 0') }} as eh_excluido,
        {{ bit('1 = 0') }} as sem_carimbo,
        {{ row_hash(colunas, 'o') }} as row_hash,
        o.data_atualizacao as inicio_versao
    from {{ ref(origem) }} as o
    where o.coluna_nula is null and o.data_atualizacao <= {{ cutoff() }}
{%- endif %}
)

select
    versoes.*,
    cast({{ run_id() }} as bigint) as carga_run_id
from versoes
{% endmacro %}

{# Keys that a windowed snapshot compares: stamped in the window, and those that it lacks or holds as deleted. #}
{% macro chaves_a_comparar(origem, chave, inicio) %}
            select n.{{ chave }} from {{ ref(origem) }} as n where n.data_atualizacao > {{ inicio }}
            union all
            select n.{{ chave }} from {{ ref(origem) }} as n
            left join {{ this }} as s on s.{{ chave }} = n.{{ chave }} and s.dbt_valid_to is null and s.eh_excluido = 0
            where s.{{ chave }} is null
{% endmacro %}

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

{# dbt's own: it describes two queries a snapshot, to warn where a version's stamp and its end are of two types. Here both are datetime2(6). #}
{% macro check_time_data_types(sql) %}{% endmacro %}
