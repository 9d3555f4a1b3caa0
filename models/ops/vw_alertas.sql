with alertas as (
    select * from {{ ref('vw_alertas_carga') }}
    union all
    select * from {{ ref('vw_alertas_dados') }}
    union all
    select * from {{ ref('vw_alertas_anomalias') }}
    union all
    select
        case coluna when 'status' then 'alta' else 'media' end,
        'palavra',
        tabela,
        {{ dbt.concat(['coluna', "' '", 'palavra']) }},
        {{ frase(
            "case coluna when 'status'"
            ~ " then 'Palavra que a loja não usa em {1}: {3}; linhas: {2}; contam como receita'"
            ~ " else 'Palavra que a loja não usa em {1}: {3}; linhas: {2}' end",
            ['coluna', 'linhas', dbt.concat(["'«'", 'palavra', "'»'"])]
        ) }},
        desde
    from {{ ref('vw_palavras_estranhas') }}
),

-- Old data and failures in a row are what a run that failed or died leaves behind: one cause.
causas as (
    select
        *,
        case
            when
                (tipo in ('sla', 'falhas_consecutivas') or tipo = 'anomalia' and item = 'frescor')
                and max(case when tipo = 'execucao' then 1 else 0 end) over () = 1
                then 'execucao'
            else tipo
        end as causa,
        max(case when tipo = 'execucao' then orientacao end) over () as orientacao_da_execucao
    from alertas
)

select
    cast(
        {{ dbt.concat(['tipo', "':'", 'entidade', "':'", 'item']) }} as {{ tipo('nvarchar(600)') }}
    ) as alerta_id,
    cast(gravidade as {{ tipo('nvarchar(10)') }}) as gravidade,
    cast(tipo as {{ tipo('nvarchar(30)') }}) as tipo,
    cast(causa as {{ tipo('nvarchar(30)') }}) as causa,
    cast(entidade as {{ tipo('nvarchar(200)') }}) as entidade,
    cast(
        {%- for n in range(5) %}replace({% endfor %}modelo
        {%- for n in range(1, 6) %}, '{{ '{' ~ n ~ '}' }}', coalesce(valor_{{ n }}, ''))
        {%- endfor %} as {{ tipo('nvarchar(4000)') }}
    ) as mensagem,
    cast(modelo as {{ tipo('nvarchar(200)') }}) as modelo,
    valor_1, valor_2, valor_3, valor_4, valor_5, orientacao,
    -- An entity that fails again and again has advice of its own.
    cast(coalesce(case when tipo = 'falhas_consecutivas' then orientacao end, case causa
        when 'execucao' then coalesce(
            orientacao_da_execucao,
            'Rode de novo: python run.py. Se repetir, veja Conexões e erros.'
        )
        when 'relogio' then 'Acerte o relógio que carimba a origem; até lá: python run.py --sweep.'
        when 'espera' then 'Corrija na origem a data_atualizacao das linhas que estão no futuro.'
        when 'sla' then 'Nada rodou: python run.py schedule --check; depois python run.py.'
        when 'carga_vazia' then 'Veja se a origem parou de escrever; depois python run.py --sweep.'
        when 'falhas_consecutivas' then 'Veja em Conexões e erros o erro e o que fazer.'
        when 'schema_origem' then 'Combine a mudança com quem cuida da origem; ajuste o staging.'
        when 'teste' then 'Veja em Qualidade as linhas que falharam; corrija-as na origem.'
        when 'reconciliacao' then 'python run.py --sweep; se repetir: reconcile --heal.'
        when 'quarentena' then 'Corrija na origem as linhas que Qualidade mostra: voltam sozinhas.'
        when 'anomalia' then 'Veja em Qualidade o que fugiu do usual; confirme na origem se é real.'
        when 'palavra' then 'Corrija a palavra na origem ou acrescente-a às palavras da loja.'
    end) as {{ tipo('nvarchar(200)') }}) as acao,
    cast(desde as {{ tipo('datetime2(6)') }}) as desde
from causas
