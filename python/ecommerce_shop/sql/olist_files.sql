-- The files olist_<table>_dataset as published, their columns in order. All are text here.
create temp table customers (
    customer_id varchar,
    customer_unique_id varchar,
    customer_zip_code_prefix varchar,
    customer_city varchar,
    customer_state varchar
);
create temp table geolocation (
    geolocation_zip_code_prefix varchar,
    geolocation_lat varchar,
    geolocation_lng varchar,
    geolocation_city varchar,
    geolocation_state varchar
);
create temp table order_items (
    order_id varchar,
    order_item_id varchar,
    product_id varchar,
    seller_id varchar,
    shipping_limit_date varchar,
    price varchar,
    freight_value varchar
);
create temp table order_payments (
    order_id varchar,
    payment_sequential varchar,
    payment_type varchar,
    payment_installments varchar,
    payment_value varchar
);
create temp table orders (
    order_id varchar,
    customer_id varchar,
    order_status varchar,
    order_purchase_timestamp varchar,
    order_approved_at varchar,
    order_delivered_carrier_date varchar,
    order_delivered_customer_date varchar,
    order_estimated_delivery_date varchar
);
create temp table products (
    product_id varchar,
    product_category_name varchar,
    product_name_lenght varchar,
    product_description_lenght varchar,
    product_photos_qty varchar,
    product_weight_g varchar,
    product_length_cm varchar,
    product_height_cm varchar,
    product_width_cm varchar
);
create temp table sellers (
    seller_id varchar,
    seller_zip_code_prefix varchar,
    seller_city varchar,
    seller_state varchar
);
