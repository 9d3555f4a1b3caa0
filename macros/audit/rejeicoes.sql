{#
    One sentence when too much was rejected, else '': more than rejeicao_maxima_percentual of the rows of a source table are in quarantine
    (LOTE of them at least, or all that there are), or, of the rows that this run judged, of LOTE times four on. It names the table nearest to the cause (parents come first), its most
    broken rule and the reason.
#}
{% macro rejeicao_excessiva(id) %}
    {% set limite = var('rejeicao_maxima_percentual') | float %}
    {% if limite >= 100 or not carrega_entidades() or not tabela_existe(controle('audit', 'quarentena')) %}{{ return('') }}{% endif %}
    {% set por_tabela = {} %}
    {% for linha in run_query(rejeicoes_abertas(id)).rows %}
        {% do por_tabela.setdefault(linha[0], []).append({'regra': linha[1], 'abertas': linha[2], 'novas': linha[3], 'linhas': linha[4]}) %}
    {% endfor %}
    {% for tabela in ['regiao', 'cliente', 'fornecedor', 'categoria', 'produto', 'equipe', 'vendedor', 'desconto', 'pedido', 'item_pedido',
        'desconto_aplicado', 'devolucao', 'meta_vendedor'] if tabela in por_tabela %}
        {% set regras = por_tabela[tabela] %}
        {% set pior = (regras | sort(attribute='abertas') | last) %}
        {% set abertas, novas = regras | sum(attribute='abertas'), regras | sum(attribute='novas') %}
        {% set de_todas = pior.linhas and abertas * 100 > limite * pior.linhas and abertas >= [lote(), pior.linhas] | min %}
        {% set julgadas = linhas_julgadas(tabela, novas) if novas >= 4 * lote() and not de_todas else 0 %}
        {% if de_todas or novas * 100 > limite * julgadas and julgadas > 0 %}
            {{ return(frase_da_rejeicao(tabela, pior, pior.linhas if de_todas else julgadas, de_todas) ~ causa_nos_pedidos(pior.regra, por_tabela)) }}
        {% endif %}
    {% endfor %}
    {{ return('') }}
{% endmacro %}

{% macro rejeicoes_abertas(id) %}
select
    q.entidade, q.regra, count(*) as abertas, sum(case when q.run_id = {{ id }} then 1 else 0 end) as novas, max(v.linhas) as linhas
from {{ controle('audit', 'quarentena') }} as q
left join {{ controle('ctl', 'volume_origem') }} as v on q.entidade = v.tabela
where q.resolvido_em is null
group by q.entidade, q.regra
{% endmacro %}

{#
    How many rows of a table of orders this run judged: those that it took and those that it rejected; 0 of another table, which is
    judged whole. Rows without a key of their own are rejected before the others are looked at.
#}
{% macro linhas_julgadas(tabela, rejeitadas) %}
    {% set modelo = {
        'pedido': 'int_pedidos_afetados', 'item_pedido': 'int_item_avaliado', 'desconto_aplicado': 'int_desconto_avaliado',
        'devolucao': 'int_devolucao_avaliada'
    }.get(tabela) %}
    {% if not modelo or not montado(modelo) %}{{ return(0) }}{% endif %}
    {{ return(rejeitadas + run_query(
        "select count(*) as linhas from " ~ controle('stg', modelo) ~ " where regra is null"
        ~ (" and existe = 1 and em_voo = 0" if tabela == 'pedido' else '')
    ).rows[0][0]) }}
{% endmacro %}

{% macro frase_da_rejeicao(tabela, pior, de, de_todas) %}
    {% set quantas, motivo = pior.abertas if de_todas else pior.novas, motivo_da_regra(pior.regra) %}
    {% if pior.regra == 'pedido_data' %}
        {% set razao = (run_query(razoes_da_data()).rows | sort(attribute='quantas') | last) %}
        {% set quantas, motivo = [quantas, razao[1]] | min, razao[0] %}
    {% endif %}
    {{ return(
        milhares(quantas) ~ " of " ~ milhares(de) ~ " rows of core." ~ tabela ~ (" that this run judged" if not de_todas else "")
        ~ " were rejected (" ~ pior.regra ~ "): they " ~ motivo ~ "."
    ) }}
{% endmacro %}

{# What rejected the orders that orphans follow; '' where they follow none. #}
{% macro causa_nos_pedidos(regra, por_tabela) %}
    {% if regra not in ['item_orfao', 'desconto_orfao', 'devolucao_orfa'] or not por_tabela.get('pedido') %}{{ return('') }}{% endif %}
    {% set pior = por_tabela['pedido'] | sort(attribute='abertas') | last %}
    {{ return(
        " Rejected rows of core.pedido: " ~ milhares(pior.abertas) ~ " (" ~ pior.regra ~ "), they " ~ motivo_da_regra(pior.regra) ~ "."
    ) }}
{% endmacro %}

{# Why orders break the rule of the date: counted only when they are many. #}
{% macro razoes_da_data() %}
    {%- set inicio, fim = var('dim_data_inicio'), var('dim_data_fim') %}
    {%- set depois_do_fim = dbt.dateadd('day', 1, "cast('" ~ fim ~ "' as date)") %}
    {%- set rejeitados -%}
from {{ controle('stg', 'stg_oltp__pedido') }} as p
inner join {{ controle('audit', 'quarentena') }} as q
    on q.entidade = 'pedido' and q.chave_origem = cast(p.pedido_id as {{ tipo('nvarchar(50)') }})
where q.regra = 'pedido_data' and q.resolvido_em is null
    {%- endset %}
select
    'are older than {{ inicio }}, the first day of dim_data: set dim_data_inicio and load with --full-refresh' as motivo,
    count(*) as quantas
{{ rejeitados }} and p.data_pedido < cast('{{ inicio }}' as date)
union all
select
    'are later than {{ fim }}, the last day of dim_data: set dim_data_fim and load with --full-refresh' as motivo,
    count(*) as quantas
{{ rejeitados }} and p.data_pedido >= {{ depois_do_fim }}
union all
select 'have a data_pedido more than a day after the cutoff: mend it in the source' as motivo, count(*) as quantas
{{ rejeitados }} and p.data_pedido > {{ dbt.dateadd('day', 1, agora()) }} and p.data_pedido < {{ depois_do_fim }}
union all
select 'have no data_pedido: mend it in the source' as motivo, count(*) as quantas
{{ rejeitados }} and p.data_pedido is null
{% endmacro %}

{# What rows do that break a rule, and what to do; audit.quarentena has each of them. #}
{% macro motivo_da_regra(regra) %}
    {{ return({
        'chave_nula': 'have no key: give them one in the source',
        'chave_duplicada': 'share their key with another row: remove the copies in the source',
        'pedido_cliente': 'name no customer, or none that core.cliente has: load that table whole, give guests a customer of their own',
        'pedido_regiao': 'name no region, or none that core.regiao has: load that table whole',
        'item_orfao': 'name an order or a product that is not there or is itself rejected: mend that first',
        'desconto_orfao': 'name a campaign, an order or an item that is not there or is itself rejected: mend that first',
        'devolucao_orfa': 'name an item that is not there or is itself rejected: mend that first',
        'item_quantidade': 'have no quantity above zero: a cancellation is a status of its order, what came back a row of core.devolucao',
        'meta_orfa': 'name a seller that core.vendedor does not have: load that table whole',
        'meta_duplicada': 'say a second time what another target of that seller and period says: remove the copies',
        'meta_periodo': 'lie outside of dim_data: set dim_data_inicio or dim_data_fim and load with --full-refresh',
        'dimensao_obrigatoria': 'lack a mandatory column: detalhe in audit.quarentena names it'
    }.get(regra, "break that rule: detalhe in audit.quarentena shows their values, docs/runbook.md what to do")) }}
{% endmacro %}
