-- One seller goes to the next team; one team gets another leader.
create or replace temp table escolha as
select
    v.vendedor_id,
    coalesce(
        (select min(e.equipe_id) from core.equipe as e where e.equipe_id > v.equipe_id),
        (select min(e.equipe_id) from core.equipe as e where e.equipe_id <> v.equipe_id)
    ) as equipe_id
from core.vendedor as v
where v.situacao = 'Ativo' and v.equipe_id is not null and (select count(*) from core.equipe) > 1
    and not exists (select 1 from core.equipe as e where e.lider_vendedor_id = v.vendedor_id)
order by u(v.vendedor_id, 'troca'), v.vendedor_id
limit 1;

update core.vendedor
set equipe_id = e.equipe_id, data_atualizacao = getvariable('agora')
from escolha as e
where core.vendedor.vendedor_id = e.vendedor_id;

create or replace temp table lideranca as
select v.equipe_id, v.vendedor_id
from core.vendedor as v
inner join core.equipe as e on v.equipe_id = e.equipe_id
where v.situacao = 'Ativo' and v.vendedor_id is distinct from e.lider_vendedor_id
    and not exists (select 1 from escolha as x where x.vendedor_id = v.vendedor_id)
order by u(v.equipe_id, 'equipe'), u(v.vendedor_id, 'lider'), v.vendedor_id
limit 1;

update core.equipe
set lider_vendedor_id = l.vendedor_id, data_atualizacao = getvariable('agora')
from lideranca as l
where core.equipe.equipe_id = l.equipe_id;

select 'vendedores_de_equipe_nova' as mudanca, count(*) as linhas from escolha
union all
select 'lideres_trocados', count(*) from lideranca;
