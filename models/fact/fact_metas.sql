{# A closed period's row is frozen: no run and no full refresh rewrites it, unless reabrir_metas names its month. #}
{{ config(unique_key='meta_id', full_refresh=false, post_hook=[
    "{{ excluir_metas_ausentes() }}",
    "{{ registrar_reabertura() }}",
    "{{ registrar_carga(lidas={'int_meta_avaliada': na_janela('data_atualizacao', ['fact_metas'])}) }}"
]) }}

with valida as (
    select * from {{ ref('int_meta_avaliada') }}
    where {{ meta_valida() }}
),

aberta as (
    select valida.*
    from valida
    {%- if incremental() %}
    where not exists (
        select 1 from {{ this }} as congelada
        where congelada.meta_original_id = valida.meta_id and {{ meta_congelada('congelada') }}
    )
    {%- endif %}
),

-- The frozen ones of a period that is still open for another count for its places.
do_periodo as (
    select valida.*
    from valida
    inner join (select distinct tipo_periodo, periodo_inicio from aberta) as periodo
        on valida.tipo_periodo = periodo.tipo_periodo and valida.periodo_inicio = periodo.periodo_inicio
),

hoje as (
    {{ metas_de_hoje('do_periodo') }}
),

calculada as (
    select
        -- keys
        {{ chave([['hoje.meta_id', 'bigint']]) }} as meta_id,
        hoje.meta_id as meta_original_id,
        coalesce(dia.data_id, -1) as data_id,
        coalesce(vendedor.vendedor_id, -1) as vendedor_id,
        coalesce(equipe.equipe_id, -1) as equipe_id,
        -- attributes
        hoje.tipo_periodo,
        hoje.periodo_inicio,
        hoje.periodo_fim,
        hoje.observacoes,
        -- measures
        hoje.valor_meta,
        hoje.quantidade_meta,
        hoje.valor_realizado,
        hoje.quantidade_realizada,
        hoje.percentual_atingido,
        {{ dinheiro('hoje.valor_realizado - hoje.valor_meta') }} as gap_meta,
        {{ dinheiro_por('hoje.valor_realizado', 'hoje.quantidade_realizada') }} as ticket_medio_realizado,
        hoje.ranking_periodo,
        hoje.quartil_performance,
        {{ bit('hoje.percentual_atingido >= 100') }} as meta_batida,
        {{ bit('hoje.percentual_atingido > 100') }} as meta_superada,
        {{ bit(periodo_fechado('hoje.periodo_fim', cutoff_vigente())) }} as eh_periodo_fechado
    from hoje
    inner join aberta on hoje.meta_id = aberta.meta_id
    left join {{ ref('dim_data') }} as dia on {{ data_id('hoje.periodo_inicio') }} = dia.data_id
    {{ versao_em('dim_vendedor', 'vendedor', 'vendedor_original_id', 'hoje.vendedor_id', 'hoje.periodo_inicio') }}
    {{ versao_em('dim_equipe', 'equipe', 'equipe_original_id', 'vendedor.equipe_original_id', 'hoje.periodo_inicio') }}
)

{{ gravar('calculada', 'meta_id') }}
