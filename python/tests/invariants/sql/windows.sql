-- From when on a windowed run reads a table: its last cutoff less the overlap.
create table if not exists ultimo_corte (tabela varchar, cutoff timestamp);

create or replace temp table janela as
select u.tabela, u.cutoff - to_minutes(p.sobreposicao_minutos) as inicio
from ultimo_corte u cross join param p;
