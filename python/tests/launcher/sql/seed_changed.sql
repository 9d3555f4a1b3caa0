update ctl.taxonomia_erros set categoria = 'outro' where ordem = 10
