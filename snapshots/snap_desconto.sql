{% snapshot snap_desconto %}
    {{ config(unique_key='desconto_id', post_hook="{{ registrar_extracao('int_desconto', 'dim_desconto') }}") }}
    {{ extrair_versoes('int_desconto', 'desconto_id', 'dim_desconto') }}
{% endsnapshot %}
