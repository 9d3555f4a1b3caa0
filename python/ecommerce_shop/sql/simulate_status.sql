-- The oldest open orders move on by one step; a few are cancelled.
create or replace temp table escolha as
select
    pedido_id,
    case
        when u(pedido_id, 'cancela') < 0.03 then 'Cancelado'
        else case status when 'Criado' then 'Pago' when 'Pago' then 'Enviado' else 'Entregue' end
    end as status
from core.pedido
where
    status in ('Criado', 'Pago', 'Enviado') and data_atualizacao < getvariable('inicio_da_rodada')
order by data_atualizacao, pedido_id
limit (select 1 + getvariable('pedidos') // 2);

update core.pedido
set status = e.status, data_atualizacao = getvariable('agora')
from escolha as e
where core.pedido.pedido_id = e.pedido_id;

select 'status_mudados' as mudanca, count(*) as linhas from escolha;
