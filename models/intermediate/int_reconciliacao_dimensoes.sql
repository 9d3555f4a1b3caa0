{#-
    Every source row of a dimension is its current member or in quarantine (linhas), and the member says what the row says
    (divergentes: 0). Rows stamped after the cutoff wait for the next run; a windowed run compares those of its window.
#}
{%- for x in ['regiao', 'cliente', 'produto', 'equipe', 'vendedor', 'desconto'] %}
    {%- set chave = x ~ '_id' %}
    select
        'dim_{{ x }}' as entidade,
        'dimensoes' as periodo,
        'linhas' as medida,
        cast(count(*) as decimal(18, 2)) as valor_origem,
        cast(coalesce(sum(achada), 0) as decimal(18, 2)) as valor_dw
    from (
        select
            case
                when s.{{ chave }} is not null or {{ em_quarentena(x, 'o.' ~ chave) }} then 1
                else 0
            end as achada
        from {{ ref('int_' ~ x) }} as o
        left join
            {{ ref('snap_' ~ x) }} as s
            on o.{{ chave }} = s.{{ chave }} and s.dbt_valid_to is null and s.eh_excluido = 0
        where {{ linha_comparada('o.data_atualizacao', 'dim_' ~ x) }}
    ) as linhas
    union all
    select
        'dim_{{ x }}' as entidade,
        'dimensoes' as periodo,
        'divergentes' as medida,
        cast(0 as decimal(18, 2)) as valor_origem,
        cast(count(*) as decimal(18, 2)) as valor_dw
    from {{ ref('int_' ~ x) }} as o
    inner join
        {{ ref('snap_' ~ x) }} as s
        on o.{{ chave }} = s.{{ chave }} and s.dbt_valid_to is null and s.eh_excluido = 0
    where
        {{ linha_comparada('o.data_atualizacao', 'dim_' ~ x) }}
        and o.coluna_nula is null
        and s.row_hash <> {{ row_hash(colunas_de_negocio('int_' ~ x), 'o') }}
    {{ "union all" if not loop.last }}
{%- endfor %}
