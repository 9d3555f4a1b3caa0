-- The period, the one that it is compared with, and the same days a year earlier.
select
    'atual' as periodo,
    cast(:de as date) as inicio,
    cast(:ate as date) as fim
union all
select
    'anterior' as periodo,
    cast(:de_anterior as date) as inicio,
    cast(:ate_anterior as date) as fim
union all
select
    'ano' as periodo,
    cast(:de_ano as date) as inicio,
    cast(:ate_ano as date) as fim
