{#
    Snapshot strategy `versao`: a new version when row_hash differs, valid from the select's own inicio_versao (extrair_versoes).
    The built-in `check` would take the load's clock or a no-change update for history, and `timestamp` every touch.
#}
{% macro snapshot_versao_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
    {% set chave = config.get('unique_key') %}
    {% set inicio = config.get('updated_at') %}
    {% do return({
        'unique_key': chave,
        'updated_at': inicio,
        'row_changed': snapshotted_rel ~ '.row_hash <> ' ~ current_rel ~ '.row_hash',
        'scd_id': snapshot_hash_arguments([chave, inicio]),
        'hard_deletes': 'ignore',
        'invalidate_hard_deletes': false
    }) %}
{% endmacro %}
