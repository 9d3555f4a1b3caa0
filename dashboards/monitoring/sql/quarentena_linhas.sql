-- The newest five hundred of a rule.
with linhas as (
    select
        entidade, chave_origem, regra, detalhe, run_id, detectado_em, resolvido_em,
        row_number() over (order by detectado_em desc, entidade, chave_origem) as ordem
    from audit.quarentena
    where
        (:regra = '' or regra = :regra)
        and (:so_abertas = 0 or resolvido_em is null)
)

select entidade, chave_origem, regra, detalhe, run_id, detectado_em, resolvido_em
from linhas
where ordem <= 500
order by ordem
