-- lendo: the relation that reads the file
create temp table {lido} as select * from lendo
