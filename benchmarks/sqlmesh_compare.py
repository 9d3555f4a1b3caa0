"""SQLMesh against the warehouse: dim_cliente (SCD type 2) and fact_vendas, both on DuckDB.

    python benchmarks/sqlmesh_compare.py [ITEMS ...] [--repeats N] [--environment DIR] [--keep DIR]

First load, nothing changed, 0.1 % more orders. Of the warehouse: `run.py --entity dim_cliente` and
`run.py --entity fact_vendas`, the second of which makes everything that the fact needs, with its
audit, quarantine and tests. Of SQLMesh: one process that loads both models; the other dimensions
are there, loaded by handwritten_etl.py and not timed. SQLMesh (the version below) is installed in
an environment of its own, made in a temporary folder, or in `--environment` to be used again. It
asks for a duckdb before 2 and fails at its second load with a newer one, so it runs on the one that
it takes, over copies of source and dimensions that this version can read (not timed).

Not the same, because SQLMesh does not offer it:

- a model that is incremental by unique key deletes nothing: an item that the source deleted stays;
- it loads complete intervals, of 5 minutes at least (sqlmesh/run_project.py goes around that), and
  notes each one since a model's start, which takes long over years;
- its SCD type 2 compares the whole source with the whole history at every run, and keeps no
  version that says `deleted`: it ends the last one instead;
- surrogate keys of versions need a view on top of the history;
- what loads, audits and reconciles the rest of the warehouse was not rebuilt for it.

After each load the rows of fact_vendas are compared with the hand-written script's, and the table
says how many differ.
"""

from __future__ import annotations

import json
import re
import shutil
import venv
from collections import defaultdict
from pathlib import Path
from string import Template

import duckdb
from handwritten import ITEMS_AN_ORDER, SHARE_CHANGED, script
from measure import (
    SQL,
    Call,
    Calls,
    Shop,
    Workplace,
    answer,
    difference,
    heading,
    parser,
    table,
    timed,
    workplace,
)

HERE = Path(__file__).resolve().parent
SQLMESH = "0.236.4"
STORAGE = "v1.0.0"


def environment(folder: Path) -> Path:
    """The Python of an environment that holds SQLMesh and the newest duckdb that it takes."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.EnvBuilder(with_pip=True).create(folder)
        timed([str(python), "-m", "pip", "install", "--quiet", f"sqlmesh=={SQLMESH}"])
    return python


def duckdb_of(python: Path) -> str:
    """The version of duckdb in an environment."""
    ask = [str(python), "-c", "import duckdb; print(duckdb.__version__)"]
    return timed(ask).output.strip()


def readable(file: Path) -> Path:
    """A copy of a DuckDB file for SQLMesh's version of DuckDB; made anew at each call."""
    copy = file.with_name(f"for_sqlmesh_{file.name}")
    copy.unlink(missing_ok=True)
    with duckdb.connect() as both:
        old = str(copy).replace("'", "''")
        new = str(file).replace("'", "''")
        both.execute(f"attach '{new}' as novo (read_only)")
        both.execute(f"attach '{old}' as antigo (storage_version '{STORAGE}')")
        both.execute((SQL / "sqlmesh_copy.sql").read_text(encoding="utf-8"))
    return copy


def project(shop: Shop) -> Path:
    """The SQLMesh project for one shop; the SQL of both models is the hand-written script's."""
    folder = shop.folder.parent / "sqlmesh"
    shutil.copytree(HERE / "sqlmesh", folder)
    begin = (SQL / "handwritten" / "begin.sql").read_text(encoding="utf-8")
    view = begin.split("temp view origem_cliente as\n")[1].split(";")[0]
    with duckdb.connect(str(shop.folder / "script.duckdb"), read_only=True) as made:
        names = [c[0] for c in made.execute("from dim.dim_cliente limit 0").description]
    columns = names[names.index("cliente_original_id") + 1 : names.index("valido_de")]
    sales = (SQL / "handwritten" / "sales.sql").read_text(encoding="utf-8")
    body = sales.split("with ", 1)[1].rstrip().rstrip(";")
    body = re.sub(r"\bdim\.dim_(?!cliente)", "script.dim.dim_", body)
    body = body.replace("dim.dim_cliente", "warehouse.dim.dim_cliente")
    for name, given in (
        ("cliente_versoes", {"columns": ", ".join(columns), "select": _with_macros(view)}),
        ("fact_vendas", {"body": _with_macros(body)}),
    ):
        file = folder / "models" / f"{name}.sql"
        file.write_text(
            Template(file.read_text(encoding="utf-8")).substitute(given), encoding="utf-8"
        )
    return folder


