select
    entidade, medida, coluna, run_id, medido_em, dia, linhas, valor, mediana, desvio_mediano,
    usual_de, usual_ate, cargas, dias, por_dia_da_semana, tem_historia, eh_anomalia, gravidade
from ops.vw_anomalias
order by
    case when eh_anomalia = 1 then 0 when tem_historia = 1 then 1 else 2 end,
    gravidade desc, entidade,
    case medida when 'volume' then 1 when 'frescor' then 2 else 3 end,
    coluna
