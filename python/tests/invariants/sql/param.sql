-- What the rules depend on beside the source.
create or replace temp table param as
select
    cast(? as timestamp) as cutoff,
    cast(? as integer) as dias_fechamento,
    cast(? as date) as data_inicio,
    cast(? as date) as data_fim
