{{ config(unique_key='equipe_id', post_hook="{{ registrar_carga(extracao='snap_equipe') }}") }}

with versoes as (
    {{ versoes('snap_equipe', 'equipe_id') }}
),

calculada as (
    select
        versoes.*,
        versoes.chave_versao as equipe_id,
        {{ dinheiro('versoes.meta_mensal_equipe * 3') }} as meta_trimestral_equipe,
        {{ dinheiro('versoes.meta_mensal_equipe * 12') }} as meta_anual_equipe,
        {{ bit("versoes.situacao = 'Ativa'") }} as eh_ativa
    from versoes
)

{{ gravar('calculada', 'equipe_id', membros={-1: {}}, natural=['equipe_original_id', 'versao']) }}
