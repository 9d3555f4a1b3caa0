select
    tabela,
    em_espera,
    adiante,
    carimbo_maximo
from ctl.volume_origem
where em_espera > 0
order by tabela
