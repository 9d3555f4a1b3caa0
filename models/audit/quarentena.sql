{# Rejected source rows, one open row each at most. A full refresh keeps the history. #}
{{ config(unique_key='quarentena_id', full_refresh=false, incremental_strategy='merge',
    on_schema_change='append_new_columns') }}
{%- set existe = relacao_existe(this) %}
-- depends_on: {{ ref('int_pedidos_afetados') }} {{ ref('base_oltp__chaves_rejeitadas') }}
{%- for entidade in avaliacoes() %}
-- depends_on: {{ ref('stg_oltp__' ~ entidade) }}
{%- endfor %}

with avaliadas as (
    select * from {{ ref('int_linhas_avaliadas') }}
),

rejeitadas as (
    select * from avaliadas
    where regra is not null
),

{% if existe -%}
abertas as (
    select
        quarentena_id,
        entidade,
        chave_origem,
        regra,
        detalhe,
        run_id,
        detectado_em,
        pedido_original_id,
        coalesce(copia, 1) as copia
    from {{ this }}
    where resolvido_em is null
),

novas as (
    select rejeitadas.*
    from rejeitadas
    left join abertas
        on
            rejeitadas.entidade = abertas.entidade
            and rejeitadas.chave_origem = abertas.chave_origem
            and rejeitadas.regra = abertas.regra
            and coalesce(rejeitadas.pedido_original_id, -1)
            = coalesce(abertas.pedido_original_id, -1)
            and rejeitadas.copia = abertas.copia
    where abertas.entidade is null
),

-- Judged, and no longer rejected by this rule; or of an order that was judged, and no longer there; or gone from its table.
resolvidas as (
    select abertas.*
    from abertas
    left join rejeitadas as ainda
        on
            abertas.entidade = ainda.entidade
            and abertas.chave_origem = ainda.chave_origem
            and abertas.regra = ainda.regra
            and coalesce(abertas.pedido_original_id, -1) = coalesce(ainda.pedido_original_id, -1)
            and abertas.copia = ainda.copia
    left join {{ ref('base_oltp__chaves_rejeitadas') }} as copia
        on
            abertas.entidade = copia.entidade
            and abertas.chave_origem = {{ chave_em_texto('copia.chave') }}
            and abertas.regra = copia.regra
            and coalesce(abertas.pedido_original_id, -1) = coalesce(copia.pedido_id, -1)
            and abertas.copia = copia.copia
    where
        ainda.entidade is null
        -- one of several rows of a key, whose own order was not judged
        and copia.entidade is null
        and (
            exists (
                select 1 from avaliadas
                where
                    avaliadas.entidade = abertas.entidade
                    and avaliadas.chave_origem = abertas.chave_origem
            )
            or abertas.pedido_original_id in (
                select pedido.pedido_id from {{ ref('int_pedidos_afetados') }} as pedido
                where pedido.em_voo = 0
            )
            or abertas.pedido_original_id is null and ({{ linha_sumida('abertas') }})
        )
)
{%- else -%}
novas as (
    select * from rejeitadas
)
{%- endif %}

select
    {{ chave([['entidade', 'nvarchar(50)'], ['chave_origem', 'nvarchar(50)'],
        ['regra', 'nvarchar(50)'], ['copia', 'int'], [run_id(), 'bigint']]) }}
        as quarentena_id,
    cast(entidade as {{ tipo('nvarchar(50)') }}) as entidade,
    cast(chave_origem as {{ tipo('nvarchar(50)') }}) as chave_origem,
    cast(regra as {{ tipo('nvarchar(50)') }}) as regra,
    cast(detalhe as {{ tipo('nvarchar(1000)') }}) as detalhe,
    cast({{ run_id() }} as bigint) as run_id,
    {{ cutoff() }} as detectado_em,
    cast(null as {{ tipo('datetime2(6)') }}) as resolvido_em,
    pedido_original_id,
    cast(copia as int) as copia
from novas
{%- if existe %}
union all
select
    quarentena_id,
    entidade,
    chave_origem,
    regra,
    detalhe,
    run_id,
    detectado_em,
    {{ maior(['detectado_em', cutoff()]) }} as resolvido_em,
    pedido_original_id,
    cast(copia as int) as copia
from resolvidas
{%- endif %}
