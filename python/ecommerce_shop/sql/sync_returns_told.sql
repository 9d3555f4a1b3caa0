select count(*) as negativas, count(cancela) as devolucoes, count(*) - count(cancela) as sem_venda
from linha_negativa
