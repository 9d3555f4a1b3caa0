-- What every dimension says now: chave, carimbo (newest stamp of the tables that feed it), conteudo.

-- What a parent says; nothing when it is at fault, though its stamp counts.
create or replace temp macro bom(entidade_, chave_, valor) as case
    when chave_ not in (select q.chave from q_dimensao q where q.entidade = entidade_) then valor
end;

create or replace temp view conteudo_cliente as
select
    c.cliente_id as chave,
    greatest(c.data_atualizacao, r.data_atualizacao) as carimbo,
    struct_pack(
        nome_cliente := c.nome_cliente, email := c.email, telefone := c.telefone,
        cpf_cnpj := c.cpf_cnpj, data_nascimento := c.data_nascimento, genero := c.genero,
        segmento := c.segmento, score_credito := c.score_credito,
        regiao_original_id := c.regiao_id, logradouro := c.logradouro, numero := c.numero,
        complemento := c.complemento, bairro := c.bairro, cep := c.cep, eh_ativo := c.eh_ativo,
        aceita_email_marketing := c.aceita_email_marketing,
        -- A region that is missing or at fault counts as the unknown member.
        cidade := coalesce(bom('regiao', r.regiao_id, r.cidade), 'Desconhecido'), estado := coalesce(bom('regiao', r.regiao_id, r.estado), 'ND'),
        regiao_pais := coalesce(bom('regiao', r.regiao_id, r.regiao_pais), 'Desconhecido'),
        pais := coalesce(bom('regiao', r.regiao_id, r.pais), 'Desconhecido'),
        faixa_etaria := case
            when c.data_nascimento is null or c.data_nascimento > cast(c.data_cadastro as date)
                then null
            -- Years that are complete on the day of registration.
            when c.data_nascimento + interval 25 year > cast(c.data_cadastro as date) then 'Até 24'
            when c.data_nascimento + interval 35 year > cast(c.data_cadastro as date) then '25-34'
            when c.data_nascimento + interval 45 year > cast(c.data_cadastro as date) then '35-44'
            when c.data_nascimento + interval 55 year > cast(c.data_cadastro as date) then '45-54'
            when c.data_nascimento + interval 65 year > cast(c.data_cadastro as date) then '55-64'
            else '65+'
        end,
        data_cadastro := c.data_cadastro
    ) as conteudo
from boa_cliente c
left join boa_regiao r on r.regiao_id = c.regiao_id
where c.cliente_id not in (select chave from q_dimensao where entidade = 'cliente');

create or replace temp view conteudo_produto as
select
    p.produto_id as chave,
    greatest(
        p.data_atualizacao, s.data_atualizacao, k.data_atualizacao, f.data_atualizacao
    ) as carimbo,
    struct_pack(
        codigo_sku := p.codigo_sku, codigo_barras := p.codigo_barras,
        nome_produto := p.nome_produto, descricao_curta := p.descricao_curta,
        categoria_id := p.categoria_id,
        -- A product filed under a top category has no subcategory.
        categoria := coalesce(k.nome_categoria, s.nome_categoria, 'Desconhecido'),
        subcategoria := coalesce(s.nome_categoria, 'Desconhecido'),
        linha_produto := p.linha_produto, marca := p.marca, fabricante := p.fabricante,
        fornecedor_id := p.fornecedor_id, nome_fornecedor := coalesce(f.nome_fornecedor, 'Desconhecido'),
        pais_origem := bom('fornecedor', f.fornecedor_id, f.pais_origem), peso_kg := p.peso_kg, altura_cm := p.altura_cm,
        largura_cm := p.largura_cm, profundidade_cm := p.profundidade_cm,
        cor_principal := p.cor_principal, material := p.material, preco_custo := p.preco_custo,
        preco_sugerido := p.preco_sugerido,
        margem_sugerida_percent := cast(
            -- Hundredths of a percent, half away from zero, in whole numbers.
            sign(p.preco_sugerido - p.preco_custo) * sign(p.preco_sugerido) * (
                (2 * abs(cast((p.preco_sugerido - p.preco_custo) * 100 as hugeint)) * 10000
                    + abs(cast(p.preco_sugerido * 100 as hugeint)))
                // nullif(2 * abs(cast(p.preco_sugerido * 100 as hugeint)), 0)
            ) as decimal(18, 2)
        ) * 0.01,
        eh_perecivel := p.eh_perecivel, eh_fragil := p.eh_fragil,
        idade_minima_venda := p.idade_minima_venda, estoque_minimo := p.estoque_minimo,
        estoque_maximo := p.estoque_maximo, situacao := p.situacao,
        data_lancamento := p.data_lancamento,
        data_descontinuacao := p.data_descontinuacao,
        avaliacao_media := p.avaliacao_media, total_avaliacoes := p.total_avaliacoes
    ) as conteudo
from boa_produto p
left join boa_categoria s on s.categoria_id = p.categoria_id
left join boa_categoria k on k.categoria_id = s.categoria_pai_id
left join boa_fornecedor f on f.fornecedor_id = p.fornecedor_id
where p.produto_id not in (select chave from q_dimensao where entidade = 'produto');

