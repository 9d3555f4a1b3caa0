-- The type 1 dimension: the last good content seen, marked when its row is gone.

create table if not exists estado_regiao as
select chave, false as eh_excluido, conteudo from conteudo_regiao where false;

create or replace temp table lida as
select chave from conteudo_regiao
where carimbo <= (select cutoff from param)
    and (
        (select varre from param)
        or carimbo > (select inicio from janela where tabela = 'dim_regiao')
        or chave not in (select chave from estado_regiao where not eh_excluido)
    );

create or replace temp table novas as
select chave, false as eh_excluido, conteudo
from conteudo_regiao
where chave in (from lida)
union all
-- Not read: as it was; where it is gone, a run that sweeps says so.
select
    chave,
    eh_excluido
    or ((select varre from param) and chave not in (
        select regiao_id from src.core.regiao where regiao_id is not null
    )),
    conteudo
from estado_regiao
where chave not in (from lida);

delete from estado_regiao;

insert into estado_regiao from novas;

create or replace view dim_regiao as
select chave as regiao_original_id, unnest(conteudo), eh_excluido from estado_regiao;
