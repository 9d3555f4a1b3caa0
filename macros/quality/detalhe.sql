{#
    The values that a rule looked at, as text: 'quantidade=0; preco_unitario=NULL'. A moment is a pair, ['carimbo', 'datetime2(6)']: engines
    cast it to texts that differ.
#}
{% macro detalhe(colunas) -%}
    {%- set partes = [] -%}
    {%- for coluna in colunas -%}
        {%- set nome, logico = (coluna, none) if coluna is string else coluna -%}
        {%- set texto = 'case when ' ~ nome ~ ' is not null then ' ~ texto_canonico(nome, logico) ~ ' end' if logico
            else 'cast(' ~ nome ~ ' as ' ~ tipo('nvarchar(100)') ~ ')' -%}
        {%- do partes.append("'" ~ ('; ' if not loop.first else '') ~ nome ~ "='") -%}
        {%- do partes.append("coalesce(" ~ texto ~ ", 'NULL')") -%}
    {%- endfor -%}
    {{ dbt.concat(partes) }}
{%- endmacro %}
