-- When what is written was written: now.
create temp macro carimbo(dado) as getvariable('agora');
