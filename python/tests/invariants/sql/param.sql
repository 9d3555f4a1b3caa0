-- What the rules depend on beside the source, and what kind of run looks at it: one that sweeps,
-- one that builds everything.
create or replace temp table param as
select
    cast(? as timestamp) as cutoff,
    cast(? as integer) as dias_fechamento,
    cast(? as date) as data_inicio,
    cast(? as date) as data_fim,
    cast(? as integer) as sobreposicao_minutos,
    cast(? as boolean) as varre,
    cast(? as boolean) as completa
