-- What a change goes by: {n}, which row; {carimbo}, its new stamp.
create or replace temp macro n() as cast({n} as bigint);
create or replace temp macro carimbo() as timestamp '{carimbo}';
create or replace temp macro uma(chaves) as list_sort(chaves)[1 + n() % len(chaves)];
