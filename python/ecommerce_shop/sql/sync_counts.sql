-- novas, mudadas, sumidas, iguais; and how many there were
select
    (select count(*) from mudou_{tabela} where nova) as novas,
    (select count(*) from mudou_{tabela} where not nova) as mudadas,
    (select count(*) from sumiu_{tabela}) as sumidas,
    (select count(*) from nova_{tabela}) - (select count(*) from mudou_{tabela}) as iguais,
    (select count(*) from core.{tabela}) as havia
