{% snapshot snap_equipe %}
    {{ config(unique_key='equipe_id', post_hook="{{ registrar_extracao('int_equipe', 'dim_equipe') }}") }}
    {{ extrair_versoes('int_equipe', 'equipe_id', 'dim_equipe') }}
{% endsnapshot %}
