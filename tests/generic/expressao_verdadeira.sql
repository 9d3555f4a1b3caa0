{#
    Every rule holds in every row; a rule that is neither true nor false (NULL) counts as broken.
    A failing row shows its key and the names of all rules that it breaks.

    chave: column that identifies the row. regras: rule name -> SQL condition.
#}
{% test expressao_verdadeira(model, chave, regras) %}
select
    {{ chave }},
    {{ dbt.concat(nomes_das_regras_quebradas(regras)) }} as regras_quebradas
from {{ model }}
where case when ({{ regras.values() | join(') and (') }}) then 0 else 1 end = 1
{% endtest %}
