-- Every source row that this run judged: NULL in regra is a valid one. Rows of one key are told apart by copia.
{%- for entidade, avaliacao in avaliacoes().items() %}
select
    '{{ entidade }}' as entidade,
    cast({{ avaliacao.chave }} as {{ tipo('nvarchar(50)') }}) as chave_origem,
    {{ avaliacao.pedido }} as pedido_original_id,
    {{ avaliacao.regra }} as regra,
    {{ detalhe(avaliacao.colunas) }} as detalhe,
    {{ avaliacao.copia | default(1) }} as copia
from {% if avaliacao.obrigatorias %}(
    select linha.*, {{ coluna_nula(entidade, 'linha') }} as coluna_nula
    from {{ ref(avaliacao.modelo) }} as linha
) as linha{% else %}{{ ref(avaliacao.modelo) }}{% endif %}
where {{ avaliacao.quando }}
union all
{%- endfor %}
select
    entidade,
    {{ chave_em_texto('chave') }} as chave_origem,
    pedido_id as pedido_original_id,
    regra,
    {{ detalhe(['linhas', 'copia', 'pedido_id', ['carimbo', 'datetime2(6)']]) }} as detalhe,
    copia
from {{ ref('base_oltp__chaves_rejeitadas') }}
where
    pedido_id is null and carimbo <= {{ cutoff() }}
    or pedido_id in (select pedido.pedido_id from {{ ref('int_pedidos_afetados') }} as pedido where pedido.em_voo = 0)
