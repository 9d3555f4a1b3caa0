-- Changes of dim_regiao (type 1); a municipality that the source no longer has stays, marked.
delete from dim.dim_regiao
where regiao_id in (select regiao_id from origem_regiao where carimbo > getvariable('de'));

insert into dim.dim_regiao by name
select * exclude (carimbo) from origem_regiao
where carimbo > getvariable('de');

update dim.dim_regiao set eh_excluido = true
where
    regiao_original_id >= 0 and not eh_excluido
    and regiao_original_id not in (select regiao_id from oltp.core.regiao);
