-- The first order whose status is none of the known words: its line in the file, and the word.
select
    rowid + 2 as linha,
    coalesce(order_status, '') as palavra,
    (
        select string_agg(s.order_status, ', ' order by s.order_status) from status_olist as s
    ) as conhecidas
from orders
where order_status is null or order_status not in (select s.order_status from status_olist as s)
order by linha
limit 1;
