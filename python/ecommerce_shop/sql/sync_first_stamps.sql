-- A first load of a mapping that knows when its rows were written: as it says; the rest was there
-- before the first order.
create temp macro carimbo(dado) as coalesce(dado, getvariable('abertura')::timestamp);
