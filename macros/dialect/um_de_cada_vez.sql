{#
    pre-hook of the snapshots: one at a time. On SQL Server the adapter creates and drops a snapshot's helper relations inside its
    transaction; two of them at once can deadlock in the catalog. The lock goes with the transaction.
#}
{% macro um_de_cada_vez() -%}
    {{ return(adapter.dispatch('um_de_cada_vez')()) }}
{%- endmacro %}

{% macro default__um_de_cada_vez() %}
    {{ return('') }}
{% endmacro %}

{% macro sqlserver__um_de_cada_vez() %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
declare @trava int;
exec @trava = sp_getapplock
    @Resource = 'ecommerce_dw_snapshots', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 3600000;
if @trava < 0 throw 50001, 'Another snapshot has held the lock ecommerce_dw_snapshots for an hour: end its session.', 1;
{% endmacro %}
