{#
    The whole source row of what this run newly rejected, as 'column=value; ...', into audit.quarentena_linha: a thousand of each table at
    most. Personal columns say only whether they have a value. A row without a key of its own is not among them: staging leaves it out.
#}
{% macro registrar_linhas(id) %}
    {% set quarentena = controle('audit', 'quarentena') %}
    {% if not tabela_existe(quarentena) %}{{ return('') }}{% endif %}
    {% set tabelas = [] %}
    {% for linha in run_query(
        "select distinct entidade from " ~ quarentena ~ " where run_id = " ~ id ~ " and regra not in ('chave_nula', 'chave_duplicada')"
    ).rows %}{% do tabelas.append(linha[0]) %}{% endfor %}
    {% for tabela in graph.sources.values() if tabela.source_name == 'oltp' and tabela.name in tabelas %}
        {% do run_query(linhas_rejeitadas(id, tabela)) %}
    {% endfor %}
{% endmacro %}

{% macro linhas_rejeitadas(id, tabela) %}
insert into {{ controle('audit', 'quarentena_linha') }} (run_id, entidade, chave_origem, linha)
select {{ id }}, '{{ tabela.name }}', rejeitada.chave_origem, cast({{ linha_em_texto(tabela) }} as {{ tipo('nvarchar(4000)') }})
from {{ controle('stg', 'stg_oltp__' ~ tabela.name) }} as linha
inner join (
    select q.chave_origem, try_cast(q.chave_origem as bigint) as chave, row_number() over (order by q.chave_origem) as ordem
    from {{ controle('audit', 'quarentena') }} as q
    where q.run_id = {{ id }} and q.entidade = '{{ tabela.name }}' and q.copia = 1
) as rejeitada on linha.{{ chaves_da_origem()[tabela.name] }} = rejeitada.chave
where rejeitada.ordem <= 1000
{% endmacro %}

{# All declared columns of a staging row, alias `linha`. #}
{% macro linha_em_texto(tabela) -%}
    {%- set partes = [] -%}
    {%- for coluna in tabela.columns.values() -%}
        {%- set nome = 'linha.' ~ coluna.name -%}
        {%- set texto = "'(dado pessoal)'" if coluna.get('config', {}).get('meta', {}).get('dado_pessoal')
            else texto_canonico(nome, coluna.data_type) -%}
        {%- do partes.append("'" ~ ('; ' if not loop.first else '') ~ coluna.name ~ "='") -%}
        {%- do partes.append("case when " ~ nome ~ " is null then 'NULL' else " ~ texto ~ " end") -%}
    {%- endfor -%}
    {{ dbt.concat(partes) }}
{%- endmacro %}
