-- Tables that had rows at the last load.
select tabela from ctl.volume_origem where linhas > 0 order by tabela
