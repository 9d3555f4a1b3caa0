-- The window of a table goes on from this run's cutoff. That of a dimension, whose versions stay,
-- does not go back when everything is loaded again as of an earlier moment.
merge into ultimo_corte u
using (select $tabela as tabela, cutoff from param) n on u.tabela = n.tabela
when matched then update set cutoff = case
    when n.tabela like 'dim%' then greatest(u.cutoff, n.cutoff) else n.cutoff
end
when not matched then insert values (n.tabela, n.cutoff)
