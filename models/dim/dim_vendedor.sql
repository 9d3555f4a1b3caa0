{{ config(unique_key='vendedor_id', post_hook="{{ registrar_carga(extracao='snap_vendedor') }}") }}

with versoes as (
    {{ versoes('snap_vendedor', 'vendedor_id') }}
),

calculada as (
    select
        versoes.*,
        versoes.chave_versao as vendedor_id,
        {{ bit("versoes.situacao = 'Ativo'") }} as eh_ativo
    from versoes
)

-- -2: an item sold without a seller
{{ gravar(
    'calculada', 'vendedor_id', membros={-1: {}, -2: {'nome_vendedor': "'Venda direta'"}},
    natural=['vendedor_original_id', 'versao']
) }}
