{%- set chave = 'entidade, medida, coluna' -%}
with atuais as (
    select * from {{ ref('vw_medidas') }}
    where eh_atual = 1
),

-- The sixty days before. Volumes know weekdays.
antes as (
    select
        antes.*,
        case when antes.medida = 'volume' and antes.dia = atuais.dia then 1 else 0 end as mesmo_dia
    from {{ ref('vw_medidas') }} as antes
    inner join atuais
        on atuais.entidade = antes.entidade
        and atuais.medida = antes.medida
        and atuais.coluna = antes.coluna
    where
        antes.eh_atual = 0
        and antes.medido_em >= {{ dbt.dateadd('day', -60, 'atuais.medido_em') }}
),

contadas as (
    select
        *,
        sum(mesmo_dia) over (partition by {{ chave }}) as do_dia
    from antes
),

comparaveis as (
    select
        *,
        {{ mediana('valor', chave) }} as meio
    from contadas
    where do_dia < 5 or mesmo_dia = 1
),

desvios as (
    select
        *,
        {{ mediana('abs(valor - meio)', chave) }} as desvio
    from comparaveis
),

usual as (
    select
        entidade, medida, coluna,
        max(meio) as meio,
        max(desvio) as desvio,
        count(*) as cargas,
        count(distinct cast(medido_em as date)) as dias,
        max(case when do_dia >= 5 then 1 else 0 end) as por_dia
    from desvios
    group by entidade, medida, coluna
),

-- 3.5 standard deviations, which 1.4826 median deviations are of a normal distribution; and a least
-- width, for what hardly ever varies. A share of n rows varies by chance alone: 3 standard errors.
larguras as (
    select
        atuais.*, usual.meio, usual.desvio, usual.cargas, usual.dias, usual.por_dia,
        5.19 * usual.desvio as medida_largura,
        case atuais.medida
            when 'volume' then 0.25 * usual.meio + 5
            when 'frescor' then 0.5 * usual.meio + 60
            else 5 + 3 * sqrt(usual.meio * (100 - usual.meio) / nullif(atuais.linhas, 0))
        end as menor_largura
    from atuais
    left join usual
        on usual.entidade = atuais.entidade
        and usual.medida = atuais.medida
        and usual.coluna = atuais.coluna
),

faixas as (
    select
        *,
        case when medida_largura > menor_largura then medida_largura else menor_largura end
            as largura,
        {{ bit('dias >= 4 and (cargas >= 8 or por_dia = 1)') }} as tem_historia
    from larguras
)

select
    entidade, medida, coluna, run_id, medido_em, dia, linhas, valor,
    cast(meio as decimal(18, 2)) as mediana,
    cast(desvio as decimal(18, 2)) as desvio_mediano,
    cast(case when meio < largura then 0 else meio - largura end as decimal(18, 2)) as usual_de,
    cast(case when medida = 'nulos' and meio + largura > 100 then 100 else meio + largura end
        as decimal(18, 2)) as usual_ate,
    cast(coalesce(cargas, 0) as bigint) as cargas,
    cast(coalesce(dias, 0) as bigint) as dias,
    {{ bit('por_dia = 1') }} as por_dia_da_semana,
    tem_historia,
    {{ bit("tem_historia = 1 and (valor > meio + largura "
           ~ "or medida <> 'frescor' and valor < meio - largura)") }} as eh_anomalia,
    cast(case when abs(valor - meio) > 2 * largura then 'media' else 'baixa' end
        as {{ tipo('nvarchar(10)') }}) as gravidade
from faixas
