{#
    SQL Server, `--full-refresh`: the adapter marks the table that it is about to replace, opens a transaction for the build, and refuses
    every later run until a full refresh has ended. Here the new table is built beside the old one and takes its place in the
    transaction that also writes counts and window, so a build that dies leaves the old table whole, and the next run goes on
    from it: no mark, and no catalog locks while the new table is filled.
#}
{% macro sqlserver__mark_full_refresh_incomplete(relation) %}{% endmacro %}

{% macro sqlserver__assert_no_incomplete_full_refresh(relation) %}{% endmacro %}
