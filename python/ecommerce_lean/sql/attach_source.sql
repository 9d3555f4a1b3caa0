attach ? as ECOMMERCE_OLTP (read_only)
