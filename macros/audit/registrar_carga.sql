{#
    pre-hook of every dim and fact: opens its row in audit.etl_run_entity. linhas_excluidas holds, until the post-hook closes the row
    in the same transaction, the number of rows that the table had before.
#}
{% macro abrir_carga() %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% set abertura %}
insert into {{ controle('audit', 'etl_run_entity') }}
select
    {{ run_id() }}, '{{ this.identifier }}', 'model', 'running', {{ agora() }}, null, null, 0, 0, 0,
    {% if relacao_existe(this) %}(select count(*) from {{ this }}){% else %}0{% endif %}, 0, null, null, null, null
    {% endset %}
    {{ return(antes_da_transacao(abertura)) }}
{% endmacro %}

{#
    post-hook of every dim and fact, inside the model's transaction: exact counts into audit.etl_run_entity, the window forward in
    ctl.etl_control. Model meta: `extracao` = the snapshot whose extraction the model loads (its cutoff and rows read count),
    `lidas` = the working table whose rows were read (of a table with stamps: those in the window), `ausentes` = how rows leave.
#}
{% macro registrar_carga() %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% set meta = model.config.meta %}
    {% set run = run_id() %}
    {% set entidade = this.identifier %}
    {% set linhas = controle('audit', 'etl_run_entity') %}
    {% set ativa = entidade_ativa(entidade) %}
    {% set esta = "run_id = " ~ run ~ " and entidade = '" ~ entidade ~ "'" %}
    {% set janela_da_carga = janela([entidade]) %}
    {% set ate %}
        {%- if meta.extracao -%}
        (select max(e.cutoff_ate) from {{ linhas }} as e where e.entidade = '{{ meta.extracao }}')
        {%- else -%} {{ cutoff() }}
        {%- endif -%}
    {% endset %}
    {% set lidas %}
        {%- if meta.extracao -%}
        (select coalesce(max(e.linhas_lidas), 0) from {{ linhas }} as e
         where e.run_id = {{ run }} and e.entidade = '{{ meta.extracao }}')
        {%- elif meta.lidas == 'int_meta_avaliada' -%}
        (select count(*) from {{ controle('stg', meta.lidas) }} where {{ na_janela('data_atualizacao', janela_da_carga) }})
        {%- elif meta.lidas -%} (select count(*) from {{ controle('stg', meta.lidas) }})
        {%- else -%} 0
        {%- endif -%}
    {% endset %}
    {%- if not ativa -%}
update {{ linhas }} set status = 'inactive', linhas_excluidas = 0, finalizado_em = {{ agora() }} where {{ esta }}
    {%- else -%}
    {%- if meta.ausentes == 'metas' -%}
{{ excluir_metas_ausentes() }}
{{ registrar_reabertura() }}
    {%- elif meta.ausentes -%}
{{ excluir_ausentes(meta.ausentes.conjunto, meta.ausentes.chave, meta.ausentes.chave_no_fato) }}
    {%- endif %}
update {{ linhas }}
set
    status = 'success',
    finalizado_em = {{ agora() }},
    linhas_lidas = {{ lidas }},
    linhas_inseridas = (select count(*) from {{ this }} where criado_run_id = {{ run }}),
    linhas_atualizadas = (
        select count(*) from {{ this }} where atualizado_run_id = {{ run }} and criado_run_id <> {{ run }}
    ),
    linhas_excluidas = linhas_excluidas
        + (select count(*) from {{ this }} where criado_run_id = {{ run }})
        - (select count(*) from {{ this }}),
    cutoff_de = {{ janela_da_carga.de }},
    cutoff_ate = {{ ate }}
where {{ esta }};

update {{ controle('ctl', 'etl_control') }}
set
    ultimo_cutoff = {{ ate }},
    ultimo_run_id = {{ run }},
    ultimo_sucesso_em = {{ agora() }},
    falhas_consecutivas = 0
where entidade = '{{ entidade }}'
    {%- endif %}
{% endmacro %}

{# post-hook of a snapshot: what its window read and how many versions it opened and closed. #}
{% macro registrar_extracao() %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
    {% set run = run_id() %}
    {% set entidade = this.identifier | replace('snap_', 'dim_') %}
    {% set origem = this.identifier | replace('snap_', 'int_') %}
    {% set chave = model.config.unique_key %}
    {% set w = janela([entidade]) %}
insert into {{ controle('audit', 'etl_run_entity') }}
select
    {{ run }}, '{{ this.identifier }}', 'snapshot', 'success', {{ agora() }}, {{ agora() }}, null,
    (select count(*) from {{ controle('stg', origem) }} where {{ na_janela('data_atualizacao', w) }}),
    (select count(*) from {{ this }} where carga_run_id = {{ run }}),
    (
        select count(*) from {{ this }} as fechada
        inner join {{ this }} as nova on fechada.{{ chave }} = nova.{{ chave }} and fechada.dbt_valid_to = nova.dbt_valid_from
        where nova.carga_run_id = {{ run }}
    ),
    0, 0, {{ w.de }}, {{ w.ate }}, null, null
{% endmacro %}
