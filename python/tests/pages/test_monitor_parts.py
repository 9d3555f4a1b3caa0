"""Parts of the monitor without a browser: the log of a run, whole rows, lineage, errors' words."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pandas as pd
import pytest
import yaml
from conftest import ROOT, Warehouse

from dashboards.monitoring.lineage import dot, joined, states_of, upstream
from dashboards.monitoring.run_log import section
from dashboards.monitoring.whole_rows import parts
from dashboards.monitoring.words import rule_word, sentence
from pages.test_layer import _known
from pages.test_monitor_states import _monitor

# What a test that fails says, and one that warns; dbt's own words.
DBT_SAYS = (
    "Got 5 results, configured to fail if != 0",
    "Got 5 results, configured to warn if != 0",
)


def test_the_log_of_a_run_is_its_own_section(tmp_path: Path) -> None:
    log = tmp_path / "dbt.log"
    head = "\n\n============================== 16:25:14.57 | {} ==============================\n"
    log.write_text(
        f"{head.format('one')}first\n{head.format('two')}\x1b[32mOK\x1b[0m done\nlast\n"
        f"{head.format('three')}other\n"
    )
    (tmp_path / "dbt.log.1").write_text(f"{head.format('old')}from before\n")
    assert [line for line in section(log, "two") or () if line] == ["OK done", "last"]
    assert section(log, "old") == ["from before"]
    assert section(log, "tw") is None
    assert section(tmp_path / "none" / "dbt.log", "two") is None


def test_a_whole_row_is_taken_apart() -> None:
    text = "pedido_id=7; status=Pago; observacao=a; b; valor_frete=-1.00"
    assert parts(text) == [
        ("pedido_id", "7"),
        ("status", "Pago"),
        ("observacao", "a; b"),
        ("valor_frete", "-1.00"),
    ]


def test_lineage_leads_to_the_entity_over_what_did_not_end_well() -> None:
    arrows = pd.DataFrame(
        [
            ("stg_oltp__pedido", "core.pedido"),
            ("stg_oltp__pedido", "int_keys"),  # reads the tables that staging leaves rows out of
            ("int_keys", "core.pedido"),
            ("int_keys", "core.regiao"),
            ("int_x", "int_keys"),
            ("int_x", "stg_oltp__pedido"),
            ("snap_a", "stg_oltp__pedido"),
            ("dim_a", "snap_a"),
            ("fact_x", "dim_a"),
            ("fact_x", "int_x"),
            ("fact_x", "stg_oltp__pedido"),  # said by the other ways
            ("agg_x", "fact_x"),  # comes after
        ],
        columns=["nome", "depende_de"],
    )
    edges = joined(arrows)
    entities = ("fact_x", "dim_a")
    assert upstream(edges, "fact_x", entities) == {("core.pedido", "dim_a"), ("dim_a", "fact_x")}
    assert upstream(edges, "fact_x", (*entities, "int_x")) == {
        ("core.pedido", "dim_a"),
        ("dim_a", "fact_x"),
        ("core.pedido", "int_x"),
        ("int_x", "fact_x"),
    }
    nodes = pd.DataFrame(
        [("stg_oltp__pedido", "success"), ("int_x", "failed"), ("fact_x", "success")],
        columns=["entidade", "status"],
    )
    states = states_of(nodes, pd.DataFrame({"entidade": ["fact_x"]}))
    assert states == {"core.pedido": "success", "int_x": "failed", "fact_x": "com teste"}


def test_a_node_is_told_by_mark_and_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.monitoring.lineage.colour", lambda name: f"<{name}>")
    text = dot({("a", "b"), ("b", "c")}, "c", {"a": "success", "b": "failed"})
    assert '"a" [label="✓ a", color="<good>"' in text
    assert '"b" [label="✕ b", color="<bad>"' in text
    assert '"c" [label="c", color="<none>", penwidth=2.6' in text
    assert '"b" -> "c";' in text


def test_what_dbt_reads_is_in_the_lineage(loaded_once: Warehouse) -> None:
    """Every ref that stands in the text of a model is an arrow."""
    written = {
        (file.stem, name)
        for file in (ROOT / "models").rglob("*.sql")
        for name in re.findall(r"ref\('(\w+)'\)", file.read_text("utf-8"))
    }
    with duckdb.connect(str(loaded_once.warehouse), read_only=True) as connection:
        kept = set(connection.execute("select nome, depende_de from audit.linhagem").fetchall())
        sources = {of for _, of in kept if of.startswith("core.")}
    assert len(written) > 100
    assert written - kept == set()
    assert len(sources) == 13


def sentences() -> list[str]:
    """What a hook closes a run with, as the macros write it."""
    found = list(DBT_SAYS)
    for file in (ROOT / "macros").rglob("*.sql"):
        text = re.sub(r"\{#.*?#\}", "", file.read_text("utf-8"), flags=re.DOTALL)
        found += re.findall(r"do recusar\((.*?)\) %\}", text, flags=re.DOTALL)
        found += re.findall(r"abortar_execucao\(\w+\[0\], '([^']+)'\)", text)
        found += re.findall(r"~ '( reconciliation differences)'", text)
        found += re.findall(r"~ (\" were rejected \(\")", text)
    return found


def test_every_error_of_our_own_has_its_row() -> None:
    """None is left to the pattern that fits everything, whose advice is to read the log."""
    with (ROOT / "seeds" / "taxonomia_erros.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    forms = [
        re.compile(".*".join(map(re.escape, row["padrao"].lower().split("%"))), re.DOTALL)
        for row in rows
    ]
    assert rows[-1]["padrao"] == "%"
    said = sentences()
    assert len(said) >= 14
    unknown = [
        text[:60] for text in said if not any(form.fullmatch(text.lower()) for form in forms[:-1])
    ]
    assert unknown == []
    # A test that fails is as grave here as in ops.vw_alertas_dados.
    grades = {row["padrao"]: row["gravidade"] for row in rows}
    assert grades["%configured to fail if%"] == "alta"
    assert grades["%configured to warn if%"] == "media"


def test_every_rule_has_its_sentence() -> None:
    text = (ROOT / "models" / "audit" / "_audit__models.yml").read_text("utf-8")
    rules = re.findall(r"\w+", text.partition("regra: [")[2].partition("]")[0])
    assert len(rules) >= 25
    assert [rule for rule in rules if not rule_word(rule).endswith((".", "qual."))] == []


def test_what_the_warehouse_says_has_its_english() -> None:
    """Sentences and actions of alerts, advice on errors, notes of the ready shops."""
    models = sorted((ROOT / "models" / "ops").glob("vw_alertas*.sql"))
    # An SQL literal goes on in the next line of a Jinja text.
    texts = [re.sub(r'"\s+~ "', "", file.read_text("utf-8")) for file in models]
    literal = re.compile(r"(?:then |else |\"|coalesce\(\s*\w+,\s*)'([A-Z{][^']* [^']*)'")
    said = {found for text in texts for found in literal.findall(text)}
    assert len(said) >= 35
    with (ROOT / "seeds" / "taxonomia_erros.csv").open(encoding="utf-8", newline="") as stream:
        said |= {row["orientacao"] for row in csv.DictReader(stream)}
    for shop in (ROOT / "shops").glob("*/shop.yml"):
        said |= set(yaml.safe_load(shop.read_text("utf-8")).get("notes", ()))
    assert said - _known() == set()


def test_an_alert_speaks_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    model = "Falhas seguidas: {1}. Mensagem técnica (em inglês): {2}"
    values = dict.fromkeys(("valor_3", "valor_4", "valor_5"))
    alert = SimpleNamespace(modelo=model, valor_1="1234", valor_2="{1} is no number", **values)
    money = SimpleNamespace(
        modelo="Origem e DW diferem em {1}; períodos: {2}, de {3} a {4}; soma: R$ {5}",
        **{f"valor_{n}": value for n, value in enumerate(("v", "1", "a", "b", "-1234,50"), 1)},
    )
    for lang, said, amount in (
        ("PT", "1.234. Mensagem técnica (em inglês):", "-1.234,50"),
        ("EN", "1,234. Technical message:", "-1,234.50"),
    ):
        monkeypatch.setattr("dashboards.common.text.st.session_state", {"lang": lang})
        assert sentence(alert).endswith(f"{said} {{1}} is no number")
        assert sentence(money).endswith(f"R$ {amount}")


def test_the_monitor_is_english_in_its_alerts(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(loaded.warehouse)) as connection:
        connection.execute("update ctl.etl_control set falhas_consecutivas = 3 where ordem = 1")
        connection.execute(
            "update ctl.etl_control set ultimo_cutoff = ultimo_cutoff - interval 3 day "
            "where ordem = 2"
        )
    page = _monitor(loaded, monkeypatch, lang="EN")
    assert "Failures in a row: 3." in page
    assert "min old; SLA of" in page
    assert not re.search(r"[ãõçáéíóúâê]", page)
