select
    entidade, tipo_recurso, status, iniciado_em, finalizado_em, duracao_s, categoria_erro,
    mensagem_erro
from audit.etl_run_entity
where run_id = :run_id and iniciado_em is not null and finalizado_em is not null
order by iniciado_em, finalizado_em, entidade
