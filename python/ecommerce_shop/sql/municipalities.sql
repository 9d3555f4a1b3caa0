-- The reference municipalities as a temporary table. Variable before: pasta.
create temp table municipio as
select m.*, e.nome_estado, e.regiao_pais, e.fuso_horario, e.cep_inicial, e.cep_final
from read_csv(
    getvariable('pasta') || '/municipios.csv',
    header = true,
    columns = {
        'codigo_ibge': 'bigint',
        'nome': 'varchar',
        'uf': 'varchar',
        'capital': 'integer',
        'ddd': 'varchar',
        'latitude': 'double', 'longitude': 'double', 'populacao': 'bigint'
    }
) as m
inner join
    read_csv(getvariable('pasta') || '/estados.csv', header = true, all_varchar = true) as e
on m.uf = e.uf;
