select count(*) as linhas from escolhida
