select nome, depende_de
from audit.linhagem
order by nome, depende_de
