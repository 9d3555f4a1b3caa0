-- Amounts made of several others (a team's yearly target, a commission, a gap) are kept at the largest that their column holds: no load stops
-- over thirteen digits. Where that came about the sum is not the true one: the row is named here.
{{ config(severity='warn') }}

{%- for tabela, chave, colunas in [
    ('fact_vendas', 'item_original_id', ['valor_comissao']),
    ('fact_metas', 'meta_original_id', ['valor_realizado', 'gap_meta']),
    ('fact_descontos', 'desconto_aplicado_original_id', ['valor_sem_desconto', 'margem_antes_desconto', 'margem_apos_desconto']),
    ('dim_equipe', 'equipe_original_id', ['meta_trimestral_equipe', 'meta_anual_equipe']),
] %}
{%- set de_fora = loop %}
{%- for coluna in colunas %}
select
    '{{ tabela }}' as tabela,
    {{ chave }} as chave_original,
    '{{ coluna }}' as coluna,
    {{ coluna }} as valor
from {{ get_where_subquery(ref(tabela)) }}
where {{ coluna }} in (9999999999999.99, -9999999999999.99)
{{ "union all" if not (de_fora.last and loop.last) }}
{%- endfor %}
{%- endfor %}
