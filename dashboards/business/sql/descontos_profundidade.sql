-- Items by depth of their discount (discount against gross value): where does the margin go?
with itens as (
    select
        case
            when valor_total_descontos = 0 then 0
            when valor_total_descontos <= valor_total_bruto * 0.05 then 1
            when valor_total_descontos <= valor_total_bruto * 0.10 then 2
            when valor_total_descontos <= valor_total_bruto * 0.20 then 3
            when valor_total_descontos <= valor_total_bruto * 0.30 then 4
            else 5
        end as faixa,
        valor_total_descontos,
        valor_receita,
        margem_bruta
    from vw.vw_vendas_completa
    where
        eh_cancelado = 0
        and data_venda between :de and :ate
        and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
        and (:canais = '' or :canais like concat('%|', canal, '|%'))
        and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
        and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
)

select
    faixa,
    count(*) as itens,
    sum(valor_total_descontos) as descontos,
    sum(valor_receita) as receita,
    100.0 * sum(margem_bruta) / nullif(sum(valor_receita), 0) as margem_percent
from itens
group by faixa
order by faixa
