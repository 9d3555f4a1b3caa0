{% snapshot snap_regiao %}
    {{ config(unique_key='regiao_id') }}
    {{ extrair_versoes('int_regiao', 'regiao_id', 'dim_regiao') }}
{% endsnapshot %}
