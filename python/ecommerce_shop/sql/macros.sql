-- Chance without chance: every value is a function of a row number, a column and the variable
-- seed; words come from pasta. u(i, coluna): a number in [0, 1) for row i and one column, the
-- same on every run, thread and machine.
create temp macro u(i, coluna) as
    (hash(i::bigint, coluna::varchar, getvariable('seed')::bigint) >> 11)
    * (1.0::double / 9007199254740992);
create temp macro escolhe(lista, x) as lista[1 + floor(x * len(lista))::integer];
-- Check digits of Receita Federal: weighted sum modulo 11, weights from the right, 10 and 11 count
-- as 0. The sum of the first digit has one more weight than needed: that place is still empty.
create temp macro modulo_11(soma) as soma * 10 % 11 % 10;
create temp macro soma_cpf(n) as
    n % 10 * 2
    + n // 10 % 10 * 3
    + n // 100 % 10 * 4
    + n // 1000 % 10 * 5
    + n // 10000 % 10 * 6
    + n // 100000 % 10 * 7
    + n // 1000000 % 10 * 8
    + n // 10000000 % 10 * 9
    + n // 100000000 % 10 * 10
    + n // 1000000000 % 10 * 11;
create temp macro com_digito_cpf(n) as n * 10 + modulo_11(soma_cpf(n));
create temp macro cpf(n) as lpad(com_digito_cpf(com_digito_cpf(n))::varchar, 11, '0');
create temp macro soma_cnpj(n) as
    n % 10 * 2
    + n // 10 % 10 * 3
    + n // 100 % 10 * 4
    + n // 1000 % 10 * 5
    + n // 10000 % 10 * 6
    + n // 100000 % 10 * 7
    + n // 1000000 % 10 * 8
    + n // 10000000 % 10 * 9
    + n // 100000000 % 10 * 2
    + n // 1000000000 % 10 * 3
    + n // 10000000000 % 10 * 4
    + n // 100000000000 % 10 * 5
    + n // 1000000000000 % 10 * 6;
create temp macro com_digito_cnpj(n) as n * 10 + modulo_11(soma_cnpj(n));
create temp macro cnpj(n) as lpad(com_digito_cnpj(com_digito_cnpj(n))::varchar, 14, '0');
-- EAN-13: weights 3 and 1 from the right, up to the next ten
create temp macro soma_ean(n) as
    n % 10 * 3
    + n // 10 % 10 * 1
    + n // 100 % 10 * 3
    + n // 1000 % 10 * 1
    + n // 10000 % 10 * 3
    + n // 100000 % 10 * 1
    + n // 1000000 % 10 * 3
    + n // 10000000 % 10 * 1
    + n // 100000000 % 10 * 3
    + n // 1000000000 % 10 * 1
    + n // 10000000000 % 10 * 3
    + n // 100000000000 % 10 * 1;
create temp macro ean(n) as lpad((n * 10 + (10 - soma_ean(n) % 10) % 10)::varchar, 13, '0');
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
