"""ops.vw_anomalias against medians worked out in Python, and what is told of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import median
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from conftest import Warehouse

from dashboards.monitoring import unusual

DAYS = 43


@cache
def now() -> datetime:
    """The same for all of a test session, from the moment of its first load on."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


RUN = """
insert into audit.etl_run by name
select * replace (
    cast(? as bigint) as run_id, cast(? as timestamp) as iniciado_em,
    cast(? as timestamp) as finalizado_em, cast(? as varchar) as comando,
    cast(? as varchar) as invocation_id
)
from audit.etl_run where run_id = 1
"""
LOAD = """
insert into audit.etl_run_entity by name
select * replace (
    cast(? as bigint) as run_id, cast(? as bigint) as linhas_inseridas,
    0 as linhas_atualizadas, cast(? as timestamp) as finalizado_em,
    cast(? as timestamp) as cutoff_ate, 'success' as status
)
from audit.etl_run_entity as e where e.run_id = 1 and e.entidade = ?
"""


def at(days_ago: float) -> datetime:
    return now() - timedelta(days=days_ago)


def usual_of(moment: datetime) -> int:
    """Rows of a day: each weekday has its own level."""
    return 300 + 400 * moment.weekday() + 7 * (moment.toordinal() % 3)


@pytest.fixture(scope="module")
def history(loaded_once: Warehouse, tmp_path_factory: Any) -> Iterator[Any]:
    """A load a day for six weeks; the last one is unusual in three ways. The rows, by measure."""
    data = loaded_once.copy_to(tmp_path_factory.mktemp("anomalies") / "data")
    loads: dict[str, list[tuple[datetime, int]]] = {
        # days ago of each load, rows; the first of each is the one that loads all there is
        "fact_vendas": [(at(n), usual_of(at(n))) for n in range(DAYS, 0, -1)] + [(at(0), 12)],
        "dim_cliente": [(at(n), 40 + n % 5) for n in range(DAYS, -1, -1)],
        "dim_equipe": [(at(n), 0) for n in range(DAYS, 2, -1)],
        "dim_regiao": [(at(n), 9) for n in (3, 2, 1)] + [(at(0), 5000)],
    }
    shares = {"fact_vendas": [2 + n % 2 for n in range(DAYS)] + [60]}
    with duckdb.connect(str(data.warehouse)) as db:
        runs = sorted({moment for rows in loads.values() for moment, _ in rows})
        ids = {moment: 100 + place for place, moment in enumerate(runs)}
        for moment, run_id in ids.items():
            db.execute(RUN, [run_id, moment, moment, "run.py", str(run_id)])
        for entity, rows in loads.items():
            for moment, written in rows:
                db.execute(LOAD, [ids[moment], written, moment, moment, entity])
        db.execute("delete from audit.nulos_por_coluna")
        for entity, percents in shares.items():
            for (moment, _written), share in zip(loads[entity], percents, strict=True):
                db.execute(
                    "insert into audit.nulos_por_coluna values (?, ?, 'custo_total', 200, ?)",
                    [ids[moment], entity, 2 * share],
                )
        # A load of a full refresh in between is no part of anybody's history.
        between = at(0.5)
        db.execute(RUN, [99, between, between, "run.py --full-refresh", "99"])
        db.execute(LOAD, [99, 10**6, between, between, "fact_vendas"])
        db.execute("delete from audit.etl_run_entity where run_id = 1")
        db.execute(
            "update ctl.etl_control set sla_minutos = 100000, ultimo_cutoff = ?, "
            "ativo = (entidade in ('fact_vendas', 'dim_cliente', 'dim_equipe', 'dim_regiao'))",
            [now()],
        )
        asked = db.execute("select * from ops.vw_anomalias")
        names = [column[0] for column in asked.description or ()]
        found = {}
        for row in asked.fetchall():
            values = SimpleNamespace(**dict(zip(names, row, strict=True)))
            found[values.entidade, values.medida, values.coluna] = values
        alerts = db.execute(
            "select entidade, gravidade, mensagem, causa from ops.vw_alertas "
            "where tipo = 'anomalia' order by mensagem"
        ).fetchall()
    yield loads, shares, found, alerts


def expect(found: Any, values: list[float], least: Any) -> None:
    middle = median(values)
    spread = median([abs(value - middle) for value in values])
    width = max(3.5 * 1.4826 * spread, least(middle))
    assert float(found.mediana) == pytest.approx(middle, abs=0.01)
    assert float(found.desvio_mediano) == pytest.approx(spread, abs=0.01)
    assert float(found.usual_de) == pytest.approx(max(middle - width, 0), rel=0.001, abs=0.01)
    assert float(found.usual_ate) == pytest.approx(middle + width, rel=0.001, abs=0.01)
    assert found.cargas == len(values)


