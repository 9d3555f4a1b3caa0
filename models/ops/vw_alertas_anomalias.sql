{%- set texto = tipo('nvarchar(4000)') -%}
-- What another alert tells already, more gravely, is left out.
with anomalias as (
    select
        anomalia.*,
        case anomalia.dia
            when 0 then ' às segundas-feiras'
            when 1 then ' às terças-feiras'
            when 2 then ' às quartas-feiras'
            when 3 then ' às quintas-feiras'
            when 4 then ' às sextas-feiras'
            when 5 then ' aos sábados'
            else ' aos domingos'
        end as no_dia,
        cast(cast(round(anomalia.valor, 0) as bigint) as {{ texto }}) as inteiro,
        cast(cast(round(anomalia.usual_de, 0) as bigint) as {{ texto }}) as de,
        cast(cast(round(anomalia.usual_ate, 0) as bigint) as {{ texto }}) as ate,
        cast(cast(round(anomalia.mediana, 0) as bigint) as {{ texto }}) as meio
    from {{ ref('vw_anomalias') }} as anomalia
    left join {{ ref('vw_alertas_carga') }} as dito
        on
            dito.entidade = anomalia.entidade
            and dito.tipo = case anomalia.medida when 'volume' then 'carga_vazia' else 'sla' end
            and anomalia.medida <> 'nulos'
    where anomalia.eh_anomalia = 1 and dito.entidade is null
)

select
    gravidade,
    'anomalia' as tipo,
    entidade,
    {{ dbt.concat(['medida', "case when coluna = '' then '' else ' ' end", 'coluna']) }} as item,
    case medida
        when 'volume' then {{ dbt.concat([
            "'Linhas gravadas: '", 'inteiro', "'; o usual'",
            "case when por_dia_da_semana = 1 then no_dia else '' end", "' é de '", 'de', "' a '", 'ate'
        ]) }}
        when 'frescor' then {{ dbt.concat([
            "'Sem carga há '", 'inteiro', "' min; o usual é uma a cada '", 'meio', "', até '", 'ate', "' min'"
        ]) }}
        else {{ dbt.concat([
            'coluna', "' sem valor em '", 'inteiro', "' % das '", 'cast(linhas as ' ~ texto ~ ')',
            "' linhas gravadas; o usual é de '", 'de', "' % a '", 'ate', "' %'"
        ]) }}
    end as mensagem,
    medido_em as desde
from anomalias
