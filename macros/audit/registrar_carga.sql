{#
    What a node did, in the transaction of its data: one row in audit.etl_run_entity. on-run-end adds its times, and carries the windows
    over to ctl.etl_control (dobrar_eventos). The arguments are SQL expressions.
#}
{% macro registrar_evento(
    status="'success'", lidas='0', inseridas='0', atualizadas='0', excluidas='0', sem_carimbo='0', de=none, ate=none
) %}
{%- set nulo = 'cast(null as ' ~ tipo('datetime2(6)') ~ ')' -%}
insert into {{ controle('audit', 'etl_run_entity') }} (
    run_id, entidade, tipo_recurso, status, iniciado_em, finalizado_em, duracao_s, linhas_lidas, linhas_inseridas, linhas_atualizadas,
    linhas_excluidas, linhas_quarentena, cutoff_de, cutoff_ate, categoria_erro, mensagem_erro, linhas_sem_carimbo
)
select
    {{ run_id() }}, '{{ this.identifier }}', '{{ model.resource_type }}', {{ status }}, {{ nulo }}, {{ agora() }},
    cast(null as decimal(12, 3)), {{ lidas }}, {{ inseridas }}, {{ atualizadas }}, {{ excluidas }}, 0, {{ de or nulo }}, {{ ate or nulo }},
    cast(null as {{ tipo('nvarchar(30)') }}), cast(null as {{ tipo('nvarchar(2000)') }}), {{ sem_carimbo }}
{% endmacro %}

{#
    post-hook of every dim and fact. Rows deleted are those that the audit knows of and the table no longer has.

    `extracao`: the snapshot whose versions the dimension takes: its cutoff, and what it read, are the dimension's.
    `lidas`: the working tables whose rows were read, each with the condition that holds for these: what is counted as rejected here is
    among them.
#}
{% macro registrar_carga(extracao=none, lidas={}) %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% set entidade = this.identifier %}
    {% set eventos = controle('audit', 'etl_run_entity') %}
    {% set ativa = entidade_ativa(entidade) %}
    {% set novas = "(select count(*) from " ~ this ~ " where criado_run_id = " ~ run_id() ~ ")" %}
    {% set extraidas = "from " ~ eventos ~ " as e where e.entidade = '" ~ (extracao or '') ~ "'" %}
    {% set contadas = [] %}
    {% for tabela, quando in lidas.items() %}
        {% do contadas.append('(select count(*) from ' ~ controle('stg', tabela) ~ ' where ' ~ quando ~ ')') %}
    {% endfor %}
    {{ registrar_evento(
        status="case when " ~ ativa ~ " then 'success' else 'inactive' end",
        lidas="(select coalesce(max(e.linhas_lidas), 0) " ~ extraidas ~ " and e.run_id = " ~ run_id() ~ ")" if extracao
            else (contadas | join(' + ') or '0'),
        inseridas=novas,
        atualizadas="(select count(*) from " ~ this ~ " where atualizado_run_id = " ~ run_id() ~ " and criado_run_id <> " ~ run_id() ~ ")",
        excluidas="(select coalesce(sum(e.linhas_inseridas - e.linhas_excluidas), 0) from " ~ eventos ~ " as e where e.entidade = '"
            ~ entidade ~ "') + " ~ novas ~ " - (select count(*) from " ~ this ~ ")",
        de=inicio_da_janela([entidade]),
        ate="(select max(e.cutoff_ate) " ~ extraidas ~ ")" if extracao else cutoff()
    ) }}
{% endmacro %}

{#
    post-hook of a snapshot: what its window read, how many versions it opened and closed, and how many no stamp told of. `origem`: the
    model that it takes versions of.
#}
{% macro registrar_extracao(origem, dimensao) %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% set chave = model.config.unique_key %}
    {% set abertas = "from " ~ this ~ " as nova where nova.carga_run_id = " ~ run_id() %}
    {{ registrar_evento(
        lidas="(select count(*) from " ~ controle('stg', origem) ~ " where " ~ na_janela('data_atualizacao', [dimensao]) ~ ")",
        inseridas="(select count(*) " ~ abertas ~ ")",
        atualizadas="(select count(*) from " ~ this ~ " as fechada where exists (select 1 " ~ abertas ~ " and nova." ~ chave ~ " = fechada."
            ~ chave ~ " and nova.dbt_valid_from = fechada.dbt_valid_to))",
        sem_carimbo="(select count(*) " ~ abertas ~ " and nova.sem_carimbo = 1)",
        de=inicio_da_janela([dimensao]),
        ate=cutoff()
    ) }}
{% endmacro %}

{#
    ctl.etl_control follows the events: cutoff and run of the newest success of each entity, and how often it failed since. Run at the
    end of a run and, for one that died, at the start of the next.
#}
{% macro dobrar_eventos() %}
{%- set eventos = controle('audit', 'etl_run_entity') %}
{%- set control = controle('ctl', 'etl_control') %}
update {{ control }}
set
    ultimo_cutoff = ultimo.cutoff_ate,
    ultimo_run_id = ultimo.run_id,
    ultimo_sucesso_em = ultimo.finalizado_em,
    falhas_consecutivas = (
        select count(*) from {{ eventos }} as f
        where f.entidade = ultimo.entidade and f.status in ('failed', 'skipped') and f.run_id > ultimo.run_id
    )
from (
    select e.entidade, e.run_id, e.cutoff_ate, e.finalizado_em
    from {{ eventos }} as e
    inner join (
        select n.entidade, max(n.run_id) as run_id
        from {{ eventos }} as n
        where n.status = 'success' and n.tipo_recurso = 'model'
        group by n.entidade
    ) as novo on e.entidade = novo.entidade and e.run_id = novo.run_id
) as ultimo
where ultimo.entidade = {{ control.identifier }}.entidade
{% endmacro %}
