{{ config(unique_key='cliente_id', post_hook="{{ registrar_carga(extracao='snap_cliente') }}") }}

with versoes as (
    {{ versoes('snap_cliente', 'cliente_id', sempre=clientes_apagados()) }}
),

com_idade as (
    select
        versoes.*,
        {{ anos_completos('versoes.data_nascimento', 'versoes.data_cadastro') }} as idade
    from versoes
),

calculada as (
    select
        com_idade.*,
        com_idade.chave_versao as cliente_id,
        case
            when com_idade.regiao_conhecida = 1 then {{ chave([['com_idade.regiao_original_id', 'bigint']]) }}
            else -1
        end as regiao_id,
        case
            when com_idade.idade < 0 then null
            when com_idade.idade < 25 then 'Até 24'
            when com_idade.idade < 35 then '25-34'
            when com_idade.idade < 45 then '35-44'
            when com_idade.idade < 55 then '45-54'
            when com_idade.idade < 65 then '55-64'
            when com_idade.idade >= 65 then '65+'
        end as faixa_etaria
    from com_idade
)

{{ gravar('calculada', 'cliente_id', membros={-1: {'estado': "'ND'"}}, natural=['cliente_original_id', 'versao']) }}
