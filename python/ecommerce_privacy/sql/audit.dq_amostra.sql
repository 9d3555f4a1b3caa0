-- Samples of failed tests, 'column=value; column=value', that name the customer or a version, or
-- have a value that identifies the customer.
with titular as (
    select cast(? as bigint) as cliente_id
),

partes as (
    select concat('%cliente_id=', titular.cliente_id, '; %') as parte from titular
    union all
    select concat('%cliente_original_id=', titular.cliente_id, '; %') as parte from titular
    union all
    select concat('%cliente_id=', versao.cliente_id, '; %') as parte
    from dim.dim_cliente as versao
    inner join titular on versao.cliente_original_id = titular.cliente_id
    union all
    select concat('%=', valor.valor, '; %') as parte
    from (
        select versao.cliente_id, versao.nome_cliente as valor from snap.snap_cliente as versao
        union all
        select versao.cliente_id, versao.email as valor from snap.snap_cliente as versao
        union all
        select versao.cliente_id, versao.telefone as valor from snap.snap_cliente as versao
        union all
        select versao.cliente_id, versao.cpf_cnpj as valor from snap.snap_cliente as versao
    ) as valor
    inner join titular on valor.cliente_id = titular.cliente_id
    where valor.valor is not null
)

select amostra.*
from audit.dq_amostra as amostra
where
    exists (
        select 1 from partes
        where concat(amostra.linha, '; ') like partes.parte
    )