create or replace temp view conteudo_equipe as
select
    e.equipe_id as chave,
    greatest(e.data_atualizacao, v.data_atualizacao) as carimbo,
    struct_pack(
        nome_equipe := e.nome_equipe, codigo_equipe := e.codigo_equipe,
        tipo_equipe := e.tipo_equipe, categoria_equipe := e.categoria_equipe,
        regional := e.regional, estado_sede := e.estado_sede, cidade_sede := e.cidade_sede,
        lider_vendedor_original_id := e.lider_vendedor_id, nome_lider := bom('vendedor', v.vendedor_id, v.nome_vendedor),
        email_lider := bom('vendedor', v.vendedor_id, v.email), meta_mensal_equipe := e.meta_mensal_equipe,
        -- The columns take no more.
        meta_trimestral_equipe := case when abs(e.meta_mensal_equipe) * 3 > 9999999999999.99
            then 9999999999999.99 * sign(e.meta_mensal_equipe) else e.meta_mensal_equipe * 3 end,
        meta_anual_equipe := case when abs(e.meta_mensal_equipe) * 12 > 9999999999999.99
            then 9999999999999.99 * sign(e.meta_mensal_equipe) else e.meta_mensal_equipe * 12 end,
        qtd_membros_ideal := e.qtd_membros_ideal, data_criacao := e.data_criacao,
        data_inativacao := e.data_inativacao, situacao := e.situacao,
        eh_ativa := e.situacao = 'Ativa'
    ) as conteudo
from boa_equipe e
left join boa_vendedor v on v.vendedor_id = e.lider_vendedor_id
where e.equipe_id not in (select chave from q_dimensao where entidade = 'equipe');

create or replace temp view conteudo_vendedor as
select
    v.vendedor_id as chave,
    greatest(
        v.data_atualizacao, e.data_atualizacao, g.data_atualizacao,
        (
            select max(t.data_atualizacao) from boa_equipe t
            where t.lider_vendedor_id = v.vendedor_id
        )
    ) as carimbo,
    struct_pack(
        nome_vendedor := v.nome_vendedor, matricula := v.matricula, cpf := v.cpf,
        email := v.email, telefone_celular := v.telefone_celular, cargo := v.cargo,
        nivel_senioridade := v.nivel_senioridade, equipe_original_id := v.equipe_id,
        nome_equipe := bom('equipe', e.equipe_id, e.nome_equipe), gerente_original_id := v.gerente_id,
        nome_gerente := bom('vendedor', g.vendedor_id, g.nome_vendedor), estado_atuacao := v.estado_atuacao,
        cidade_atuacao := v.cidade_atuacao, tipo_vendedor := v.tipo_vendedor,
        meta_mensal_base := v.meta_mensal_base,
        percentual_comissao_padrao := v.percentual_comissao_padrao,
        data_contratacao := v.data_contratacao, data_desligamento := v.data_desligamento,
        situacao := v.situacao, eh_ativo := v.situacao = 'Ativo',
        eh_lider := v.vendedor_id in (
            select lider_vendedor_id from boa_equipe where lider_vendedor_id is not null
        )
    ) as conteudo
from boa_vendedor v
left join boa_equipe e on e.equipe_id = v.equipe_id
left join boa_vendedor g on g.vendedor_id = v.gerente_id
where v.vendedor_id not in (select chave from q_dimensao where entidade = 'vendedor');

create or replace temp view conteudo_desconto as
select
    d.desconto_id as chave,
    d.data_atualizacao as carimbo,
    struct_pack(
        codigo_desconto := d.codigo_desconto, nome_campanha := d.nome_campanha,
        tipo_desconto := d.tipo_desconto, metodo_desconto := d.metodo_desconto,
        valor_desconto := d.valor_desconto, min_valor_compra := d.min_valor_compra,
        max_valor_desconto := d.max_valor_desconto, aplica_em := d.aplica_em,
        custo_campanha := d.custo_campanha, data_inicio_validade := d.data_inicio_validade,
        data_fim_validade := d.data_fim_validade, situacao := d.situacao
    ) as conteudo
from boa_desconto d
where d.desconto_id not in (select chave from q_dimensao where entidade = 'desconto');

create or replace temp view conteudo_regiao as
select
    r.regiao_id as chave,
    r.data_atualizacao as carimbo,
    struct_pack(
        pais := r.pais, regiao_pais := r.regiao_pais, estado := r.estado,
        nome_estado := r.nome_estado, cidade := r.cidade, cep_inicial := r.cep_inicial,
        cep_final := r.cep_final, ddd := r.ddd, populacao_estimada := r.populacao_estimada,
        area_km2 := r.area_km2,
        densidade_demografica := cast(r.populacao_estimada as double) / nullif(r.area_km2, 0),
        tipo_municipio := r.tipo_municipio,
        porte_municipio := case
            when r.populacao_estimada >= 500000 then 'Grande'
            when r.populacao_estimada >= 100000 then 'Médio'
            when r.populacao_estimada is not null then 'Pequeno'
        end,
        pib_per_capita := r.pib_per_capita, idh := r.idh, latitude := r.latitude,
        longitude := r.longitude, fuso_horario := r.fuso_horario, eh_ativo := r.eh_ativo
    ) as conteudo
from boa_regiao r
where r.regiao_id not in (select chave from q_dimensao where entidade = 'regiao');
