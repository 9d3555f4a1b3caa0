-- The first screen's figures, from the audit tables alone.
with ultimas as (
    select max(run_id) as run_id, entidade
    from audit.etl_run_entity
    where tipo_recurso = 'model' and entidade in (select entidade from ctl.etl_control)
    group by entidade
)

select
    (
        select sum(e.linhas_inseridas + e.linhas_atualizadas)
        from audit.etl_run_entity as e
        inner join ultimas on ultimas.run_id = e.run_id and ultimas.entidade = e.entidade
    ) as gravadas,
    (select count(*) from audit.quarentena where resolvido_em is null) as quarentena,
    (
        select count(*) from audit.reconciliacao
        where
            valor_origem <> valor_dw
            and run_id = (select max(run_id) from audit.reconciliacao)
    ) as diferencas,
    (select count(*) from ctl.etl_control where ativo = 1) as entidades
