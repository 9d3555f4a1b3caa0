-- What another alert tells already, more gravely, is left out.
with anomalias as (
    select
        anomalia.*,
        cast(round(anomalia.valor, 0) as bigint) as inteiro,
        cast(round(anomalia.usual_de, 0) as bigint) as de,
        cast(round(anomalia.usual_ate, 0) as bigint) as ate,
        cast(round(anomalia.mediana, 0) as bigint) as meio
    from {{ ref('vw_anomalias') }} as anomalia
    left join {{ ref('vw_alertas_carga') }} as dito
        on
            dito.entidade = anomalia.entidade
            and dito.tipo = case anomalia.medida when 'volume' then 'carga_vazia' else 'sla' end
            and anomalia.medida <> 'nulos'
    where anomalia.eh_anomalia = 1 and dito.entidade is null
)

select
    gravidade, 'anomalia' as tipo, entidade,
    {{ dbt.concat(['medida', "case when coluna = '' then '' else ' ' end", 'coluna']) }} as item,
    {{ frase(
        "case when medida = 'volume' and por_dia_da_semana = 1"
        ~ " then 'Linhas gravadas: {1}; o usual nesse dia da semana é de {3} a {4}'"
        ~ " when medida = 'volume' then 'Linhas gravadas: {1}; o usual é de {3} a {4}'"
        ~ " when medida = 'frescor' then 'Sem carga há {1} min; o usual é uma a cada {2}, até {4} min'"
        ~ " else '{5} sem valor em {1} % das {2} linhas gravadas; o usual é de {3} % a {4} %' end",
        ['inteiro', "case medida when 'frescor' then meio else linhas end", 'de', 'ate', 'coluna']
    ) }},
    medido_em as desde
from anomalias
