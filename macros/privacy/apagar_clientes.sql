{#
    on-run-start of a run that is told to erase customers (variable apagar_clientes: their keys in the source). It says who erased them and
    when (ctl.clientes_apagados), and takes them out of the samples and the quarantine's details; what the run loads then follows from that
    list, as in every later run. Samples first: they are found by what the versions still say.
#}
{% macro apagar_clientes() %}
    {% set apagados = controle('ctl', 'clientes_apagados') %}
    {% for cliente in var('apagar_clientes') | map('int') %}
        {% if not run_query(conhece_cliente(cliente)).rows[0][0] %}
            {% do recusar("There is no customer " ~ cliente ~ " in the warehouse or the source: nobody was erased.") %}
        {% endif %}
    {% endfor %}
    {% for cliente in var('apagar_clientes') | map('int') %}
        {% if tabela_existe(controle('snap', 'snap_cliente')) %}{% do run_query(apagar_amostras(cliente)) %}{% endif %}
        {% if tabela_existe(controle('audit', 'quarentena')) %}{% do run_query(apagar_detalhes('quarentena', 'detalhe', cliente)) %}{% endif %}
        {% do run_query(apagar_detalhes('quarentena_linha', 'linha', cliente)) %}
        {% do run_query(
            "insert into " ~ apagados ~ " (cliente_id, run_id, apagado_em, apagado_por) select " ~ cliente ~ ", " ~ run_id() ~ ", " ~ agora()
            ~ ", " ~ texto_sql(usuario(), 200) ~ " where not exists (select 1 from " ~ apagados ~ " as a where a.cliente_id = " ~ cliente ~ ")"
        ) %}
    {% endfor %}
{% endmacro %}

{% macro conhece_cliente(cliente) %}
    {% set lugares = [source('oltp', 'cliente')] %}
    {% if tabela_existe(controle('snap', 'snap_cliente')) %}{% do lugares.append(controle('snap', 'snap_cliente')) %}{% endif %}
select count(*) as vezes
from (
    {%- for lugar in lugares %}
    select c.cliente_id from {{ lugar }} as c where c.cliente_id = {{ cliente }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
) as conhecidos
{% endmacro %}

{#
    A sample is 'column=value; column=value': one that names the customer, by the key of the source or of a version, or that has a value
    that identifies the customer.
#}
{% macro apagar_amostras(cliente) %}
    {% set amostra = controle('audit', 'dq_amostra') %}
update {{ amostra }}
set linha = 'Titular apagado'
where exists (
    select 1 from {{ controle('snap', 'snap_cliente') }} as s
    where
        s.cliente_id = {{ cliente }}
        and (
            {%- for nome in ['cliente_id', 'cliente_original_id'] %}
            {{ parte_da_amostra(amostra, "'" ~ nome ~ "=" ~ cliente ~ "; '") }} or
            {%- endfor %}
            {%- for coluna in colunas_pessoais('identifica') %}
            s.{{ coluna }} is not null and {{ parte_da_amostra(amostra, dbt.concat(["'='", 's.' ~ coluna, "'; '"])) }}
            {{ "or" if not loop.last }}
            {%- endfor %}
        )
)
{%- if tabela_existe(controle('dim', 'dim_cliente')) %}
or exists (
    select 1 from {{ controle('dim', 'dim_cliente') }} as d
    where
        d.cliente_original_id = {{ cliente }}
        and {{ parte_da_amostra(amostra, dbt.concat(["'cliente_id='", 'cast(d.cliente_id as ' ~ tipo('nvarchar(20)') ~ ')', "'; '"])) }}
)
{%- endif %}
{% endmacro %}

{% macro parte_da_amostra(amostra, parte) -%}
    {{ dbt.position(parte, dbt.concat([amostra.identifier ~ '.linha', "'; '"])) }} > 0
{%- endmacro %}

{% macro apagar_detalhes(tabela, coluna, cliente) %}
update {{ controle('audit', tabela) }}
set {{ coluna }} = 'Titular apagado'
where entidade = 'cliente' and chave_origem = '{{ cliente }}'
{% endmacro %}
