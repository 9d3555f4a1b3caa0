-- What could not be understood: the first place of each column, and of each word.
with falta as (
    select unnest(string_split(faltas, ',')) as coluna, linha from nova_{tabela} where faltas <> ''
),
lido as (
    select f.coluna, b.origem, left(trim(to_json(b) ->> f.coluna), 60) as valor
    from falta as f
    inner join bruta_{tabela} as b on f.linha = b.rowid
)
select coluna, arg_min(coalesce(valor, ''), origem) as valor, min(origem) as origem, count(*) as vezes
from lido
group by coluna, case when list_contains($de_palavras, coluna) then valor end
order by coluna, min(origem)
limit 20
