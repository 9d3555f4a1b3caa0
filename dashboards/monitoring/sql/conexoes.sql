select
    hora, aplicacao, categoria, tentativas, falhas, duracao_media_ms, duracao_maxima_ms,
    sucesso_da_aplicacao_percent
from ops.vw_saude_conexoes
order by hora, aplicacao, categoria
