-- Some columns of a table, or of a query in parentheses.
select {columns} from {table}
