-- The hard rules that a bad row can break here, in the order in which simulate makes them. Keys
-- that are enforced stop some.
with chave as (
    select count(*) filter (where constraint_type = 'PRIMARY KEY') > 0 as enforcada
    from duckdb_constraints()
    where database_name = current_database() and schema_name = 'core' and table_name = 'pedido'
)
select r.regra
from (
    values
    (1, 'pedido_regiao', false),
    (2, 'pedido_data', false),
    (3, 'item_orfao', false),
    (4, 'item_quantidade', false),
    (5, 'item_preco', false),
    (6, 'item_custo', false),
    (7, 'desconto_valor', false),
    (8, 'desconto_orfao', false),
    (9, 'desconto_nivel', false),
    (10, 'desconto_excede_base', false),
    (11, 'devolucao_quantidade', false),
    (12, 'devolucao_orfa', false),
    (13, 'devolucao_excede', false),
    (14, 'meta_valor', false),
    (15, 'meta_orfa', false),
    (16, 'pedido_cliente', true),
    (17, 'meta_duplicada', true)
) as r (ordem, regra, pede_sem_chaves)
cross join chave as c
where not (r.pede_sem_chaves and c.enforcada)
order by r.ordem
