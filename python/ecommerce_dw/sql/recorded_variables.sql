select nome, valor
from ctl.variaveis
