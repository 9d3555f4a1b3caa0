select count(*) as quantidade
from core.identidade_origem
