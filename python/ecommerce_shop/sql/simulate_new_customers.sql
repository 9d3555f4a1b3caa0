create or replace temp table novo as
select d.*, r.regiao_id, r.ddd
from (
    select
        n,
        u(n, 'moradia') as sorteio,
        case when u(n, 'genero') < 0.52 then 'F' else 'M' end as genero
    from range(
        (select coalesce(max(cliente_id), 0) + 1 from core.cliente),
        (select coalesce(max(cliente_id), 0) + 2 + getvariable('pedidos') // 8 from core.cliente)
    ) as t (n)
) as d
asof inner join destino as r on d.sorteio >= r.antes;

insert into core.cliente (
    cliente_id,
    nome_cliente,
    email,
    telefone,
    cpf_cnpj,
    data_nascimento,
    genero,
    segmento,
    score_credito,
    regiao_id,
    eh_ativo, aceita_email_marketing, data_cadastro, data_atualizacao
)
select
    n,
    nome_pessoa(n, genero),
    'cliente' || n || '@mail.example',
    '('
    || coalesce(ddd, '11')
    || ') 9'
    || lpad(floor(1e8 * u(n, 'telefone'))::bigint::varchar, 8, '0'),
    cpf((n * 387420489 + 123456789) % 1000000000),
    (getvariable('agora') - to_days((365.25 * (18 + 55 * u(n, 'idade')))::integer))::date,
    genero,
    'Pessoa Física',
    300 + floor(650 * sqrt(u(n, 'score')))::integer,
    regiao_id,
    true,
    u(n, 'aceita') < 0.55,
    getvariable('agora'),
    getvariable('agora')
from novo;

select 'clientes_novos' as mudanca, count(*) as linhas from novo;