def _with_macros(text: str) -> str:
    """Calls of the script's functions as calls of SQLMesh's macros."""
    return re.sub(r"\b(chave|data_id)\(", r"@\1(", text)


def sqlmesh(python: Path, shop: Shop, folder: Path, number: int) -> Call:
    """Load `number` (0: the first) by SQLMesh, timed."""
    variables = {
        "BENCH_START": str(answer(shop.source, "sqlmesh_start")[0]),
        "BENCH_WAREHOUSE": str(shop.folder / "sqlmesh.duckdb"),
        "BENCH_STATE": str(shop.folder / "state.duckdb"),
        "BENCH_SOURCE": str(readable(shop.source)),
        "BENCH_SCRIPT": str(readable(shop.folder / "script.duckdb")),
        "SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "true",
    }
    arguments = ("run" if number else "plan", str(6 + 6 * number))
    return timed([str(python), "run_project.py", *arguments], variables, folder)


def differing(shop: Shop) -> int:
    """Rows of fact_vendas that only one of SQLMesh and the script has."""
    _, lacking, beside = difference(
        "script.fact.fact_vendas",
        "warehouse.fact.fact_vendas",  # SQLMesh's views name the database that made them
        script=shop.folder / "script.duckdb",
        warehouse=shop.folder / "sqlmesh.duckdb",
    )
    return lacking + beside


def compare(place: Workplace, python: Path, items: int, repeats: int) -> None:
    """Times one size and prints its table."""
    orders = max(1, round(items / ITEMS_AN_ORDER / SHARE_CHANGED))
    changed = f"{orders:,} orders more (0.1 %)"
    calls: dict[tuple[str, str], Calls] = defaultdict(Calls)
    differ: dict[str, int] = {}
    for _ in range(repeats):
        shop = place.fresh("sqlmesh", items)
        folder = Path()
        for number, step in enumerate(("first load", "nothing changed", changed)):
            if step == changed:
                shop.run("source", "simulate", "--orders", str(orders))
            script(shop)
            if step == "first load":
                folder = project(shop)
            calls[step, "SQLMesh, both models"].append(sqlmesh(python, shop, folder, number))
            for entity in ("dim_cliente", "fact_vendas"):
                call = shop.run("--json", "--entity", entity)
                calls[step, f"run.py --entity {entity}"].append(call)
            differ[step] = differing(shop)
        place.drop(shop)
    print(f"\n{items:,} order items, median of {repeats}")
    table(
        ("load", "by", "seconds", "to SQLMesh", "peak MB"),
        [
            (
                *key,
                found.seconds,
                found.seconds / calls[key[0], "SQLMesh, both models"].seconds,
                found.peak_mb,
            )
            for key, found in calls.items()
        ],
    )
    print(f"rows of fact_vendas in which SQLMesh and the script differ: {json.dumps(differ)}")


def main() -> None:
    """Makes the environment, then measures each size."""
    options_parser = parser(__doc__, 1_000_000)
    options_parser.add_argument(
        "--environment", type=Path, metavar="DIR", help="SQLMesh's environment, made if missing"
    )
    options = options_parser.parse_args()
    heading(f"SQLMesh {SQLMESH} against the warehouse: dim_cliente and fact_vendas")
    with workplace(options) as place:
        python = environment(options.environment or place.target("sqlmesh-environment"))
        print(f"SQLMesh runs on duckdb {duckdb_of(python)}", flush=True)
        place.warm()
        for items in options.items:
            compare(place, python, items, options.repeats)


if __name__ == "__main__":
    main()
