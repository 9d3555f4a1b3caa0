select descricao from core.identidade_origem
