delete from core.identidade_origem
