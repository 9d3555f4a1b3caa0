{% snapshot snap_cliente %}
    {{ config(unique_key='cliente_id') }}
    {{ extrair_versoes('int_cliente', 'cliente_id', 'dim_cliente', tambem=pai_mudou(['cidade', 'estado'])) }}
{% endsnapshot %}
