{% snapshot snap_vendedor %}
    {{ config(unique_key='vendedor_id') }}
    {# A team that gets another leader stamps the team and the new leader's row here, not the former leader's. #}
    {{ extrair_versoes('int_vendedor', 'vendedor_id', 'dim_vendedor',
        tambem='origem.eh_lider <> atual.eh_lider or ' ~ pai_mudou(['nome_equipe', 'nome_gerente'])) }}
{% endsnapshot %}
