{% snapshot snap_regiao %}
    {{ config(unique_key='regiao_id', post_hook="{{ registrar_extracao('int_regiao', 'dim_regiao') }}") }}
    {{ extrair_versoes('int_regiao', 'regiao_id', 'dim_regiao') }}
{% endsnapshot %}
