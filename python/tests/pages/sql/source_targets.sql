-- Every target of the source with what its seller sold in its period, place and quartile; needs itens.
create temp view metas as
with periodos as (
    select
        *,
        cast(periodo_inicio + case tipo_periodo
            when 'Mensal' then interval 1 month
            when 'Trimestral' then interval 3 month
            when 'Anual' then interval 1 year
        end as date) as fim
    from core.meta_vendedor
),

somas as (
    select
        meta_id,
        tipo_periodo as tipo,
        periodo_inicio as inicio,
        fim,
        vendedor_id,
        valor_meta as meta,
        coalesce((
            select sum(itens.receita) from itens
            where
                itens.vendedor_id = periodos.vendedor_id
                and itens.dia >= periodos.periodo_inicio
                and itens.dia < periodos.fim
        ), 0) as realizado
    from periodos
),

atingidas as (
    select
        *,
        round(100 * realizado / meta, 2) as atingido
    from somas
),

lugares as (
    select
        *,
        row_number() over melhores as lugar,
        'Q' || ntile(4) over melhores as quartil
    from atingidas
    window melhores as (
        partition by tipo, inicio
        order by atingido desc, realizado desc, vendedor_id
    )
)

select
    lugares.*,
    lag(lugar) over (partition by lugares.vendedor_id, tipo order by inicio) - lugar as movimento,
    vendedor.nome_vendedor as vendedor,
    coalesce(equipe.nome_equipe, 'Desconhecido') as equipe,
    coalesce(equipe.regional, 'Sem regional') as regional,
    coalesce(equipe.equipe_id, -1) as equipe_id
from lugares
inner join core.vendedor on vendedor.vendedor_id = lugares.vendedor_id
left join core.equipe on equipe.equipe_id = vendedor.equipe_id
