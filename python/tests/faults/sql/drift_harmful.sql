-- A column renamed, one dropped, one finer than money, one of another kind; a table missing.
create or replace table core.devolucao as
select * replace (cast(quantidade as varchar) as quantidade) rename (motivo as razao)
from core.devolucao;
create or replace table core.desconto_aplicado as
select * exclude (aprovado) replace (cast(valor_desconto as decimal(12, 4)) as valor_desconto)
from core.desconto_aplicado;
drop table core.meta_vendedor;
