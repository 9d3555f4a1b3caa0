{#
    Source rows that no key tells apart: without one, or with one that another row has too. All 13 tables, judged here alone: staging leaves
    these rows out, the quarantine tells them, and the numbers of their orders count them.

    A windowed run looks at the keys stamped in its window and at those rejected before (this table, as the last run left it).
    Keys that the warehouse's own members have (-1 unknown, -2 direct sale; order -1 is that of rows without one) are double too.
#}
{{ config(materialized='table') }}
{%- set antes = relacao_existe(this) and not varredura() %}
{%- set reservadas = {'vendedor': '-1, -2', 'regiao': '-1', 'cliente': '-1', 'produto': '-1', 'equipe': '-1', 'desconto': '-1', 'pedido': '-1'} %}
{%- set item = source('oltp', 'item_pedido') %}
with linhas as (
    {%- for tabela, chave in chaves_da_origem().items() %}
    {%- set origem = source('oltp', tabela) %}
    {%- set estampada = 'a.data_atualizacao > ' ~ inicio_da_janela([entidade_da_tabela(tabela)]) if antes %}
    {%- set conhecida = 'select k.chave from ' ~ this ~ " as k where k.entidade = '" ~ tabela ~ "'" %}
    {%- set colunas %}
        '{{ tabela }}' as entidade,
        cast(linha.{{ chave }} as bigint) as chave,
        {{ 'cast(coalesce(linha.pedido_id, -1) as bigint)' if tabela in ['pedido', 'item_pedido', 'desconto_aplicado'] else 'cast(null as bigint)' }}
            as pedido_id,
        {{ 'cast(linha.item_pedido_id as bigint)' if tabela == 'devolucao' else 'cast(null as bigint)' }} as item_pedido_id,
        {{ carimbo('linha.data_atualizacao') }} as carimbo
    {%- endset %}
    select {{ colunas }}
    from {{ origem }} as linha
    where
        linha.{{ chave }} is null
        {%- if antes %}
        and ({{ estampada | replace('a.', 'linha.') }} or exists ({{ conhecida }} and k.chave is null))
        {%- endif %}
    union all
    select {{ colunas }}
    from {{ origem }} as linha
    inner join (
        select a.{{ chave }} as chave
        from {{ origem }} as a
        where
            a.{{ chave }} is not null
            {%- if antes %}
            and a.{{ chave }} in (
                select a.{{ chave }} from {{ origem }} as a
                where {{ estampada }}
                union all
                {{ conhecida }} and k.chave is not null
            )
            {%- else %}
            and ({{ talvez_repetida(origem, 'a.' ~ chave) }}{% if tabela in reservadas %} or a.{{ chave }} in ({{ reservadas[tabela] }}){% endif %})
            {%- endif %}
        group by a.{{ chave }}
        having count(*) > 1{% if tabela in reservadas %} or a.{{ chave }} in ({{ reservadas[tabela] }}){% endif %}
    ) as dupla on linha.{{ chave }} = dupla.chave
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- A return belongs to the order of its item, as in int_devolucao: of an item that is known by its key.
itens as (
    select
        i.item_pedido_id,
        min(i.pedido_id) as pedido_id
    from {{ item }} as i
    where i.item_pedido_id in (select l.item_pedido_id from linhas as l where l.item_pedido_id is not null)
    group by i.item_pedido_id
    having count(*) = 1
),

com_pedido as (
    select
        linhas.entidade,
        linhas.chave,
        case
            when linhas.entidade <> 'devolucao' then linhas.pedido_id
            else coalesce(itens.pedido_id, {{ pedido_da_devolucao_sem_item('linhas.chave') }}, -1)
        end as pedido_id,
        linhas.carimbo
    from linhas
    left join itens on linhas.item_pedido_id = itens.item_pedido_id
)

select
    cast(entidade as {{ tipo('nvarchar(50)') }}) as entidade,
    chave,
    pedido_id,
    cast(row_number() over (
        partition by entidade, chave order by {{ nulos_por_ultimo('pedido_id') }}, carimbo
    ) as int) as copia,
    cast(count(*) over (partition by entidade, chave) as bigint) as linhas,
    cast(case when chave is null then 'chave_nula' else 'chave_duplicada' end as {{ tipo('nvarchar(50)') }}) as regra,
    -- rows of no order wait together
    case when pedido_id is null then max(carimbo) over (partition by entidade, chave) else carimbo end as carimbo
from com_pedido
