select
    (select count(*) from fact.fact_vendas) as vendas,
    (select count(*) from fact.fact_descontos) as descontos,
    (select count(*) from audit.etl_run where status = 'running') as em_curso
