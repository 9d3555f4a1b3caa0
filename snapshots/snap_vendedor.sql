{% snapshot snap_vendedor %}
    {{ config(unique_key='vendedor_id', post_hook="{{ registrar_extracao('int_vendedor', 'dim_vendedor') }}") }}
    {{ extrair_versoes('int_vendedor', 'vendedor_id', 'dim_vendedor') }}
{% endsnapshot %}
