with cargas as (
    select
        *,
        row_number() over (partition by entidade order by run_id desc) as posicao
    from {{ ref('vw_cargas') }}
)

select
    controle.entidade, controle.ordem, controle.ativo,
    cargas.run_id as ultimo_run_id,
    cast(coalesce(cargas.status, 'nunca') as {{ tipo('nvarchar(20)') }}) as status,
    cargas.iniciado_em, cargas.finalizado_em, cargas.duracao_s, cargas.duracao_mediana_s,
    cargas.linhas_lidas, cargas.linhas_inseridas, cargas.linhas_atualizadas,
    cargas.linhas_excluidas, cargas.linhas_quarentena, cargas.linhas_gravadas,
    cargas.linhas_mediana,
    {{ bit('cargas.eh_vazia_inesperada = 1') }} as eh_vazia_inesperada,
    cargas.categoria_erro, cargas.mensagem_erro,
    erro.gravidade as gravidade_erro,
    erro.orientacao, controle.ultimo_sucesso_em, controle.ultimo_cutoff,
    cast({{ dbt.datediff('controle.ultimo_cutoff', agora(), 'minute') }} as bigint)
        as atraso_janela_minutos,
    controle.sobreposicao_minutos,
    controle.falhas_consecutivas
from {{ source('controle', 'etl_control') }} as controle
left join cargas on cargas.entidade = controle.entidade and cargas.posicao = 1
left join {{ ref('vw_erros') }} as erro
    on erro.run_id = cargas.run_id and erro.entidade = cargas.entidade
