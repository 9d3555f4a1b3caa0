-- Chance without chance: every value is a function of a row number, a column and the variable
-- seed; words come from pasta. u(i, coluna): a number in [0, 1) for row i and one column, the
-- same on every run, thread and machine.
create temp macro u(i, coluna) as
    (hash(i::bigint, coluna::varchar, getvariable('seed')::bigint) >> 11)
    * (1.0::double / 9007199254740992);
create temp macro escolhe(lista, x) as lista[1 + floor(x * len(lista))::integer];
create temp macro digito(n, casas) as (n // (10 ** casas)::bigint) % 10;
-- check digits, modulo 11 (Receita Federal): weights from the right, 10 and 11 count as 0
create temp macro modulo_11(soma) as case when soma % 11 < 2 then 0 else 11 - soma % 11 end;
create temp macro cpf_primeiro(n) as modulo_11(
    list_sum([digito(n, c) * (c + 2) for c in range(9)])::bigint
);
create temp macro cpf_segundo(n) as modulo_11(
    list_sum([digito(n, c) * (c + 2) for c in range(10)])::bigint
);
create temp macro cpf(n) as lpad(
    ((n * 10 + cpf_primeiro(n)) * 10 + cpf_segundo(n * 10 + cpf_primeiro(n)))::varchar, 11, '0'
);
create temp macro cnpj_digito(n, casas) as
    modulo_11(list_sum([digito(n, c) * (c % 8 + 2) for c in range(casas)])::bigint);
create temp macro cnpj(n) as lpad(
    ((n * 10 + cnpj_digito(n, 12)) * 10 + cnpj_digito(n * 10 + cnpj_digito(n, 12), 13))::varchar,
    14,
    '0'
);
-- EAN-13: weights 3 and 1 from the right
create temp macro ean(n) as lpad(
    (
        n * 10
        + (
            10
            - list_sum(
                [digito(n, c) * (case c % 2 when 0 then 3 else 1 end) for c in range(12)]
            )::bigint
            % 10
        )
        % 10
    )::varchar,
    13,
    '0'
);
create temp macro mes_de(t) as date_trunc('month', t)::date;
create temp macro horas(x) as to_microseconds((x * 3600000000)::bigint);
-- Zipf-Mandelbrot: P(rank r) ~ 1 / (r + 5), by the inverse of its cumulated form
create temp macro posto(x, total) as least(
    total, 1 + floor(5 * pow((total + 5) / 5.0::double, x) - 5)::bigint
);

create temp table palavra as
select tipo, valor, row_number() over () as n
from read_csv(getvariable('pasta') || '/palavras.csv', header = true, all_varchar = true);
set variable nome_f = (select list(valor order by n) from palavra where tipo = 'nome_f');
set variable nome_m = (select list(valor order by n) from palavra where tipo = 'nome_m');
set variable sobrenome = (select list(valor order by n) from palavra where tipo = 'sobrenome');
set variable ramo = (select list(valor order by n) from palavra where tipo = 'ramo');
set variable tipo_logradouro
= (select list(valor order by n) from palavra where tipo = 'tipo_logradouro');
set variable logradouro = (select list(valor order by n) from palavra where tipo = 'logradouro');
set variable bairro = (select list(valor order by n) from palavra where tipo = 'bairro');
set variable marca = (select list(valor order by n) from palavra where tipo = 'marca');
set variable modelo = (select list(valor order by n) from palavra where tipo = 'modelo');
set variable cor = (select list(valor order by n) from palavra where tipo = 'cor');
set variable material = (select list(valor order by n) from palavra where tipo = 'material');
set variable pais = (select list(valor order by n) from palavra where tipo = 'pais');
set variable motivo = (select list(valor order by n) from palavra where tipo = 'motivo');
create temp macro nome_pessoa(i, genero) as concat_ws(
    ' ',
    escolhe(
        case genero when 'F' then getvariable('nome_f') else getvariable('nome_m') end,
        pow(u(i, 'nome'), 1.5)
    ),
    escolhe(getvariable('sobrenome'), pow(u(i, 'sobrenome'), 1.5)),
    case
        when u(i, 'dois_sobrenomes') < 0.7
            then escolhe(getvariable('sobrenome'), u(i, 'sobrenome_2'))
    end
);
