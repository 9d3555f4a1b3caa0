-- core.regiao from the reference municipalities, stamped with the variable abertura.
insert into core.regiao by name
select
    *,
    getvariable('abertura') as data_cadastro,
    getvariable('abertura') as data_atualizacao
from regiao_do_brasil
order by regiao_id;
