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
    sobreposicao_minutos: int = 10


@dataclass(frozen=True)
class History:
    """The oracle's memory of one warehouse, in the DuckDB file `path`.

    After `observe` the file holds dim_cliente, dim_produto, dim_equipe, dim_vendedor,
    dim_desconto, dim_regiao, fact_vendas, fact_descontos, fact_metas, metas_reapresentadas and
    quarentena (entidade, chave, regra, pedido of the rows now at fault); beside them what a
    windowed run goes by: see sql/memory.sql and sql/looked.sql.
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
        windowed: bool = False,
        unseen: Sequence[int] = (),
        died: bool = False,
        closed: Sequence[str] | None = None,
    ) -> None:
        """Take in the source database file as of one run; `cutoff` is that run's.

        `reopened`: months 'YYYY-MM' whose closed targets that run was told to calculate anew.
        `only`: the TABLES that the run built; the others stay as they were. A fact is built with
        all dimensions and the quarantine. `full_refresh`: orders that wait are forgotten.

        `windowed`: the run looked at what is stamped since its last cutoff; everything else stays
        as it was. Of the orders that it may or may not have looked at (table `talvez_visto`
        afterwards), those in `unseen` it did not. `died`: it may have taken orders that it did not
        finish. `closed`: the tables whose window it moved on, where these are not all of `only`.
        """
        complete = not died and {*only} == {*TABLES}
        with duckdb.connect(str(self.path)) as db:
            attach(db, source, "src")
            db.execute("begin")
            rules = [*astuple(self.rules), not windowed, complete]
            db.execute(text("param"), [cutoff, *rules])
            db.execute(text("reopened"), [[int(month.replace("-", "")) for month in reopened]])
            db.execute(text("unseen"), [[*unseen]])
            before = ("facts_before", "memory", "windows", *(["forget"] if full_refresh else []))
            for script in (*before, "gate", "dims"):
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
                for script in ("facts_now", "looked", "facts", "looked_after"):
                    db.execute(text(script))
                for table in kept:
                    db.execute(text("restore").format(table=table))
            if died:
                db.execute(text("unfinished"))
            for table in only if closed is None else closed:
                db.execute(text("window_after"), {"tabela": table})
            db.execute("commit")


def text(script: str) -> str:
    """One of the SQL scripts in sql/."""
    return (SQL / f"{script}.sql").read_text(encoding="utf-8").strip()


def attach(db: duckdb.DuckDBPyConnection, file: Path, alias: str) -> None:
    """Attach a database file read-only."""
    quoted = str(file).replace("'", "''")
    db.execute(f"attach '{quoted}' as {alias} (read_only)")
