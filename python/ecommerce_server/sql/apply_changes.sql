update destino
set {atribuicoes}
from core.{tabela} as destino
inner join carga.{tabela} as mudada on destino.{chave} = mudada.{chave};
insert into core.{tabela} ({colunas})
select {colunas}
from carga.{tabela} as nova
where not exists (select 1 from core.{tabela} as destino where destino.{chave} = nova.{chave});
