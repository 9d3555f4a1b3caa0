{# is_incremental(), or the branch that `--vars forcar_incremental` asks for: CI compiles both without a database. #}
{% macro incremental() %}
    {% if var('forcar_incremental') is not none %}{{ return(var('forcar_incremental')) }}{% endif %}
    {{ return(is_incremental()) }}
{% endmacro %}

{# Whether a relation exists; answered by forcar_incremental where no database may be asked. #}
{% macro relacao_existe(relacao) %}
    {% if var('forcar_incremental') is not none %}{{ return(var('forcar_incremental')) }}{% endif %}
    {% if not execute or not em_execucao() %}{{ return(false) }}{% endif %}
    {{ return(adapter.get_relation(relacao.database, relacao.schema, relacao.identifier) is not none) }}
{% endmacro %}
