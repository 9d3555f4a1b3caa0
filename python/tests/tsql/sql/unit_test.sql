with calculada as (select {colunas} from ({calculada}) as t),
esperada as (select {colunas} from ({esperada}) as t)
(select 'calculada' as lado, * from calculada except all select 'calculada' as lado, * from esperada)
union all
(select 'esperada' as lado, * from esperada except all select 'esperada' as lado, * from calculada)
