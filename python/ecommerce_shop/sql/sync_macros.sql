-- How text becomes values. Variables before: decimal, formatos (of dates), zona.
create temp macro vazio(texto) as coalesce(trim(texto::varchar), '') = '';

-- A key. A whole number stays itself (17850.0 too: the number as pandas writes it); any other text
-- becomes one from 2^62 up, where no shop numbers. Case counts, blanks around do not.
create temp macro inteiro_de(texto) as case
    when regexp_full_match(texto, '(0|[1-9][0-9]*)([.]0+)?')
        then try_cast(split_part(texto, '.', 1) as bigint)
end;
create temp macro chave_de(texto) as coalesce(
    inteiro_de(texto),
    (md5_number_lower(texto) % 4611686018427387904 + 4611686018427387904)::bigint
);
create temp macro chave(texto) as case
    when not vazio(texto) then chave_de(trim(texto::varchar))
end;

-- A number: 1234.56 or 1,234.56 where the decimal mark is a point, 1.234,56 where it is a comma;
-- currency signs and blanks are taken away. NULL for anything else.
create temp macro sem_moeda(texto) as regexp_replace(
    texto::varchar, '(BRL|USD|EUR|GBP|R\$|US\$|[$€£¥]|[\s\x{a0}\x{202f}])', '', 'g'
);
create temp macro numero_de(texto) as try_cast(
    case
        when
            getvariable('decimal') = ','
            and regexp_full_match(texto, '[+-]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)?(,[0-9]+)?')
            then replace(replace(texto, '.', ''), ',', '.')
        when
            getvariable('decimal') = '.'
            and regexp_full_match(texto, '[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?([.][0-9]+)?')
            then replace(texto, ',', '')
    end as decimal(38, 10)
);
create temp macro numero(texto) as numero_de(sem_moeda(texto));

-- A moment in the shop's own time: as ISO 8601 writes it, else in the order that shop.yml names.
create temp macro momento_de(texto) as case
    when regexp_full_match(texto, '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.]+)?')
        then try_cast(texto as timestamp)
    when regexp_full_match(texto, '[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]+ ?(Z|UTC|[+-][0-9:]+)')
        then try_cast(
            regexp_replace(
                replace(replace(texto, 'UTC', 'Z'), ' Z', 'Z'), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\1:\2'
            ) as timestamptz
        ) at time zone getvariable('zona')
    else try_strptime(regexp_replace(texto, '^([0-9]+)[-.]([0-9]+)[-.]', '\1/\2/'), getvariable('formatos'))
end;
create temp macro no_calendario(momento) as case
    when momento between timestamp '1900-01-01' and timestamp '2199-12-31' then momento
end;
create temp macro momento(texto) as no_calendario(momento_de(trim(texto::varchar)));

create temp macro logico(texto) as case
    when lower(trim(texto::varchar)) in ('1', 'true', 'sim', 's', 'yes', 'y', 'verdadeiro') then true
    when lower(trim(texto::varchar)) in ('0', 'false', 'não', 'nao', 'n', 'no', 'falso') then false
end;

-- Names of places, compared without accents, blanks and signs.
create temp macro simples(nome) as regexp_replace(
    lower(strip_accents(nome)), '[^a-z0-9]', '', 'g'
);
