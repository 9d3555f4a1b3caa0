{#
    Personal data of customers, and customers that were erased (ctl.clientes_apagados). The staging view is the border: it shows an erased
    customer's personal columns as erased, whatever the source still has, so that snapshot, dimension, rules and reconciliation see one
    thing. Columns are told by their meta in the source's yml: `dado_pessoal` (identifica: says who it is by itself; descreve) and, for one
    that may not be NULL, `apagado`: what it says instead.
#}

{# {name: what it says instead, none for NULL} of the customer's personal columns; `so`: identifica, for those alone. #}
{% macro colunas_pessoais(so=none) %}
    {% set pessoais = {} %}
    {% if not execute %}{{ return(pessoais) }}{% endif %}
    {% for tabela in graph.sources.values() if tabela.source_name == 'oltp' and tabela.name == 'cliente' %}
        {% for coluna in tabela.columns.values() %}
            {% set meta = coluna.get('config', {}).get('meta', {}) %}
            {% if meta.get('dado_pessoal') and so in [none, meta.dado_pessoal] %}
                {% do pessoais.update({coluna.name: meta.get('apagado')}) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {{ return(pessoais) }}
{% endmacro %}

{# SQL: keys of the erased customers. #}
{% macro clientes_apagados() -%}
    select apagado.cliente_id from {{ controle('ctl', 'clientes_apagados') }} as apagado
{%- endmacro %}

{# SQL: a personal column of an erased customer. What was NULL stays so: no rule judges the row otherwise. #}
{% macro apagada(coluna, texto) -%}
    {{ "case when " ~ coluna ~ " is not null then " ~ texto_sql(texto, 200) ~ " end" if texto else 'null' }}
{%- endmacro %}

{# The select at the end of stg_oltp__cliente: the rows of a CTE, those of erased customers without their personal data. #}
{% macro sem_dados_pessoais(lidas) %}
select
    {%- set pessoais = colunas_pessoais() %}
    {%- for coluna in model.columns %}
    {%- set lida = lidas ~ '.' ~ coluna %}
    {% if coluna in pessoais -%}
    case when apagado.cliente_id is null then {{ lida }} else {{ apagada(lida, pessoais[coluna]) }} end as {{ coluna }}
    {%- else -%}
    {{ lida }}
    {%- endif %}{{ "," if not loop.last }}
    {%- endfor %}
from {{ lidas }}
left join {{ controle('ctl', 'clientes_apagados') }} as apagado on {{ lidas }}.cliente_id = apagado.cliente_id
{% endmacro %}

{#
    pre-hook of snap_cliente: every version of an erased customer as the source model shows the customer now, row_hash with it, so that
    neither the snapshot nor the reconciliation finds a difference. Versions that are so already are left alone.
#}
{% macro apagar_versoes(origem, chave) %}
    {% if not execute or not relacao_existe(this) %}{{ return('') }}{% endif %}
    {% set colunas = colunas_de_negocio(origem) %}
    {% set pessoais = colunas_pessoais() %}
update {{ this }}
set
    {%- for coluna in pessoais %}
    {{ coluna }} = nova.{{ coluna }},
    {%- endfor %}
    row_hash = nova.row_hash
from (
    select
        {%- for coluna in pessoais %}
        com_hash.{{ coluna }},
        {%- endfor %}
        com_hash.{{ chave }},
        com_hash.dbt_valid_from,
        case when com_hash.eh_excluido = 1 then {{ md5_hex(junta_textos(["'excluido'", 'com_hash.row_hash'])) }} else com_hash.row_hash end
            as row_hash
    from (
        select
            sem.*,
            {{ row_hash(colunas, 'sem') }} as row_hash
        from (
            select
                {%- for coluna in colunas %}
                {{ "cast(" ~ apagada('s.' ~ coluna.name, pessoais[coluna.name]) ~ " as " ~ tipo(coluna.data_type) ~ ") as " ~ coluna.name
                    if coluna.name in pessoais else 's.' ~ coluna.name }},
                {%- endfor %}
                s.eh_excluido,
                s.dbt_valid_from
            from {{ this }} as s
            where s.{{ chave }} in ({{ clientes_apagados() }})
        ) as sem
    ) as com_hash
) as nova
where
    {{ this.identifier }}.{{ chave }} = nova.{{ chave }}
    and {{ this.identifier }}.dbt_valid_from = nova.dbt_valid_from
    and {{ this.identifier }}.row_hash <> nova.row_hash
{% endmacro %}
