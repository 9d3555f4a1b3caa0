create or replace temp table periodo_aberto as
select distinct tipo_periodo, periodo_inicio from oltp.core.meta_vendedor;
