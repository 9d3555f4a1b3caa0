-- Rows of {table} whose lineage does not tell what happened to them from `before` to `after`:
-- new rows carry the run twice, changed rows as the one that changed them, all others nothing new.
with marcada as (
    select
        n.*,
        hash({new_columns}) as valores,
        hash({old_columns}) as valores_antes,
        o.{key} is null as eh_nova,
        o.criado_run_id as criado_antes,
        o.atualizado_run_id as atualizado_antes,
        o.data_inclusao as inclusao_antes,
        o.data_ultima_atualizacao as ultima_antes
    from after.{table} n left join before.{table} o on o.{key} = n.{key}
)

select {key}
from marcada
where case
    when eh_nova then criado_run_id <> $run or atualizado_run_id <> $run
    when valores <> valores_antes
        then atualizado_run_id <> $run or criado_run_id <> criado_antes
            or data_inclusao <> inclusao_antes or data_ultima_atualizacao <= ultima_antes
    else (criado_run_id, atualizado_run_id, data_inclusao, data_ultima_atualizacao)
        is distinct from (criado_antes, atualizado_antes, inclusao_antes, ultima_antes)
end
