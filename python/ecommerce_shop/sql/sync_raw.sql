-- What a mapping gives for a table, with all columns that may be given: text, or NULL.
create temp table bruta_{tabela} as
select {colunas} from (
{consulta}
) as dados
