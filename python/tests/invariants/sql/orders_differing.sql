-- Orders, by the column of that name, whose rows are not the same in two queries.
select distinct {order} from (
    (({left}) except all ({right})) union all (({right}) except all ({left}))
)
where {order} in (select pedido_id from o.talvez_visto)
