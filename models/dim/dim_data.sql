{{ config(unique_key='data_id', post_hook=["{{ excluir_dias_de_fora() }}", "{{ registrar_carga() }}"]) }}

{%- set inicio = "cast('" ~ var('dim_data_inicio') ~ "' as date)" %}
{%- set fim = "cast('" ~ var('dim_data_fim') ~ "' as date)" %}
{%- set nomes = {
    'mes': [
        'Janeiro', 'Fevereiro', 'Março', 'Abril', 'Maio', 'Junho',
        'Julho', 'Agosto', 'Setembro', 'Outubro', 'Novembro', 'Dezembro',
    ],
    'dia_da_semana': [
        'Domingo', 'Segunda-feira', 'Terça-feira', 'Quarta-feira', 'Quinta-feira', 'Sexta-feira',
        'Sábado',
    ],
} %}

with digitos as (
    {%- for digito in range(10) %}
    select {{ digito }} as d{{ " union all" if not loop.last }}
    {%- endfor %}
),

-- 0 to 99 999: days after the first one
numeros as (
    select a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n
    from digitos as a
    cross join digitos as b
    cross join digitos as c
    cross join digitos as e
    cross join digitos as f
),

dias as (
    select cast({{ dbt.dateadd('day', 'n', inicio) }} as date) as data_completa
    from numeros
    where n <= {{ dbt.datediff(inicio, fim, 'day') }}
),

partes as (
    select
        dias.data_completa,
        year(dias.data_completa) as ano,
        month(dias.data_completa) as mes,
        day(dias.data_completa) as dia,
        -- 1899-12-31 was a Sunday
        {{ dbt.datediff("cast('1899-12-31' as date)", 'dias.data_completa', 'day') }} % 7 + 1
            as dia_da_semana,
        feriados.nome as nome_feriado
    from dias
    left join {{ ref('feriados_nacionais') }} as feriados
        on dias.data_completa = feriados.data
),

nomeadas as (
    select
        partes.*,
        {%- for coluna, textos in nomes.items() %}
        case {{ coluna }}
            {%- for texto in textos %}
            when {{ loop.index }} then '{{ texto }}'
            {%- endfor %}
        end as {{ 'nome_mes' if coluna == 'mes' else 'nome_dia_semana' }},
        {%- endfor %}
        cast(ano * 10000 + mes * 100 + dia as {{ tipo('nvarchar(8)') }}) as aaaammdd,
        cast((mes + 2 - (mes + 2) % 3) / 3 as {{ tipo('int') }}) as trimestre,
        {{ dbt.datediff(dbt.date_trunc('year', 'data_completa'), 'data_completa', 'day') }} + 1
            as dia_do_ano,
        -- Thursday of the same ISO week (Monday to Sunday)
        cast({{ dbt.dateadd('day', '3 - (dia_da_semana + 5) % 7', 'data_completa') }} as date)
            as quinta_feira
    from partes
),

com_semana as (
    select
        nomeadas.*,
        {{ dbt.datediff(dbt.date_trunc('year', 'quinta_feira'), 'quinta_feira', 'day') }}
            as dias_ate_quinta
    from nomeadas
),

calculada as (
    select
        com_semana.*,
        ano * 10000 + mes * 100 + dia as data_id,
        case when mes <= 6 then 1 else 2 end as semestre,
        -- the ISO week belongs to the year of its Thursday
        (dias_ate_quinta - dias_ate_quinta % 7) / 7 + 1 as semana_do_ano,
        left(nome_mes, 3) as nome_mes_abrev,
        left(nome_dia_semana, 3) as nome_dia_semana_abrev,
        {{ dbt.concat(["left(aaaammdd, 4)", "'-'", "substring(aaaammdd, 5, 2)"]) }} as periodo_mes,
        {{ dbt.concat(["left(aaaammdd, 4)", "'-Q'", "trimestre"]) }} as periodo_trimestre,
        {{ bit('dia_da_semana in (1, 7)') }} as eh_fim_de_semana,
        {{ bit('nome_feriado is not null') }} as eh_feriado,
        {{ bit('nome_feriado is null and dia_da_semana between 2 and 6') }} as eh_dia_util,
        {{ bit('ano % 4 = 0 and (ano % 100 <> 0 or ano % 400 = 0)') }} as eh_ano_bissexto
    from com_semana
)

{{ gravar('calculada', 'data_id', membros={-1: {}}, natural=['data_completa']) }}
