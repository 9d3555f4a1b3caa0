select
    coluna,
    palavra,
    linhas
from ops.vw_palavras_estranhas
order by
    coluna desc,
    linhas desc,
    palavra
