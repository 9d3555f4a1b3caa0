with ativos as (
    select
        *,
        cast({{ agora() }} as date) as hoje
    from {{ ref('dim_desconto') }}
    where
        eh_atual = 1
        and eh_excluido = 0
        and situacao = 'Ativo'
        and desconto_id > 0
)

select
    desconto_original_id, codigo_desconto, nome_campanha, tipo_desconto, metodo_desconto,
    aplica_em, valor_desconto, min_valor_compra, max_valor_desconto, custo_campanha,
    data_inicio_validade, data_fim_validade,
    {{ bit(
        'cast(data_inicio_validade as date) <= hoje'
        ~ ' and (data_fim_validade is null or cast(data_fim_validade as date) >= hoje)'
    ) }} as eh_vigente,
    cast({{ dbt.datediff('hoje', 'data_fim_validade', 'day') }} as int) as dias_ate_o_fim
from ativos
