{{ config(unique_key='regiao_id', post_hook="{{ registrar_carga(extracao='snap_regiao') }}") }}

with versoes as (
    {{ versoes('snap_regiao', 'regiao_id') }}
),

-- type 1: the current version alone, keyed by the municipality
calculada as (
    select
        versoes.*,
        {{ chave([['versoes.regiao_original_id', 'bigint']]) }} as regiao_id,
        {{ razao('versoes.populacao_estimada', 'versoes.area_km2', 2) }} as densidade_demografica,
        case
            when versoes.populacao_estimada >= 500000 then 'Grande'
            when versoes.populacao_estimada >= 100000 then 'Médio'
            when versoes.populacao_estimada is not null then 'Pequeno'
        end as porte_municipio
    from versoes
    where versoes.eh_atual = 1
)

{{ gravar('calculada', 'regiao_id', membros={-1: {'estado': "'ND'"}}, natural=['regiao_original_id']) }}
