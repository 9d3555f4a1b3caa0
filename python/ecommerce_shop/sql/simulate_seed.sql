-- The seed moves on with the shop, so that a second call with the same seed differs.
set variable seed = (
    select (getvariable('seed') * 1000003 + coalesce(max(pedido_id), 0)) % 2147483647
    from core.pedido
);
