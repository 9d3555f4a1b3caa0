{% snapshot snap_cliente %}
    {{ config(
        unique_key='cliente_id',
        pre_hook="{{ apagar_versoes('int_cliente', 'cliente_id') }}",
        post_hook="{{ registrar_extracao('int_cliente', 'dim_cliente') }}"
    ) }}
    {{ extrair_versoes('int_cliente', 'cliente_id', 'dim_cliente') }}
{% endsnapshot %}
