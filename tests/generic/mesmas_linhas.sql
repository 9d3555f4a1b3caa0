{#
    A view of a fact with its dimensions has every row of it once: as many rows as the fact. Given that the fact's key is unique and that
    its keys are all found (its own tests), it is a left join on a key that is not unique that this finds.

    fato: the fact.
#}
{% test mesmas_linhas(model, fato) %}
select da_view.linhas, do_fato.linhas as linhas_do_fato
from (select count(*) as linhas from {{ model }}) as da_view
cross join (
    select count(*) as linhas from {{ fato }}
    {%- if not testa_tudo() %}
    where atualizado_run_id = {{ run_id() }}
    {%- endif %}
) as do_fato
where da_view.linhas <> do_fato.linhas
{% endtest %}
