insert into core.identidade_origem (identidade, criada_em, descricao)
values ($identidade, make_timestamp(epoch_us(now())), $descricao)
