-- One row: all that the first screen's verdict and cards need. Every judgement is a view's.
with ultima as (
    select *
    from ops.vw_execucoes
    where run_id = (
        select max(run_id)
        from ops.vw_execucoes
        where carrega = 1 and status <> 'running'
    )
),

-- The last run that compared source and warehouse; a run of one entity may not.
comparada as (
    select *
    from ops.vw_execucoes
    where run_id = (select max(run_id) from ops.vw_execucoes where medidas_reconciliadas > 0)
),

sla as (
    select
        count(*) as entidades,
        coalesce(sum(case when status = 'ok' then 1 else 0 end), 0) as no_prazo,
        max(consumo_sla_percent) as consumo_maximo,
        max(idade_minutos) as idade_maxima
    from ops.vw_sla
),

cargas as (
    select
        sum(linhas_gravadas) as gravadas,
        sum(linhas_mediana) as esperadas,
        coalesce(sum(case when eh_vazia_inesperada = 1 then 1 else 0 end), 0) as vazias,
        coalesce(sum(case when status <> 'success' then 1 else 0 end), 0) as nao_carregadas
    from ops.vw_pipeline_status
    where ativo = 1
),

quarentena as (
    select
        count(*) as abertas,
        count(ultima.run_id) as novas,
        count(distinct linhas.regra) as regras
    from audit.quarentena as linhas
    left join ultima on ultima.run_id = linhas.run_id
    where linhas.resolvido_em is null
)

select
    ultima.run_id, ultima.status,
    ultima.iniciado_em, coalesce(ultima.finalizado_em, ultima.iniciado_em) as finalizado_em, ultima.comando,
    ultima.duracao_s, ultima.duracao_mediana_s, ultima.duracao_max_s, ultima.testes_falhos,
    ultima.mensagem_erro, ultima.linhas_sem_carimbo,
    sla.entidades, sla.no_prazo, sla.consumo_maximo, sla.idade_maxima,
    cargas.gravadas, cargas.esperadas, cargas.vazias, cargas.nao_carregadas,
    comparada.run_id as run_comparado, comparada.medidas_reconciliadas, comparada.diferencas,
    quarentena.abertas, quarentena.novas, quarentena.regras
from sla
cross join cargas
cross join quarentena
left join ultima on 1 = 1
left join comparada on 1 = 1
