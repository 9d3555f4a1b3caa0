-- A run that died may have taken any order that it compared.
update inacabado set algum = true
