-- A subcategory gets another name: 'X' becomes 'X (2)', then 'X (3)'.
create or replace temp table escolha as
select
    categoria_id,
    regexp_replace(nome_categoria, ' \(\d+\)$', '')
    || ' ('
    || (1 + coalesce(try_cast(regexp_extract(nome_categoria, '\((\d+)\)$', 1) as integer), 1))
    || ')' as nome
from core.categoria
where categoria_pai_id is not null
order by u(categoria_id, 'renomeia'), categoria_id
limit 1;

update core.categoria
set nome_categoria = e.nome, data_atualizacao = getvariable('agora')
from escolha as e
where core.categoria.categoria_id = e.categoria_id;

select 'categorias_renomeadas' as mudanca, count(*) as linhas from escolha;
