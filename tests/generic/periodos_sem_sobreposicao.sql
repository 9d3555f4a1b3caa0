{#
    Versions of a natural key follow each other from 1900-01-01 without gap or overlap, are numbered 1, 2, 3, ..., and only
    the last one is current. A failing row shows the version and the names of the rules that it breaks.

    chave_natural: natural key column.
#}
{% test periodos_sem_sobreposicao(model, chave_natural) %}
{%- set regras = {
    'versao_em_ordem': 'versao = ordem',
    'inicio_em_1900': "ordem > 1 or valido_de = '1900-01-01'",
    'periodo_nao_vazio': 'valido_ate is null or valido_ate > valido_de',
    'sem_lacuna_nem_sobreposicao': 'proxima_de is null and valido_ate is null or valido_ate = proxima_de',
    'so_a_ultima_eh_atual': 'proxima_de is null and eh_atual = 1 or proxima_de is not null and eh_atual = 0',
} %}
with versoes as (
    select
        {{ chave_natural }},
        versao,
        valido_de,
        valido_ate,
        eh_atual,
        row_number() over (partition by {{ chave_natural }} order by valido_de, versao) as ordem,
        lead(valido_de) over (partition by {{ chave_natural }} order by valido_de, versao) as proxima_de
    from {{ model }}
)

select
    {{ chave_natural }},
    versao,
    {{ dbt.concat(nomes_das_regras_quebradas(regras)) }} as regras_quebradas
from versoes
where case when ({{ regras.values() | join(') and (') }}) then 0 else 1 end = 1
{% endtest %}
