{#
    The last step of every dim and fact: takes the CTE `calculada` (the contract's business columns, in any order), adds the
    special members of a dimension, row_hash and lineage, and on an incremental run keeps only the rows that are new or differ
    from what the table holds. So a merge writes nothing for an unchanged row, and a full refresh keeps the lineage of the rows
    that it found unchanged. row_hash is the engine's fastest, for it is compared with rows of its own table alone.

    A unit test sees `calculada` alone: its rows have neither contract nor table.

    `chave`: surrogate key column. `membros`: {key: {column: SQL expression}} of special members. `natural`: columns that are unique
    together, of a dimension.
#}
{% macro gravar(calculada, chave, membros={}, natural=none) %}
{%- do indices(chave, natural) %}
{%- if model.resource_type == 'unit_test' %}
select * from {{ calculada }}
{%- else %}
{%- set colunas = model['columns'].values() | rejectattr('name', 'in', colunas_tecnicas()) | list -%}
{%- set tipos_das_colunas = tipos(colunas | map(attribute='data_type') | list) -%}
{%- set existe = relacao_existe(this) -%}
{%- set run = 'cast(' ~ run_id() ~ ' as bigint)' -%}
{%- if existe and not incremental() and run_query('select 1 as ativa where ' ~ entidade_ativa(this.identifier)).rows | length == 0 %}
select * from {{ this }}
{%- else -%}
, todas as (
    select
        {%- for coluna in colunas %}
        cast({{ calculada }}.{{ coluna.name }} as {{ tipos_das_colunas[loop.index0] }}) as {{ coluna.name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ calculada }}
    {%- for id, valores in membros.items() %}
    union all
    {{ membro_especial(colunas, tipos_das_colunas, chave, id, valores) }}
    {%- endfor %}
),

com_hash as (
    select
        todas.*,
        cast({{ numero(pares_de(colunas, 'todas')) }} as {{ tipo('nvarchar(32)') }}) as row_hash
    from todas
)

select
    com_hash.*,
    {%- if existe %}
    coalesce(atual.criado_run_id, {{ run }}) as criado_run_id,
    case when atual.row_hash = com_hash.row_hash then atual.atualizado_run_id else {{ run }} end as atualizado_run_id,
    coalesce(atual.data_inclusao, {{ agora() }}) as data_inclusao,
    case when atual.row_hash = com_hash.row_hash then atual.data_ultima_atualizacao else {{ agora() }} end
        as data_ultima_atualizacao
from com_hash
left join {{ this }} as atual on com_hash.{{ chave }} = atual.{{ chave }}
    {%- if incremental() %}
where (atual.{{ chave }} is null or atual.row_hash <> com_hash.row_hash) and {{ entidade_ativa(this.identifier) }}
    {%- endif %}
    {%- else %}
    {{ run }} as criado_run_id,
    {{ run }} as atualizado_run_id,
    {{ agora() }} as data_inclusao,
    {{ agora() }} as data_ultima_atualizacao
from com_hash
    {%- endif %}
{%- endif %}
{%- endif %}
{% endmacro %}

{#
    A special member (-1 unknown): NULL where the contract allows it, else a neutral value of the column's type.
#}
{% macro membro_especial(colunas, tipos_das_colunas, chave, id, valores) %}
    select
        {%- for coluna in colunas %}
        cast({{ valores[coluna.name] if coluna.name in valores else (id if coluna.name == chave else valor_neutro(coluna, id)) }} as {{ tipos_das_colunas[loop.index0] }}) as {{ coluna.name }}{{ "," if not loop.last }}
        {%- endfor %}
{% endmacro %}

{% macro valor_neutro(coluna, id) %}
    {%- set t = coluna.data_type | lower -%}
    {%- set obrigatoria = coluna.constraints | selectattr('type', 'equalto', 'not_null') | list | length > 0 -%}
    {%- if coluna.name in ['eh_atual', 'versao'] -%}{{ return('1') }}
    {%- elif not obrigatoria -%}{{ return('null') }}
    {%- elif coluna.name.endswith('_original_id') -%}{{ return(id) }}
    {%- elif coluna.name.endswith('_id') and t == 'bigint' -%}{{ return('-1') }}
    {%- elif 'char' in t -%}{{ return("'ND'" if (t.split('(')[1].split(')')[0] | int) < 12 else "'Desconhecido'") }}
    {%- elif t.startswith('date') -%}{{ return("'1900-01-01'") }}
    {%- else -%}{{ return('0') }}
    {%- endif -%}
{% endmacro %}
