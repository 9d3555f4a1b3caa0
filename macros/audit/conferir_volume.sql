{#
    The source's volume and stamps, before anything is written (ctl.volume_origem: as of the last load of each table).

    - A table that had rows and is empty, or lost more than queda_maxima_percentual of them (and LOTE rows at least, because a percentage
      of a few rows says nothing), stops the run; with 100 nothing does.
    - Rows stamped after the source's clock are counted: they wait. Those more than espera_maxima_horas ahead are an alert.
    - A source whose stamps are another clock's is told of (etl_run.aviso_relogio).
#}
{% macro conferir_volume() %}
    {% set antes = {} %}
    {% for linha in run_query(volume_de_antes()).rows %}
        {% do antes.update({linha[0]: {
            'linhas': linha[1], 'em_espera': linha[2], 'adiante': linha[3], 'maximo': linha[4], 'desde': linha[5], 'carregado': linha[6]
        }}) %}
    {% endfor %}
    {% set agora = [] %}
    {% for linha in run_query(volume_de_agora(antes)).rows %}
        {% set maximo = linha[5] if linha[5] != '<nulo>' else antes.get(linha[0], {}).get('maximo', '<nulo>') %}
        {% do agora.append({
            'tabela': linha[0], 'linhas': linha[1], 'em_espera': linha[2], 'adiante': linha[3], 'proximo': linha[4], 'maximo': maximo,
            'relogio': linha[6]
        }) %}
    {% endfor %}
    {% do recusar_queda(antes, agora) %}
    {% set aviso = aviso_do_relogio(antes, agora) %}
    {% do run_query(
        "update " ~ controle('audit', 'etl_run') ~ " set aviso_relogio = " ~ texto_sql(aviso, 500) ~ " where invocation_id = '"
        ~ invocation_id ~ "'"
    ) if aviso %}
    {% do gravar_volume(antes, agora) %}
{% endmacro %}

{# From how many rows on a percentage of rows means something. #}
{% macro lote() %}{{ return(5) }}{% endmacro %}

{% macro volume_de_antes() %}
select
    tabela, linhas, em_espera, adiante, {{ texto_canonico('carimbo_maximo', 'datetime2(6)') }} as maximo,
    {{ texto_canonico('adiante_desde', 'datetime2(6)') }} as desde,
    (
        select {{ texto_canonico('c.ultimo_cutoff', 'datetime2(6)') }} from {{ controle('ctl', 'etl_control') }} as c
        where c.entidade = case v.tabela
            {%- for entidade, tabelas in entidades().items() if tabelas %}
            {%- for tabela in tabelas %}
            when '{{ tabela }}' then '{{ entidade }}'
            {%- endfor %}
            {%- endfor %}
        end
    ) as carregado
from {{ controle('ctl', 'volume_origem') }} as v
{% endmacro %}

{# The newest stamp is looked for beyond the one that is known: no table is read for it. #}
{% macro volume_de_agora(antes) %}
    {%- for tabela in tabelas_da_origem() %}
    {%- set relacao = api.Relation.create(database=var('oltp_database'), schema='core', identifier=tabela) %}
    {%- set depois = ' from ' ~ relacao ~ ' as o where o.data_atualizacao > ' %}
    {%- set conhecido = antes.get(tabela, {}).get('maximo', '<nulo>') %}
    {%- set desde = instante(conhecido if conhecido != '<nulo>' else '1900-01-01 00:00:00.000000') %}
    {%- set proximo = '(select max(o.data_atualizacao)' ~ depois ~ agora() ~ ' and o.data_atualizacao <= '
        ~ dbt.dateadd('hour', horas_de_fuso(), agora()) ~ ')' %}
select
    '{{ tabela }}' as tabela,
    {{ linhas_da_tabela(relacao) }} as linhas,
    (select count(*){{ depois }}{{ agora() }}) as em_espera,
    (select count(*){{ depois }}{{ dbt.dateadd('hour', var('espera_maxima_horas') | int, agora()) }}) as adiante,
    {{ texto_canonico(proximo, 'datetime2(6)') }} as proximo,
    {{ texto_canonico('(select max(o.data_atualizacao)' ~ depois ~ desde ~ ')', 'datetime2(6)') }} as carimbo_maximo,
    {{ texto_canonico(agora(), 'datetime2(6)') }} as relogio
{{ "union all" if not loop.last }}
    {%- endfor %}
{% endmacro %}

{# Tables that the warehouse reads, as its sources declare them. #}
{% macro tabelas_da_origem() %}
    {% set tabelas = [] %}
    {% for carregadas in entidades().values() %}{% do tabelas.extend(carregadas) %}{% endfor %}
    {{ return(tabelas) }}
{% endmacro %}

{% macro recusar_queda(antes, agora) %}
    {% set limite = var('queda_maxima_percentual') | float %}
    {% set perdas = [] %}
    {% for t in agora if t.tabela in antes and limite < 100 %}
        {% set havia, perdidas = antes[t.tabela].linhas, antes[t.tabela].linhas - t.linhas %}
        {% if (havia > 0 and t.linhas == 0) or (perdidas >= lote() and perdidas * 100 > limite * havia) %}
            {% do perdas.append('core.' ~ t.tabela ~ ' had ' ~ milhares(havia) ~ ' rows and has ' ~ milhares(t.linhas)) %}
        {% endif %}
    {% endfor %}
    {% if perdas %}
        {% do recusar(
            "The source lost rows since the last load: " ~ perdas | join(', ') ~ ". Nothing was written; start again when it is whole, or,"
            ~ " if that was meant, run once with --vars '{queda_maxima_percentual: 100}'."
        ) %}
    {% endif %}
{% endmacro %}

{# A whole number as a sentence shows it: 541 909. #}
{% macro milhares(numero) %}
    {{- return('{:,}'.format(numero | int).replace(',', ' ')) -}}
{% endmacro %}

{# No time zone is further from another one that a shop would stamp by. #}
{% macro horas_de_fuso() %}{{ return(14) }}{% endmacro %}

{#
    One sentence where the stamps are not those of the source's clock, else ''. Ahead: the newest ones, strays of the far future aside,
    lie more than half an hour after it. Behind: what was stamped since the last load is stamped before it. Rows older than the newest stamp
    that is known say nothing of a clock, since a late commit looks the same: the sweep loads and counts them (linhas_sem_carimbo).
#}
{% macro aviso_do_relogio(antes, agora) %}
    {% set conselho = "; let it stamp data_atualizacao by its database's clock (DuckDB: UTC; SQL Server: its own time, or UTC with"
        ~ " relogio_utc)." %}
    {% set adiante = [] %}
    {% set novos = [] %}
    {% for t in agora %}
        {% if t.proximo != '<nulo>' and horas_entre(t.relogio, t.proximo) > 0.5 %}
            {% do adiante.append([horas_entre(t.relogio, t.proximo), t.tabela]) %}
        {% endif %}
        {% if t.tabela in antes and antes[t.tabela].maximo != t.maximo and antes[t.tabela].carregado != '<nulo>' %}
            {% do novos.append([horas_entre(t.maximo, antes[t.tabela].carregado), t.tabela]) %}
        {% endif %}
    {% endfor %}
    {% if adiante %}
        {% set maior = adiante | sort | last %}
        {{ return(
            "The newest stamps of the source lie up to " ~ '{:.1f}'.format(maior[0]) ~ " hours ahead of its clock (core." ~ maior[1]
            ~ "): it stamps in another time zone, and each change waits until the clock is there" ~ conselho
        ) }}
    {% elif novos and 0.5 < (novos | sort | first)[0] <= horas_de_fuso() %}
        {{ return(
            "What the source changed since the last load is stamped " ~ '{:.1f}'.format((novos | sort | first)[0]) ~ " hours or more before"
            ~ " that load: it stamps in another time zone, or is a copy that lags, and a windowed run misses such changes" ~ conselho
        ) }}
    {% endif %}
    {{ return('') }}
{% endmacro %}

{# Hours from one moment to another, both as texto_canonico tells them. #}
{% macro horas_entre(de, ate) %}
    {% set lidos = [] %}
    {% for texto in [de, ate] %}
        {% do lidos.append(modules.datetime.datetime.strptime(texto[:19], '%Y-%m-%d %H:%M:%S')) %}
    {% endfor %}
    {{ return((lidos[1] - lidos[0]).total_seconds() / 3600) }}
{% endmacro %}

{# One row of a control table by its key: written in one statement, so that a run that dies leaves the old row or the new one. #}
{% macro registrar_valores(relacao, chave, valor, colunas, existe) %}
    {% set partes = [] %}
    {% for coluna, sql in colunas.items() %}{% do partes.append(coluna ~ ' = ' ~ sql if existe else sql ~ '') %}{% endfor %}
    {% if existe %}
        {% do run_query("update " ~ relacao ~ " set " ~ partes | join(', ') ~ " where " ~ chave ~ " = " ~ texto_sql(valor, 100)) %}
    {% else %}
        {% do run_query(
            "insert into " ~ relacao ~ " (" ~ chave ~ ", " ~ colunas | join(', ') ~ ") select " ~ texto_sql(valor, 100) ~ ", "
            ~ partes | join(', ')
        ) %}
    {% endif %}
{% endmacro %}

{# What differs from what is known, of the tables whose entity this run loads. #}
{% macro gravar_volume(antes, agora) %}
    {% set destino = controle('ctl', 'volume_origem') %}
    {% set carregadas = [] %}
    {% for entidade, tabelas in entidades().items() if montado(entidade) %}{% do carregadas.extend(tabelas) %}{% endfor %}
    {% for t in agora if t.tabela in carregadas %}
        {% set a = antes.get(t.tabela, {}) %}
        {% if [t.linhas, t.em_espera, t.adiante, t.maximo] != [a.linhas, a.em_espera, a.adiante, a.maximo] %}
            {% set desde = (a.desde if a.adiante else t.relogio) if t.adiante else none %}
            {% set momento = 'cast(null as ' ~ tipo('datetime2(6)') ~ ')' %}
            {% set valores = {
                'linhas': t.linhas, 'em_espera': t.em_espera, 'adiante': t.adiante,
                'carimbo_maximo': instante(t.maximo) if t.maximo != '<nulo>' else momento,
                'adiante_desde': instante(desde) if desde else momento
            } %}
            {% do registrar_valores(destino, 'tabela', t.tabela, valores, t.tabela in antes) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
