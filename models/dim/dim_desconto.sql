{{ config(unique_key='desconto_id', post_hook="{{ registrar_carga(extracao='snap_desconto') }}") }}

with versoes as (
    {{ versoes('snap_desconto', 'desconto_id') }}
),

calculada as (
    select
        versoes.*,
        versoes.chave_versao as desconto_id
    from versoes
)

{{ gravar(
    'calculada', 'desconto_id', membros={-1: {}},
    natural=['desconto_original_id', 'versao']
) }}
