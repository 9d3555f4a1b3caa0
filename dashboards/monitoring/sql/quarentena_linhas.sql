-- The newest five hundred of a rule, each with its whole row where that was kept.
with linhas as (
    select
        quarentena.entidade, quarentena.chave_origem, quarentena.regra, quarentena.detalhe,
        quarentena.run_id, quarentena.detectado_em, quarentena.resolvido_em, inteira.linha,
        row_number() over (
            order by
                quarentena.detectado_em desc, quarentena.entidade, quarentena.chave_origem,
                quarentena.quarentena_id
        ) as ordem
    from audit.quarentena as quarentena
    left join audit.quarentena_linha as inteira
        on
            inteira.run_id = quarentena.run_id
            and inteira.entidade = quarentena.entidade
            and inteira.chave_origem = quarentena.chave_origem
    where
        (:regra = '' or quarentena.regra = :regra)
        and (:so_abertas = 0 or quarentena.resolvido_em is null)
)

select entidade, chave_origem, regra, detalhe, run_id, detectado_em, resolvido_em, linha
from linhas
where ordem <= 500
order by ordem
