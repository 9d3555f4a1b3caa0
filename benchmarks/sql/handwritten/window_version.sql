-- Changes of one versioned dimension. Written for `exemplo`; run once for each of the five, with its
-- name in the place of `exemplo`.
create or replace temp table nova_exemplo as
with atual as (
    select * from dim.dim_exemplo
    where eh_atual and exemplo_original_id >= 0
),
lida as (
    select o.*
    from origem_exemplo as o
    where o.carimbo > getvariable('de')
),
mudada as (
    select * exclude (carimbo) from lida
    except
    select
        * exclude (exemplo_id, valido_de, valido_ate, eh_atual, versao, eh_excluido)
    from atual
    where not eh_excluido
),
versao as (
    select m.*, l.carimbo as valido_de, false as eh_excluido
    from mudada as m
    inner join lida as l on m.exemplo_original_id = l.exemplo_original_id
    union all by name
    select
        * exclude (exemplo_id, valido_de, valido_ate, eh_atual, versao, eh_excluido),
        getvariable('cutoff') as valido_de,
        true as eh_excluido
    from atual
    where
        not eh_excluido
        and exemplo_original_id not in (select exemplo_original_id from origem_exemplo)
)
select
    v.* exclude (valido_de),
    case when a.versao is null then timestamp '1900-01-01' else v.valido_de end as valido_de,
    null::timestamp as valido_ate,
    true as eh_atual,
    coalesce(a.versao, 0) + 1 as versao
from versao as v
left join atual as a on v.exemplo_original_id = a.exemplo_original_id;

update dim.dim_exemplo set valido_ate = n.valido_de, eh_atual = false
from nova_exemplo as n
where
    dim.dim_exemplo.exemplo_original_id = n.exemplo_original_id
    and dim.dim_exemplo.eh_atual;

insert into dim.dim_exemplo by name
select chave_versao(exemplo_original_id, valido_de) as exemplo_id, *
from nova_exemplo;