def test_a_volume_is_held_against_those_of_its_weekday(history: Any) -> None:
    loads, _, found, _ = history
    moment, written = loads["fact_vendas"][-1]
    one = found["fact_vendas", "volume", ""]
    before = loads["fact_vendas"][1:-1]
    same = [rows for when, rows in before if when.weekday() == moment.weekday()]
    assert len(same) >= 5
    expect(one, same, lambda middle: 0.25 * middle + 5)
    assert (one.valor, one.eh_anomalia, one.por_dia_da_semana) == (written, True, True)
    assert one.dia == moment.weekday()
    assert not found["dim_cliente", "volume", ""].eh_anomalia


def test_freshness_is_the_time_between_loads(history: Any) -> None:
    _, _, found, _ = history
    one = found["dim_equipe", "frescor", ""]
    expect(one, [1440.0] * (DAYS - 3), lambda middle: 0.5 * middle + 60)
    assert float(one.valor) == pytest.approx(3 * 1440, abs=5)
    assert one.eh_anomalia
    assert not found["dim_cliente", "frescor", ""].eh_anomalia


def test_a_share_of_missing_values_has_its_error_of_sampling(history: Any) -> None:
    _, shares, found, _ = history
    one = found["fact_vendas", "nulos", "custo_total"]
    values = [float(share) for share in shares["fact_vendas"][:-1]]
    expect(one, values, lambda middle: 5 + 3 * math.sqrt(middle * (100 - middle) / 200))
    assert (float(one.valor), one.eh_anomalia) == (60.0, True)


def test_three_loads_are_no_history(history: Any) -> None:
    *_, found, _ = history
    one = found["dim_regiao", "volume", ""]
    assert (one.valor, one.tem_historia, one.eh_anomalia) == (5000, False, False)


def test_each_is_an_alert_in_a_sentence(history: Any) -> None:
    *_, found, alerts = history
    usual = found["fact_vendas", "volume", ""]
    assert [entity for entity, *_ in alerts] == ["fact_vendas", "dim_equipe", "fact_vendas"]
    volume, freshness, missing = alerts
    assert volume[2] == (
        "Linhas gravadas: 12; o usual nesse dia da semana é de "
        f"{round(usual.usual_de)} a {round(usual.usual_ate)}"
    )
    assert freshness[2].startswith("Sem carga há 432")
    assert freshness[2].endswith(" min; o usual é uma a cada 1440, até 2220 min")
    assert missing[2].startswith("custo_total sem valor em 60 % das 200 linhas gravadas")
    assert all(grade in ("baixa", "media") for _, grade, _, _ in alerts)
    assert all(cause == "anomalia" for *_, cause in alerts)


def test_the_page_says_it_in_both_languages(history: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    *_, found, _ = history
    volume = SimpleNamespace(
        medida="volume", valor=312, dia=4, por_dia_da_semana=True, tem_historia=True,
        usual_de=1900, usual_ate=2300,
    )  # fmt: skip
    assert unusual.sentence(volume) == (
        "312 linhas gravadas; o usual às sextas-feiras é de 1.900 a 2.300"
    )
    volume.dia = 6
    assert "aos domingos" in unusual.sentence(volume)
    assert unusual.sentence(found["dim_regiao", "volume", ""]) == "5.000 linhas gravadas"
    monkeypatch.setattr("dashboards.common.text.language", lambda: "en")
    monkeypatch.setattr("dashboards.monitoring.unusual.language", lambda: "en")
    volume.dia = 4
    assert unusual.sentence(volume) == ("312 rows written; usually 1,900 to 2,300 on a Friday")


def test_the_shares_recorded_are_those_of_the_rows(loaded_once: Warehouse) -> None:
    with duckdb.connect(str(loaded_once.warehouse), read_only=True) as db:
        told = db.execute(
            "select linhas, nulas from audit.nulos_por_coluna "
            "where run_id = 1 and entidade = 'dim_cliente' and coluna = 'email'"
        ).fetchall()
        counted = db.execute(
            "select count(*), count(*) - count(email) from dim.dim_cliente "
            "where atualizado_run_id = 1"
        ).fetchall()
        columns = db.execute(
            "select count(distinct coluna), min(linhas) from audit.nulos_por_coluna"
        ).fetchone()
        personal = db.execute(
            "select count(*) from audit.nulos_por_coluna where coluna in "
            "('valido_ate', 'row_hash', 'cliente_id', 'criado_run_id')"
        ).fetchone()
    assert told == counted
    assert counted[0][0] > 0
    assert columns is not None
    assert columns[0] > 20
    assert personal == (0,)
