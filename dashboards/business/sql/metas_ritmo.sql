-- The pace of the period: so far, where it should be by now, where it will close.
select
    max(dias_uteis) as dias_uteis,
    max(dias_uteis_decorridos) as dias_uteis_decorridos,
    sum(valor_meta) as meta,
    sum(valor_realizado) as realizado,
    sum(meta_ate_aqui) as meta_ate_aqui,
    sum(projecao_fechamento) as projecao,
    100.0 * sum(projecao_fechamento) / nullif(sum(valor_meta), 0) as projecao_percent
from vw.vw_ritmo_metas
where
    tipo_periodo = :tipo
    and periodo_inicio = :inicio
    and nome_equipe in :equipes
