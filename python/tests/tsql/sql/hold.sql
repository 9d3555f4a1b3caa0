update ctl.etl_control set ordem = ordem where entidade = 'fact_vendas'
