select
    sum(tentativas) as tentativas,
    sum(falhas) as falhas,
    sum(duracao_media_ms * tentativas)
    / nullif(sum(case when duracao_media_ms is not null then tentativas end), 0) as media_ms,
    max(duracao_maxima_ms) as maxima_ms
from ops.vw_saude_conexoes
