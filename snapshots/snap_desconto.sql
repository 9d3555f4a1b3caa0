{% snapshot snap_desconto %}
    {{ config(unique_key='desconto_id') }}
    {{ extrair_versoes('int_desconto', 'desconto_id', 'dim_desconto') }}
{% endsnapshot %}
