-- The mapping brings regions of its own: no place is looked up.
create temp table lugar (pais varchar, estado varchar, cidade varchar, regiao_id bigint)
