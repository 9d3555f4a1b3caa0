-- One number for all rows of {tabela}.
select bit_xor(hash(t)) from core.{tabela} as t
