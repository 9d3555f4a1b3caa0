delete from main.carga;
insert into main.carga values (getvariable('cutoff'));
