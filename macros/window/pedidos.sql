{#
    post-hook of int_pedidos_afetados, in its transaction: an order that was chosen counts as not loaded (numero NULL) until
    pedidos_carregados says that all that follows from it is. So what a run leaves undone, because it dies, loads one fact only or the
    order is in flight, the next one finds. A load of everything begins with nothing loaded; of an order that the source no longer
    has the mark stays, for what was loaded of it to go.
#}
{% macro lembrar_pedidos() %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% set carregados = controle('ctl', 'pedidos_carregados') %}
    {% set todos = todos_os_pedidos() %}
update {{ carregados }} set numero = null, run_id = {{ run_id() }}
    {%- if not todos %}
where pedido_id in (select a.pedido_id from {{ this }} as a)
    {%- endif %};

insert into {{ carregados }} (pedido_id, numero, run_id)
select a.pedido_id, cast(null as decimal(38, 0)), {{ run_id() }} from {{ this }} as a
where a.pedido_id not in (select c.pedido_id from {{ carregados }} as c);
    {%- if relacao_existe(controle('fact', 'agg_pedidos')) %}

insert into {{ controle('ctl', 'grupos_tocados') }} (data_id, cliente_original_id, pedido_original_id)
select distinct p.data_id, p.cliente_original_id, cast(null as bigint)
from {{ controle('fact', 'agg_pedidos') }} as p
        {%- if not todos %}
where p.pedido_original_id in (select a.pedido_id from {{ this }} as a)
        {%- endif %};
    {%- endif %}
    {%- if relacao_existe(controle('fact', 'fact_descontos')) and relacao_existe(controle('dim', 'dim_desconto')) %}

insert into {{ controle('ctl', 'grupos_tocados') }} (data_id, cliente_original_id, pedido_original_id, desconto_original_id)
select distinct -1, cast(null as bigint), cast(null as bigint), campanha.desconto_original_id
from {{ controle('fact', 'fact_descontos') }} as uso
inner join {{ controle('dim', 'dim_desconto') }} as campanha on uso.desconto_id = campanha.desconto_id
        {%- if not todos %}
where uso.pedido_original_id in (select a.pedido_id from {{ this }} as a)
        {%- endif %};
    {%- endif %}

{{ registrar_evento(
    lidas='(select count(*) from ' ~ this ~ ')',
    sem_carimbo='(select count(*) from ' ~ this ~ ' where sem_carimbo = 1)'
) }}
{% endmacro %}

{#
    post-hook of int_item_avaliado and int_desconto_avaliado, of a windowed run: an order that is not loaded loses the rows that moved,
    unstamped there, to one that is. It is no longer what it was loaded as, so it waits for the next run: the row may come back, and its
    number be what it was. Its aggregates, and the campaign of a discount, follow now. (A sweep loads it.)
#}
{% macro lembrar_perdedores(fato, chave, chave_no_fato) %}
    {% set relacao = controle('fact', fato) %}
    {% if not execute or not em_execucao() or varredura() or not relacao_existe(relacao) %}{{ return('') }}{% endif %}
    {% set grupos = controle('ctl', 'grupos_tocados') %}
    {% set perdidas %}
from {{ relacao }} as perdida
inner join {{ this }} as linha on perdida.{{ chave_no_fato }} = linha.{{ chave }}
where linha.regra is null and perdida.pedido_original_id <> linha.pedido_id
    {%- endset %}
update {{ controle('ctl', 'pedidos_carregados') }} set numero = null, run_id = {{ run_id() }}
where pedido_id in (select perdida.pedido_original_id {{ perdidas }});
    {%- if fato == 'fact_descontos' %}

insert into {{ grupos }} (data_id, cliente_original_id, pedido_original_id, desconto_original_id)
select distinct -1, cast(null as bigint), cast(null as bigint), campanha.desconto_original_id
from {{ controle('dim', 'dim_desconto') }} as campanha
where campanha.desconto_id in (select perdida.desconto_id {{ perdidas }});
    {%- elif relacao_existe(controle('fact', 'agg_pedidos')) %}

insert into {{ grupos }} (data_id, cliente_original_id, pedido_original_id)
select p.data_id, p.cliente_original_id, p.pedido_original_id
from {{ controle('fact', 'agg_pedidos') }} as p
where p.pedido_original_id in (select perdida.pedido_original_id {{ perdidas }});
    {%- endif %}
{% endmacro %}

{#
    In a union: orders whose facts may point at the wrong member after a dimension changed: at a version that ended before the business
    date, or at -1 while new members came. Only dimension rows that were written since orders were last chosen count.
#}
{% macro pedidos_repontados() %}
    {%- set desde = ultimo_sucesso('int_pedidos_afetados') %}
    {%- set escritas = dimensoes_escritas(desde) %}
    {%- for fato, data, dim, quando in [
        ('fact_vendas', 'data_id', 'cliente', ''), ('fact_vendas', 'data_id', 'produto', ''), ('fact_vendas', 'data_id', 'regiao', ''),
        ('fact_vendas', 'data_id', 'vendedor', ''), ('fact_vendas', 'data_id', 'equipe', 'f.vendedor_id <> -2'),
        ('fact_descontos', 'data_aplicacao_id', 'cliente', ''), ('fact_descontos', 'data_aplicacao_id', 'desconto', ''),
        ('fact_descontos', 'data_aplicacao_id', 'produto', "f.nivel_aplicacao = 'Produto'")
    ] if dim in escritas %}
    {%- if dim != 'regiao' %}
    union
    select f.pedido_original_id as pedido_id
    from {{ controle('fact', fato) }} as f
    inner join {{ ref('dim_' ~ dim) }} as d on f.{{ dim }}_id = d.{{ dim }}_id
    where
        d.atualizado_run_id > {{ desde }}
        and (f.{{ data }} >= {{ data_id('d.valido_ate') }} or (f.{{ data }} = -1 and d.valido_ate is not null))
    {%- endif %}
    union
    select f.pedido_original_id as pedido_id
    from {{ controle('fact', fato) }} as f
    where
        f.{{ dim }}_id = -1
        {%- if quando %} and {{ quando }}{% endif %}
        and exists (select 1 from {{ ref('dim_' ~ dim) }} as d where d.criado_run_id > {{ desde }})
    {%- endfor %}
{% endmacro %}

{# The dimensions with a row written after that run, asked while the SQL is made: for the others no fact is read. #}
{% macro dimensoes_escritas(desde) %}
    {% set todas = ['cliente', 'produto', 'regiao', 'vendedor', 'equipe', 'desconto'] %}
    {% if not execute or not em_execucao() or var('forcar_incremental') is not none %}{{ return(todas) }}{% endif %}
    {% set partes = [] %}
    {% for dim in todas %}
        {% do partes.append("select '" ~ dim ~ "' as dimensao from " ~ controle('dim', 'dim_' ~ dim) ~ ' having max(atualizado_run_id) > ' ~ desde) %}
    {% endfor %}
    {{ return(run_query(partes | join(' union all ')).columns[0].values() | list) }}
{% endmacro %}

{# Orders of the months to reload ('YYYY-MM', or 'sem data'), as the source and as the warehouse has them. #}
{% macro pedidos_dos_meses(meses) %}
    select estado.pedido_id
    from {{ ref('int_pedido_estado') }} as estado
    left join {{ ref('stg_oltp__pedido') }} as pedido on estado.pedido_id = pedido.pedido_id
    where {{ periodo_do_pedido('pedido.data_pedido') }} in ('{{ meses | join("', '") }}')
    {%- for mes in meses if mes | length == 7 %}
    union
    select pedido_original_id as pedido_id from {{ controle('fact', 'fact_vendas') }}
    where {{ no_mes('data_id', mes) }}
    {%- endfor %}
    {%- if 'sem data' in meses %}
    union
    select f.pedido_original_id as pedido_id
    from {{ controle('fact', 'fact_descontos') }} as f
    where not exists (select 1 from {{ ref('stg_oltp__pedido') }} as p where p.pedido_id = f.pedido_original_id)
    {%- endif %}
{% endmacro %}

{# Predicate: a key of dim_data is of the month 'YYYY-MM'. #}
{% macro no_mes(data_id, mes) -%}
    {{ data_id }} between {{ mes | replace('-', '') }}01 and {{ mes | replace('-', '') }}31
{%- endmacro %}

{# Key of dim_data of a date or timestamp: YYYYMMDD. #}
{% macro data_id(expressao) -%}
    year({{ expressao }}) * 10000 + month({{ expressao }}) * 100 + day({{ expressao }})
{%- endmacro %}

{# Left join of the version of a dimension that was valid at a business moment, be it the last that there is. #}
{% macro versao_em(dim, apelido, natural, expressao, momento) -%}
{%- set fim = instante('9999-12-31 23:59:59.999999') -%}
left join {{ ref(dim) }} as {{ apelido }}
    on
        {{ apelido }}.{{ natural }} = {{ expressao }}
        and {{ apelido }}.valido_de <= {{ momento }}
        and coalesce({{ apelido }}.valido_ate, {{ fim }})
        > case when {{ momento }} >= {{ fim }} then {{ instante('9999-12-31 23:59:59.999998') }} else {{ momento }} end
{%- endmacro %}

{# Month 'YYYY-MM' of a date or timestamp. #}
{% macro periodo_mes(expressao) -%}
    {{ adapter.dispatch('periodo_mes')(expressao) }}
{%- endmacro %}

{% macro default__periodo_mes(expressao) %}convert(char(7), {{ expressao }}, 126){% endmacro %}

{% macro duckdb__periodo_mes(expressao) %}strftime({{ expressao }}, '%Y-%m'){% endmacro %}
