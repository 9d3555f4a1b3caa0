select {colunas}
from {relacao}
