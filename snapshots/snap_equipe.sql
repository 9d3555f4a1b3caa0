{% snapshot snap_equipe %}
    {{ config(unique_key='equipe_id') }}
    {{ extrair_versoes('int_equipe', 'equipe_id', 'dim_equipe', tambem=pai_mudou(['nome_lider'])) }}
{% endsnapshot %}
