{% snapshot snap_produto %}
    {{ config(unique_key='produto_id', post_hook="{{ registrar_extracao('int_produto', 'dim_produto') }}") }}
    {{ extrair_versoes('int_produto', 'produto_id', 'dim_produto') }}
{% endsnapshot %}
