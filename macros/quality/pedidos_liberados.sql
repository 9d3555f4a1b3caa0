{#
    Orders with a row in quarantine that may come in although nothing of the order was stamped: the parent that was missing is there,
    the business date is no longer in the future, or the rejected row itself was deleted; and those rejected by another rule now.
    Rows that the quarantine let go within the window count too: the run may have ended before it loaded their facts.
#}
{% macro pedidos_liberados(quarentena, janela) %}
{%- set pode_voltar = '(q.resolvido_em is null or q.resolvido_em > ' ~ janela.de ~ ')' -%}
    select pedido.pedido_id
    from {{ quarentena }} as q
    inner join {{ ref('stg_oltp__pedido') }} as pedido on q.chave_origem = cast(pedido.pedido_id as {{ tipo('nvarchar(50)') }})
    where
        q.entidade = 'pedido' and {{ pode_voltar }}
        and (
            (q.regra = 'pedido_cliente' and exists (
                select 1 from {{ ref('stg_oltp__cliente') }} as c where c.cliente_id = pedido.cliente_id
            ))
            or (q.regra = 'pedido_regiao' and exists (
                select 1 from {{ ref('stg_oltp__regiao') }} as r where r.regiao_id = pedido.regiao_entrega_id
            ))
            or (q.regra = 'pedido_data' and {{ data_pedido_valida('pedido.data_pedido') }})
        )
    union
    select item.pedido_id
    from {{ quarentena }} as q
    inner join {{ ref('stg_oltp__item_pedido') }} as item on q.chave_origem = cast(item.item_pedido_id as {{ tipo('nvarchar(50)') }})
    where
        q.entidade = 'item_pedido' and {{ pode_voltar }} and q.regra = 'item_orfao'
        and exists (select 1 from {{ ref('stg_oltp__produto') }} as p where p.produto_id = item.produto_id)
        and exists (select 1 from {{ ref('stg_oltp__pedido') }} as p where p.pedido_id = item.pedido_id)
        and not exists (
            select 1 from {{ quarentena }} as dele
            where
                dele.entidade = 'pedido' and dele.resolvido_em is null
                and dele.chave_origem = cast(item.pedido_id as {{ tipo('nvarchar(50)') }})
        )
    union
    -- its campaign came, was mended, or turned bad behind a rule that comes later
    select aplicado.pedido_id
    from {{ quarentena }} as q
    inner join {{ ref('stg_oltp__desconto_aplicado') }} as aplicado
        on q.chave_origem = cast(aplicado.desconto_aplicado_id as {{ tipo('nvarchar(50)') }})
    left join {{ ref('int_desconto') }} as campanha on aplicado.desconto_id = campanha.desconto_id
    where
        q.entidade = 'desconto_aplicado' and {{ pode_voltar }}
        and (
            (
                q.regra = 'desconto_orfao' and campanha.desconto_id is not null and campanha.coluna_nula is null
                and (
                    ({{ na_janela('campanha.data_atualizacao', janela) }})
                    or exists (
                        select 1 from {{ ref('dim_desconto') }} as d
                        where
                            d.desconto_original_id = campanha.desconto_id
                            and d.eh_atual = 1 and d.eh_excluido = 0 and d.criado_run_id > q.run_id
                    )
                )
            )
            or (
                q.regra in ('desconto_nivel', 'desconto_excede_base')
                and (campanha.desconto_id is null or {{ rejeitada('campanha') }})
            )
        )
{% endmacro %}

{# Rule pedido_data: within dim_data and at most a day after the cutoff. #}
{% macro data_pedido_valida(coluna) -%}
    (
        {{ coluna }} >= cast('{{ var("dim_data_inicio") }}' as date)
        and {{ coluna }} < {{ dbt.dateadd('day', 1, "cast('" ~ var("dim_data_fim") ~ "' as date)") }}
        and {{ coluna }} <= {{ dbt.dateadd('day', 1, cutoff()) }}
    )
{%- endmacro %}
