delete from lidas using {tabela} as s
where s.{chave} = lidas.{chave} and s.dbt_valid_to is null and s.row_hash = lidas.row_hash
