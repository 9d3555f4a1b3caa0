with vendedor as (
    select * from {{ ref('stg_oltp__vendedor') }}
),

equipe as (
    select * from {{ ref('stg_oltp__equipe') }}
),

liderancas as (
    select
        lider_vendedor_id as vendedor_id,
        max(data_atualizacao) as data_atualizacao
    from equipe
    where lider_vendedor_id is not null
    group by lider_vendedor_id
)

select
    -- keys
    vendedor.vendedor_id,
    vendedor.equipe_id as equipe_original_id,
    vendedor.gerente_id as gerente_original_id,
    -- attributes
    vendedor.nome_vendedor,
    vendedor.matricula,
    vendedor.cpf,
    vendedor.email,
    vendedor.telefone_celular,
    vendedor.cargo,
    vendedor.nivel_senioridade,
    case when {{ linha_valida('equipe') }} then equipe.nome_equipe end as nome_equipe,
    case when {{ linha_valida('vendedor', 'gerente') }} then gerente.nome_vendedor end
        as nome_gerente,
    vendedor.estado_atuacao,
    vendedor.cidade_atuacao,
    vendedor.tipo_vendedor,
    vendedor.situacao,
    {{ bit('liderancas.vendedor_id is not null') }} as eh_lider,
    vendedor.data_contratacao,
    vendedor.data_desligamento,
    -- measures
    vendedor.meta_mensal_base,
    vendedor.percentual_comissao_padrao,
    -- times and quality
    {{ maior([
        'vendedor.data_atualizacao', 'equipe.data_atualizacao', 'gerente.data_atualizacao', 'liderancas.data_atualizacao'
    ]) }} as data_atualizacao,
    {{ coluna_nula('vendedor') }} as coluna_nula
from vendedor
left join equipe on vendedor.equipe_id = equipe.equipe_id
left join vendedor as gerente on vendedor.gerente_id = gerente.vendedor_id
left join liderancas on vendedor.vendedor_id = liderancas.vendedor_id
