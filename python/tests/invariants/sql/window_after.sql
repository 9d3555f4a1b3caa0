-- The window of a table goes on from this run's cutoff.
merge into ultimo_corte u
using (select $tabela as tabela, cutoff from param) n on u.tabela = n.tabela
when matched then update set cutoff = n.cutoff
when not matched then insert values (n.tabela, n.cutoff)
