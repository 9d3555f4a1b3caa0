-- Orders that a windowed run might have looked at, and did not.
create or replace temp table nao_visto as
select unnest(cast(? as bigint[])) as pedido_id
