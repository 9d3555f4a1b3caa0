select
    estado.entidade, estado.status, estado.ativo, sla.status as status_sla,
    sla.idade_minutos, sla.sla_minutos, sla.consumo_sla_percent,
    estado.linhas_gravadas, estado.linhas_mediana, estado.eh_vazia_inesperada,
    estado.linhas_quarentena, estado.duracao_s, estado.duracao_mediana_s,
    estado.ultimo_run_id, estado.ultimo_sucesso_em, estado.ultimo_cutoff,
    estado.falhas_consecutivas, estado.categoria_erro, estado.orientacao
from ops.vw_pipeline_status as estado
left join ops.vw_sla as sla on sla.entidade = estado.entidade
order by estado.ordem
