select
    data_id, data_completa, ano, semestre, trimestre, mes, dia, semana_do_ano, dia_da_semana,
    dia_do_ano, nome_mes, nome_mes_abrev, nome_dia_semana, nome_dia_semana_abrev,
    eh_fim_de_semana, eh_feriado, nome_feriado, eh_dia_util, eh_ano_bissexto, periodo_mes,
    periodo_trimestre,
    cast(min(data_completa) over (partition by periodo_mes) as date) as primeiro_dia_mes,
    cast(max(data_completa) over (partition by periodo_mes) as date) as ultimo_dia_mes,
    cast(sum(case when eh_dia_util = 1 then 1 else 0 end) over (
        partition by periodo_mes
        order by data_completa
        rows between unbounded preceding and current row
    ) as int) as dias_uteis_decorridos,
    cast(
        sum(case when eh_dia_util = 1 then 1 else 0 end) over (partition by periodo_mes) as int
    ) as dias_uteis_mes
from {{ ref('dim_data') }}
where data_id > 0
