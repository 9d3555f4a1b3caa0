{# One measure of one entity and month, source against warehouse, of every run that loads facts: rows and money to the cent. #}
{{ config(incremental_strategy='append', full_refresh=false, on_schema_change='fail') }}

with medidas as (
    select * from {{ ref('int_reconciliacao_fatos') }}
    union all
    select * from {{ ref('int_reconciliacao_conteudo') }}
    union all
    select * from {{ ref('int_reconciliacao_metas') }}
    union all
    select * from {{ ref('int_reconciliacao_dimensoes') }}
)

select
    cast({{ run_id() }} as bigint) as run_id,
    cast(entidade as {{ tipo('nvarchar(50)') }}) as entidade,
    cast(periodo as {{ tipo('nvarchar(20)') }}) as periodo,
    cast(medida as {{ tipo('nvarchar(50)') }}) as medida,
    cast(sum(valor_origem) as decimal(18, 2)) as valor_origem,
    cast(sum(valor_dw) as decimal(18, 2)) as valor_dw,
    cast(sum(valor_origem - valor_dw) as decimal(18, 2)) as diferenca,
    cast(case when sum(valor_origem) = sum(valor_dw) then 'ok' else 'diferenca' end
        as {{ tipo('nvarchar(20)') }}) as status
from medidas
group by entidade, periodo, medida
