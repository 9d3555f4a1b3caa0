-- {table}: the columns {columns}.
select {columns} from {table}
