update {tabela} as s set dbt_valid_to = lidas.inicio_versao
from lidas
where s.{chave} = lidas.{chave} and s.dbt_valid_to is null
