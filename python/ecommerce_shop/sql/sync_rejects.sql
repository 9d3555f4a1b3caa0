-- The first line of each kind that DuckDB could not divide into columns.
select
    min(line) as registro,
    error_type as erro,
    arg_min(csv_line, line) as texto,
    any_value(error_message) as mensagem,
    count(*) as vezes
from reject_errors
group by error_type
order by registro
