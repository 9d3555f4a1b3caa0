{% snapshot snap_produto %}
    {{ config(unique_key='produto_id') }}
    {{ extrair_versoes('int_produto', 'produto_id', 'dim_produto',
        tambem=pai_mudou(['categoria', 'subcategoria', 'nome_fornecedor'])) }}
{% endsnapshot %}
