"""What the warehouse must hold after each run, worked out from the source by other means.

The rules come from the data model alone; nothing of the dbt project is read. `History` keeps what
a source that forgets cannot tell: earlier versions of the dimensions, closed targets, and the rows
of orders that wait for a later cutoff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

SQL = Path(__file__).parent / "sql"
FACTS = ("fact_vendas", "fact_descontos", "fact_metas")
VERSIONED = ("cliente", "produto", "equipe", "vendedor", "desconto")
TABLES = (*(f"dim_{name}" for name in VERSIONED), "dim_regiao", *FACTS, "quarentena")


@dataclass(frozen=True)
class Rules:
    """The project variables that the rules depend on."""

    dias_fechamento: int = 5
    data_inicio: date = date(2000, 1, 1)
    data_fim: date = date(2035, 12, 31)


@dataclass(frozen=True)
class History:
    """The oracle's memory of one warehouse, in the DuckDB file `path`.

    After `observe` the file holds dim_cliente, dim_produto, dim_equipe, dim_vendedor,
    dim_desconto, dim_regiao, fact_vendas, fact_descontos, fact_metas, metas_reapresentadas and
    quarentena (entidade, chave, regra of the rows now at fault).
    """

    path: Path
    rules: Rules = Rules()

    def observe(
        self,
        source: Path,
        cutoff: datetime,
        reopened: Sequence[str] = (),
        only: Sequence[str] = TABLES,
        full_refresh: bool = False,
    ) -> None:
        """Take in the source database file as of one run; `cutoff` is that run's.

        `reopened`: months 'YYYY-MM' whose closed targets that run was told to calculate anew.
        `only`: the TABLES that the run built; the others stay as they were. A fact is built with
        all dimensions and the quarantine. `full_refresh`: orders that wait are forgotten.
        """
        with duckdb.connect(str(self.path)) as db:
            attach(db, source, "src")
            db.execute("begin")
            db.execute(text("param"), [cutoff, *astuple(self.rules)])
            db.execute(text("reopened"), [[int(month.replace("-", "")) for month in reopened]])
            for script in ("facts_before", *(["forget"] if full_refresh else []), "gate", "dims"):
                db.execute(text(script))
            for dimension in VERSIONED:
                if f"dim_{dimension}" in only:
                    db.execute(text("history").replace("{dimensao}", dimension))
            if "dim_regiao" in only:
                db.execute(text("history_type1"))
            if {*only} & {*FACTS, "quarentena"}:
                kept = [table for table in (*FACTS, "quarentena") if table not in only]
                for table in kept:
                    db.execute(text("keep").format(table=table))
                db.execute(text("facts"))
                for table in kept:
                    db.execute(text("restore").format(table=table))
            db.execute("commit")


def text(script: str) -> str:
    """One of the SQL scripts in sql/."""
    return (SQL / f"{script}.sql").read_text(encoding="utf-8").strip()


def attach(db: duckdb.DuckDBPyConnection, file: Path, alias: str) -> None:
    """Attach a database file read-only."""
    quoted = str(file).replace("'", "''")
    db.execute(f"attach '{quoted}' as {alias} (read_only)")
