{#
    Whether a sweep adds up ranges of orders before it looks at orders. DuckDB computes a CTE once; SQL Server would compute the sums for
    each of the six reads that ask which ranges differ, and takes every order instead.
#}
{% macro varre_por_faixa() %}
    {{ return(adapter.dispatch('varre_por_faixa')()) }}
{% endmacro %}

{% macro default__varre_por_faixa() %}{{ return(false) }}{% endmacro %}

{% macro duckdb__varre_por_faixa() %}{{ return(true) }}{% endmacro %}
