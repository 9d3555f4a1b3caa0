update dim.dim_equipe
set situacao = concat('quebrada ', right(cast(equipe_id as varchar), 6))
where equipe_id in (select equipe_id from dim.dim_equipe where equipe_id > 0 order by equipe_id limit 5)
