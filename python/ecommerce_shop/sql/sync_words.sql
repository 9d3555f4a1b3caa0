create temp table palavra (coluna varchar, de varchar, para varchar)
