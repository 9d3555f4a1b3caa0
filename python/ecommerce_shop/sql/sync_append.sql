insert into {lido} select * from lendo
