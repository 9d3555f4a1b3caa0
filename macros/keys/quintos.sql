{#
    One row, corte_1 to corte_4: a value above corte_k has at least k fifths of all rows below it. So rows with the same value are of
    the same fifth: the one in which the first of them is.
#}
{% macro cortes_dos_quintos(linhas, medida) %}
    select
        {%- for quinto in [1, 2, 3, 4] %}
        max(case when 5 * ate >= {{ quinto }} * todos and 5 * (ate - iguais) < {{ quinto }} * todos then valor end)
            as corte_{{ quinto }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select
            valor,
            iguais,
            sum(iguais) over (order by valor rows unbounded preceding) as ate,
            sum(iguais) over () as todos
        from (
            select {{ medida }} as valor, cast(count(*) as bigint) as iguais
            from {{ linhas }}
            group by {{ medida }}
        ) as contados
    ) as acumulados
{% endmacro %}
