-- The day before the first stamp of an order: SQLMesh notes every interval since its models' start.
select cast(min(data_atualizacao) - interval 1 day as date) from core.pedido
