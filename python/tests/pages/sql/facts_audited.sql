-- What the audit says must be in the facts: everything written by any run, less what was deleted.
select
    (select max(run_id) from audit.etl_run_entity where entidade = 'fact_vendas') as run_id,
    (
        select sum(linhas_inseridas) - sum(linhas_excluidas)
        from audit.etl_run_entity where entidade = 'fact_vendas'
    ) as vendas_auditadas,
    (
        select sum(linhas_inseridas) - sum(linhas_excluidas)
        from audit.etl_run_entity where entidade = 'fact_descontos'
    ) as descontos_auditados,
    (select max(run_id) from audit.reconciliacao) as run_reconciliada,
    (select min(ultimo_run_id) from ctl.etl_control) as run_da_mais_velha
