"""The source database ECOMMERCE_OLTP: made, changed, or filled with the Olist data set."""
