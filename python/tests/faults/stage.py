"""What the fault tests share: a plan for a run's fate, and what must hold once the work is done."""

from __future__ import annotations

import json
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from invariants.harness import KEYS, Warehouse, columns, differences, select, together

SABOTEUR = str(Path(__file__).with_name("saboteur.py"))
# Tables beside the ten that must come out as if nothing had happened, their key, and what names the
# run or its moment.
KEPT = {
    **{f"snap.snap_{d}": f"{d}_id" for d in ("cliente", "produto", "equipe", "vendedor")},
    "snap.snap_desconto": "desconto_id",
    "snap.snap_regiao": "regiao_id",
    "audit.quarentena": "chave_origem",
}
OF_THE_RUN = (
    "criado_run_id",
    "atualizado_run_id",
    "data_inclusao",
    "data_ultima_atualizacao",
    "carga_run_id",
    "dbt_updated_at",
    "dbt_scd_id",
    "run_id",
    "quarentena_id",
)


@dataclass(frozen=True)
class Moment:
    """A point of a run: `when` at the `nth` statement like `statement` in the thread of `node`."""

    name: str
    when: str
    statement: str
    node: str = ""
    past: str = ""
    nth: int = 1

    def __str__(self) -> str:
        return self.name


def plan(moment: Moment, fate: str, folder: Path) -> str:
    """The saboteur's plan."""
    return json.dumps(
        {
            "node": moment.node,
            "statement": moment.statement,
            "past": moment.past,
            "nth": moment.nth,
            "when": moment.when,
            "fate": fate,
            "trace": str(folder / "met"),
            "release": str(folder / "release"),
        }
    )


def kill_at(warehouse: Warehouse, moment: Moment, *arguments: str) -> None:
    """Starts a run that is killed with SIGKILL at a moment. Fails when it never gets there."""
    met = warehouse.folder / "met"
    met.unlink(missing_ok=True)
    warehouse.call(
        SABOTEUR, plan(moment, "kill", warehouse.folder), *arguments, expect=-signal.SIGKILL
    )
    assert met.exists()


def file_differences(one: Path, other: Path) -> str:
    """What differs in the ten tables, the snapshots and the quarantine, lineage aside."""
    found = []
    with together(one=one, other=other) as db:
        for table, key in {**KEYS, **KEPT}.items():
            names = [c for c in columns(db, f"from one.{table}") if c not in OF_THE_RUN]
            left, right = (select(f"{side}.{table}", names) for side in ("one", "other"))
            if what := differences(db, left, right, [key]):
                found.append(f"{table}: {what}")
    return "\n".join(found)


def written(warehouse: Warehouse, since: int) -> Counter[tuple[str, str]]:
    """What the audit says of the runs after `since`: rows by entity and kind, summed."""
    counts: Counter[tuple[str, str]] = Counter()
    for entity, *numbers in warehouse.ask(
        "select entidade, linhas_inseridas, linhas_atualizadas, linhas_excluidas "
        "from audit.etl_run_entity where run_id > ?",
        since,
    ):
        for kind, number in zip(("ins", "upd", "del"), numbers, strict=True):
            counts[(str(entity), kind)] += int(str(number))
    return +counts


def audit_is_honest(warehouse: Warehouse) -> Iterator[str]:
    """Sentences on what the audit says wrongly of any run, whatever happened to it."""
    for run, status, ended, said, summed in warehouse.ask(
        "select r.run_id, r.status, r.finalizado_em is not null, "
        "[r.linhas_inseridas, r.linhas_atualizadas, r.linhas_excluidas], "
        "(select [coalesce(sum(e.linhas_inseridas), 0), coalesce(sum(e.linhas_atualizadas), 0), "
        "coalesce(sum(e.linhas_excluidas), 0)] from audit.etl_run_entity as e "
        "where e.run_id = r.run_id and e.tipo_recurso = 'model') "
        "from audit.etl_run as r"
    ):
        if status == "running" or not ended:
            yield f"run {run} is open"
        if said != summed:
            yield f"run {run} says {said}, its loads {summed}"
    for run, entity in warehouse.ask(
        "select run_id, entidade from audit.etl_run_entity group by all having count(*) > 1"
    ):
        yield f"run {run} has {entity} twice"
    for entity, cutoff, run, loaded in warehouse.ask(
        "select c.entidade, c.ultimo_cutoff, c.ultimo_run_id, (select max_by(e.cutoff_ate, "
        "e.run_id) from audit.etl_run_entity as e where e.entidade = c.entidade "
        "and e.status = 'success') from ctl.etl_control as c"
    ):
        if cutoff != loaded:
            yield f"{entity}: window at {cutoff} by run {run}, loaded up to {loaded}"


def statuses(warehouse: Warehouse) -> list[str]:
    """The status of every run, oldest first."""
    return [str(s) for (s,) in warehouse.ask("select status from audit.etl_run order by run_id")]
