-- Refunds that the file does not tell by line.
select format('{:,} orders were refunded in part, {:,.2f} in all: that is not taken off.', count(*), sum(numero("Refunded Amount"))::double)
from orders
where "Financial Status" = 'partially_refunded' and numero("Refunded Amount") > 0
having count(*) > 0
