{#-
    Every source row of a dimension is its current member or in quarantine (linhas), and the member says what the row says
    (divergentes: 0). Rows stamped after the cutoff wait for the next run; a windowed run compares those of its window.
#}
with contadas as (
{%- for x in ['regiao', 'cliente', 'produto', 'equipe', 'vendedor', 'desconto'] %}
    {%- set chave = x ~ '_id' %}
    select
        'dim_{{ x }}' as entidade,
        count(*) as linhas,
        sum(achada) as achadas,
        sum(divergente) as divergentes
    from (
        select
            case
                when s.{{ chave }} is not null or {{ em_quarentena(x, 'o.' ~ chave) }} then 1
                else 0
            end as achada,
            case
                when
                    o.coluna_nula is null and s.{{ chave }} is not null
                    and {{ linha_difere(colunas_de_negocio('int_' ~ x), 'o', 's') }} then 1
                else 0
            end as divergente
        from {{ ref('int_' ~ x) }} as o
        left join
            {{ ref('snap_' ~ x) }} as s
            on o.{{ chave }} = s.{{ chave }} and s.dbt_valid_to is null and s.eh_excluido = 0
        where {{ linha_comparada('o.data_atualizacao', 'dim_' ~ x) }}
    ) as marcas
    {{ "union all" if not loop.last }}
{%- endfor %}
)

select
    entidade,
    'dimensoes' as periodo,
    'linhas' as medida,
    cast(linhas as decimal(18, 2)) as valor_origem,
    cast(coalesce(achadas, 0) as decimal(18, 2)) as valor_dw
from contadas
union all
select
    entidade,
    'dimensoes' as periodo,
    'divergentes' as medida,
    cast(0 as decimal(18, 2)) as valor_origem,
    cast(coalesce(divergentes, 0) as decimal(18, 2)) as valor_dw
from contadas
