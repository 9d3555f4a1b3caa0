-- Climbs from every seller to the top, one manager a step, so that each seller has a row even where
-- a cycle leaves nobody at the top. The path of keys stops a climb that would meet a seller twice.
{{ com_recursivo() }} vendedores as (
    select
        vendedor_original_id, gerente_original_id, nome_vendedor, cargo,
        nome_equipe
    from {{ ref('dim_vendedor') }}
    where
        eh_atual = 1
        and eh_excluido = 0
        and vendedor_id > 0
),

escalada as (
    select
        vendedor_original_id,
        vendedor_original_id as superior_original_id,
        gerente_original_id as proximo_original_id,
        cast(1 as int) as nivel,
        cast({{ dbt.concat([
            "'/'", 'cast(vendedor_original_id as ' ~ tipo('nvarchar(20)') ~ ')', "'/'"
        ]) }} as {{ tipo('nvarchar(4000)') }}) as chaves,
        cast(nome_vendedor as {{ tipo('nvarchar(4000)') }}) as caminho
    from vendedores

    union all

    select
        escalada.vendedor_original_id, gerente.vendedor_original_id,
        gerente.gerente_original_id,
        cast(escalada.nivel + 1 as int),
        cast({{ dbt.concat([
            "'/'", 'cast(gerente.vendedor_original_id as ' ~ tipo('nvarchar(20)') ~ ')',
            'escalada.chaves'
        ]) }} as {{ tipo('nvarchar(4000)') }}),
        cast({{ dbt.concat([
            'gerente.nome_vendedor', "' > '", 'escalada.caminho'
        ]) }} as {{ tipo('nvarchar(4000)') }})
    from escalada
    inner join vendedores as gerente
        on gerente.vendedor_original_id = escalada.proximo_original_id
    where
        -- T-SQL stops a recursion after 100 steps, and a view cannot ask for more.
        escalada.nivel < 100
        and escalada.chaves not like {{ dbt.concat([
            "'%/'", 'cast(gerente.vendedor_original_id as ' ~ tipo('nvarchar(20)') ~ ')', "'/%'"
        ]) }}
),

topo as (
    select
        *,
        row_number() over (partition by vendedor_original_id order by nivel desc) as ordem
    from escalada
),

subordinados as (
    select
        superior_original_id,
        count(*) - 1 as total,
        sum(case when nivel = 2 then 1 else 0 end) as diretos
    from escalada
    group by superior_original_id
)

select
    vendedores.vendedor_original_id, vendedores.nome_vendedor, vendedores.cargo,
    vendedores.nome_equipe, vendedores.gerente_original_id,
    gerente.nome_vendedor as nome_gerente,
    topo.superior_original_id as topo_original_id,
    topo.nivel, topo.caminho,
    topo.chaves as caminho_chaves,
    cast(subordinados.diretos as int) as subordinados_diretos,
    cast(subordinados.total as int) as subordinados_total,
    {{ bit('repetido.vendedor_original_id is not null') }} as em_ciclo
from vendedores
inner join topo
    on topo.vendedor_original_id = vendedores.vendedor_original_id and topo.ordem = 1
inner join subordinados
    on subordinados.superior_original_id = vendedores.vendedor_original_id
left join vendedores as gerente
    on gerente.vendedor_original_id = vendedores.gerente_original_id
left join vendedores as repetido
    on repetido.vendedor_original_id = topo.proximo_original_id
