-- New versions of one dimension; {dimensao} is its name. Runs in the history's own database.

create table if not exists versao_{dimensao} as
select chave, 1 as versao, carimbo as valido_de, carimbo, false as eh_excluido, conteudo
from conteudo_{dimensao}
where false;

create or replace temp table novas as
with ultima as (
    select * from versao_{dimensao} v
    where versao = (select max(versao) from versao_{dimensao} m where m.chave = v.chave)
)

select
    c.chave,
    coalesce(u.versao, 0) + 1 as versao,
    case
        when u.chave is null then timestamp '1900-01-01'
        when c.carimbo > u.carimbo then c.carimbo
        -- Changed without a newer stamp (a team takes another leader, a row comes back):
        -- from when it was seen.
        else greatest((select cutoff from param), u.carimbo + interval 1 microsecond)
    end as valido_de,
    case
        when u.chave is null or c.carimbo > u.carimbo then c.carimbo
        else greatest((select cutoff from param), u.carimbo + interval 1 microsecond)
    end as carimbo,
    false as eh_excluido,
    c.conteudo
from conteudo_{dimensao} c
left join ultima u on u.chave = c.chave
where c.carimbo <= (select cutoff from param)
    and (
        u.chave is null or u.eh_excluido
        or (
            u.conteudo is distinct from c.conteudo
            and (
                (select varre from param)
                or c.carimbo > (select inicio from janela where tabela = 'dim_{dimensao}')
            )
        )
    )
union all
-- Gone from the source: a last version, from the cutoff on. Only a run that sweeps finds it.
select
    u.chave, u.versao + 1, greatest(p.cutoff, u.carimbo + interval 1 microsecond),
    greatest(p.cutoff, u.carimbo + interval 1 microsecond), true, u.conteudo
from ultima u cross join param p
where p.varre and not u.eh_excluido and u.chave not in (
    select {dimensao}_id from src.core.{dimensao} where {dimensao}_id is not null
);

insert into versao_{dimensao} from novas;

create or replace view dim_{dimensao} as
select
    chave as {dimensao}_original_id,
    unnest(conteudo),
    valido_de,
    lead(valido_de) over (partition by chave order by versao) as valido_ate,
    lead(versao) over (partition by chave order by versao) is null as eh_atual,
    versao,
    eh_excluido
from versao_{dimensao};
