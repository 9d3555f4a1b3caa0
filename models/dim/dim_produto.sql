{{ config(unique_key='produto_id', post_hook="{{ registrar_carga(extracao='snap_produto') }}") }}

with versoes as (
    {{ versoes('snap_produto', 'produto_id') }}
),

calculada as (
    select
        versoes.*,
        versoes.chave_versao as produto_id,
        {{ percentual('versoes.preco_sugerido - versoes.preco_custo', 'versoes.preco_sugerido') }} as margem_sugerida_percent
    from versoes
)

{{ gravar('calculada', 'produto_id', membros={-1: {}}, natural=['produto_original_id', 'versao']) }}
