with membros as (
    select
        equipe_original_id,
        count(*) as membros,
        sum(meta_mensal_base) as meta_membros
    from {{ ref('dim_vendedor') }}
    where eh_atual = 1 and eh_excluido = 0 and eh_ativo = 1 and equipe_original_id is not null
    group by equipe_original_id
)

select
    equipe.equipe_original_id, equipe.nome_equipe, equipe.codigo_equipe, equipe.tipo_equipe,
    equipe.categoria_equipe, equipe.regional, equipe.estado_sede, equipe.cidade_sede,
    equipe.lider_vendedor_original_id, equipe.nome_lider, equipe.meta_mensal_equipe,
    equipe.meta_trimestral_equipe, equipe.meta_anual_equipe, equipe.data_criacao,
    equipe.qtd_membros_ideal,
    cast(coalesce(membros.membros, 0) as int) as qtd_membros,
    cast(equipe.qtd_membros_ideal - coalesce(membros.membros, 0) as int) as vagas,
    cast(membros.meta_membros as decimal(18, 2)) as meta_mensal_membros
from {{ ref('dim_equipe') }} as equipe
left join membros on membros.equipe_original_id = equipe.equipe_original_id
where
    equipe.eh_atual = 1
    and equipe.eh_excluido = 0
    and equipe.eh_ativa = 1
    and equipe.equipe_id > 0
