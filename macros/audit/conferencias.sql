{#
    Facts are computed from working tables that only this run fills, dimensions from versions that it takes: a selection without those
    would load old rows, or nothing, and call it a success.
    `dbt retry` may use those of the run before it, which it goes on with at the same cutoff.
#}
{% macro conferir_selecao() %}
    {% set exige = {
        'fact_vendas': ['int_item_avaliado', 'int_desconto_avaliado', 'int_devolucao_avaliada'],
        'fact_descontos': ['int_item_avaliado', 'int_desconto_avaliado'],
        'fact_metas': ['int_meta_avaliada'],
        'agg_pedidos': ['int_pedidos_afetados', 'fact_vendas']
    } %}
    {% for dimensao in entidades() if dimensao.startswith('dim_') and dimensao != 'dim_data' %}
        {% do exige.update({dimensao: ['snap_' ~ dimensao[4:]]}) %}
    {% endfor %}
    {% if flags.WHICH not in ['run', 'build'] %}{{ return('') }}{% endif %}
    {% for fato, precisa in exige.items() if selecionado(fato) %}
        {% for modelo in precisa if not montado(modelo) %}
            {% do recusar(
                fato ~ " is computed from " ~ modelo ~ " of the same run: select it with all that it is made of, as `dbt build --select +"
                ~ fato ~ "`."
            ) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}

{# Whether this invocation builds a node. #}
{% macro selecionado(no) %}
    {% for r in selected_resources if r.split('.')[-1] == no %}{{ return(true) }}{% endfor %}
    {{ return(false) }}
{% endmacro %}

{# Whether the run builds a node, or has built it, where `dbt retry` goes on with the run before. #}
{% macro montado(no) %}
    {{ return(selecionado(no) or (em_repeticao() and montado_antes(no))) }}
{% endmacro %}

{% macro montados(nos) %}
    {% for no in nos if not montado(no) %}{{ return(false) }}{% endfor %}
    {{ return(true) }}
{% endmacro %}

{# Whether the run before this one built a node. #}
{% macro montado_antes(no) %}
    {% if not execute %}{{ return(true) }}{% endif %}
    {% set linhas = controle('audit', 'etl_run_entity') %}
    {{ return(run_query(
        "select count(*) as vezes from " ~ linhas ~ " where entidade = '" ~ no ~ "' and status = 'success' and run_id = (select max(r.run_id) - 1 from "
        ~ controle('audit', 'etl_run') ~ " as r)"
    ).rows[0][0] > 0) }}
{% endmacro %}

{# The warehouse belongs to one source: another one, or one whose clock went back, would corrupt the windows. #}
{% macro conferir_origem() %}
    {% set recomeco = " To start anew with this source: `python run.py reset`, then `python run.py`." %}
    {% set tabela = api.Relation.create(database=var('oltp_database'), schema='core', identifier='identidade_origem') %}
    {% set tem_identidade = run_query(
        "select count(*) as colunas from (" ~ colunas_da_origem() ~ ") as o where o.tabela = 'identidade_origem'"
    ).rows[0][0] > 0 %}
    {% set consulta = "select identidade from " ~ tabela if tem_identidade else identidade_do_banco() %}
    {% set identidades = run_query(consulta).rows %}
    {% if identidades | length == 0 %}
        {% do recusar("The source is not complete: make it again with `python run.py source init --force`, or import it again.") %}
    {% endif %}
    {% set identidade = identidades[0][0] | string %}
    {% set origem = controle('ctl', 'origem') %}
    {% set conhecida = run_query(
        "select identidade, case when relogio > " ~ agora() ~ " then 1 else 0 end as voltou, "
        ~ texto_canonico('relogio', 'datetime2(6)') ~ " as relogio from " ~ origem
    ).rows %}
    {% if conhecida | length == 0 %}
        {% do run_query(
            "insert into " ~ origem ~ " select " ~ texto_sql(identidade, 400) ~ ", " ~ agora() ~ ", " ~ agora()
        ) %}
    {% elif conhecida[0][0] != identidade %}
        {% do recusar("This warehouse was loaded from another source (" ~ conhecida[0][0] ~ ", now " ~ identidade ~ ")." ~ recomeco) %}
    {% elif conhecida[0][1] == 1 %}
        {% do recusar(
            "The source's clock went back: it was " ~ conhecida[0][2][:19] ~ " at the last run and is earlier now; set the clock right."
            ~ recomeco
        ) %}
    {% else %}
        {% do run_query("update " ~ origem ~ " set relogio = " ~ agora()) %}
    {% endif %}
{% endmacro %}

{# A cutoff in the future would skip what is stamped until then; one before the last load has nothing to read. #}
{% macro conferir_cutoff() %}
    {% if not var('cutoff') %}{{ return('') }}{% endif %}
    {% set linha = run_query(
        "select case when " ~ instante(var('cutoff')) ~ " > " ~ agora() ~ " then 1 else 0 end as futuro, "
        ~ "case when max(ultimo_cutoff) > " ~ instante(var('cutoff')) ~ " then 1 else 0 end as passado, "
        ~ texto_canonico('max(ultimo_cutoff)', 'datetime2(6)') ~ " from " ~ controle('ctl', 'etl_control')
    ).rows[0] %}
    {% if linha[0] == 1 %}
        {% do recusar("The cutoff " ~ var('cutoff') ~ " lies after the source's clock: choose a moment that has passed.") %}
    {% elif linha[1] == 1 and not flags.FULL_REFRESH and flags.WHICH in ['run', 'build', 'snapshot'] %}
        {% do recusar(
            "The cutoff " ~ var('cutoff') ~ " lies before the last load (" ~ linha[2]
            ~ "): leave it out to go on from there, or add --full-refresh to rebuild as of then."
        ) %}
    {% endif %}
{% endmacro %}
