-- The row of {tabela} that n() chooses, by the name that the scripts orders_of_* know.
create or replace temp table apagada as
select uma(list({chave})) as chave from core.{tabela};
