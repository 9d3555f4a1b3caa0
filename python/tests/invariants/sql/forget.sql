-- A full refresh forgets the orders that wait for a later cutoff.
delete from fact_vendas;
delete from fact_descontos;
