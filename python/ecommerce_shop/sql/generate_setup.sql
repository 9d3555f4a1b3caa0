-- What the orders are made from. Variables before: fim, n_itens, and those of macros.sql. Tables
-- before: municipio.
set variable inicio = (select getvariable('fim') - interval 3 year);
set variable abertura = (select getvariable('inicio') - interval 30 day);

-- Sixteen items make ten orders: four patterns of sizes, rotated, so that the item numbers of an
-- order follow from its number.
create temp table bloco as
with padrao as (
    select unnest([
        {'p': 0, 't': [1, 1, 1, 1, 1, 1, 2, 2, 3, 3]},
        {'p': 1, 't': [1, 1, 2, 1, 1, 1, 5, 1, 1, 2]},
        {'p': 2, 't': [1, 2, 1, 1, 4, 1, 2, 1, 2, 1]},
        {'p': 3, 't': [2, 1, 1, 3, 1, 2, 2, 1, 1, 2]}
    ], recursive := true)
),
posicao as (
    select p * 10 + giro as variante, lugar, t[1 + (lugar + giro) % 10] as tamanho
    from padrao, range(10) as g (giro), range(10) as l (lugar)
)
select
    variante,
    lugar,
    tamanho,
    (sum(tamanho) over (partition by variante order by lugar) - tamanho)::bigint as antes
from posicao;
create temp macro variante(numero_bloco) as (u(numero_bloco, 'bloco') * 40)::bigint % 40;

set variable n_pedidos = (
    select getvariable('n_itens') // 16 * 10 + count(*)
    from bloco
    where
        variante = variante(getvariable('n_itens') // 16) and antes < getvariable('n_itens') % 16
);
set variable n_clientes = (select greatest(getvariable('n_itens') // 6, 5));
set variable n_produtos = (
    select greatest(
        20,
        case
            when getvariable('n_itens') <= 250000 then getvariable('n_itens') // 50
            else floor(5000 * pow(getvariable('n_itens') / 250000, 0.25))
        end
    )::bigint
);
set variable n_vendedores
= (select least(300, greatest(60, round(60 * pow(getvariable('n_itens') / 1e5, 0.3))))::bigint);
set variable n_equipes = (select least(20, 7 + getvariable('n_vendedores') // 15)::bigint);

-- The demand of every hour of the three years, cumulated to [0, 1): an order's number finds its
-- time in it.
create temp table curva as
with hora as (
    select unnest(range(getvariable('inicio'), getvariable('fim'), interval 1 hour)) as hora
),
dia as (
    select
        hora,
        hora::date as dia,
        -- Black Friday: the last Friday of November
        (
            make_date(year(hora), 11, 30)
            - ((dayofweek(make_date(year(hora), 11, 30)) + 2) % 7)::integer
        ) as black_friday
    from hora
),
peso as (
    select
        hora,
        -- an integer, so that its sums do not depend on the order of addition
        (1e6 * pow(1.25, epoch(hora - getvariable('inicio')) / 31557600)
        * [0.88, 0.85, 0.95, 0.95, 1.08, 1.0, 0.95, 1.05, 0.97, 1.02, 1.18, 1.15][month(hora)]
        * [0.8, 1.1, 1.12, 1.08, 1.05, 1.0, 0.85][1 + dayofweek(hora)]
        * case dia
        - black_friday
            when 0 then 4.5 when 1 then 2.4 when 2 then 1.6 when 3 then 2.0 when
                -1
                then 1.7 else 1
        end
        * case
            when month(dia) = 12 and day(dia) = 25 or month(dia) = 1 and day(dia) = 1
                then 0.4 else 1
        end
        * (0.92 + 0.16 * u(epoch(dia)::bigint, 'dia'))
        * [
            8,
            5,
            3,
            2,
            2,
            3,
            8,
            18,
            32,
            46,
            56,
            60,
            56,
            54,
            60,
            62,
            60,
            56,
            54,
            58,
            64,
            62,
            44,
            22
        ][1 + hour(hora)]
        )::bigint
        as peso
    from dia
)
select
    hora,
    coalesce(sum(peso) over (order by hora rows between unbounded preceding and 1 preceding), 0)
    / sum(peso) over () as antes,
    peso / sum(peso) over () as parte
from peso;

-- Customers live where people live; a municipality of unknown population counts as one of 5 000.
create temp table moradia as
select
    codigo_ibge as regiao_id,
    uf,
    regiao_pais,
    cep_inicial::bigint as cep_de,
    cep_final::bigint as cep_ate,
    ddd,
    nome as cidade,
    coalesce(
        sum(coalesce(populacao, 5000))
            over (order by codigo_ibge rows between unbounded preceding and 1 preceding),
        0
    ) / sum(coalesce(populacao, 5000)) over () as antes
from municipio;
