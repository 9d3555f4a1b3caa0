select
    -- keys
    equipe.equipe_id,
    equipe.lider_vendedor_id as lider_vendedor_original_id,
    -- attributes
    equipe.nome_equipe,
    equipe.codigo_equipe,
    equipe.tipo_equipe,
    equipe.categoria_equipe,
    equipe.regional,
    equipe.estado_sede,
    equipe.cidade_sede,
    case when {{ linha_valida('vendedor', 'lider') }} then lider.nome_vendedor end as nome_lider,
    case when {{ linha_valida('vendedor', 'lider') }} then lider.email end as email_lider,
    equipe.situacao,
    equipe.data_criacao,
    equipe.data_inativacao,
    -- measures
    equipe.meta_mensal_equipe,
    equipe.qtd_membros_ideal,
    -- times and quality
    {{ maior(['equipe.data_atualizacao', 'lider.data_atualizacao']) }} as data_atualizacao,
    {{ coluna_nula('equipe') }} as coluna_nula
from {{ ref('stg_oltp__equipe') }} as equipe
left join {{ ref('stg_oltp__vendedor') }} as lider on equipe.lider_vendedor_id = lider.vendedor_id
