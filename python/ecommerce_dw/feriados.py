"""National holidays of Brazil as a dbt seed. Rebuild it from the repository root with

    PYTHONPATH=python python -m ecommerce_dw.feriados > seeds/feriados_nacionais.csv

The dates come from the `holidays` library, category `public`: the holidays that federal law names,
movable ones too (20 November from 2024, Lei 14.759/2023). Carnival and Corpus Christi are left out:
they are optional days off ("ponto facultativo"), not holidays by federal law.
"""

import argparse
import csv
import sys
from datetime import date
from typing import TextIO

import holidays

PRIMEIRO_ANO, ULTIMO_ANO = 2000, 2035


def feriados(primeiro_ano: int, ultimo_ano: int) -> list[tuple[date, str]]:
    """Day and Portuguese name of every national holiday of the years, both included, in order."""
    anos = range(primeiro_ano, ultimo_ano + 1)
    calendario = holidays.country_holidays(
        "BR", years=anos, language="pt_BR", categories=(holidays.PUBLIC,)
    )
    return sorted(calendario.items())


def escrever(destino: TextIO, primeiro_ano: int, ultimo_ano: int) -> None:
    """Write the seed: a header line, then one line per holiday."""
    escritor = csv.writer(destino, lineterminator="\n")
    escritor.writerow(("data", "nome"))
    escritor.writerows((dia.isoformat(), nome) for dia, nome in feriados(primeiro_ano, ultimo_ano))


def main(argumentos: list[str] | None = None) -> int:
    """Command line: `[primeiro_ano [ultimo_ano]]`, CSV in UTF-8 on stdout."""
    parser = argparse.ArgumentParser(prog="python -m ecommerce_dw.feriados")
    parser.add_argument("primeiro_ano", type=int, nargs="?", default=PRIMEIRO_ANO)
    parser.add_argument("ultimo_ano", type=int, nargs="?", default=ULTIMO_ANO)
    opcoes = parser.parse_args(argumentos)
    if opcoes.primeiro_ano > opcoes.ultimo_ano:
        parser.error("the first year must not be later than the last: swap the two arguments.")
    with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as saida:
        escrever(saida, opcoes.primeiro_ano, opcoes.ultimo_ano)
    return 0


if __name__ == "__main__":
    sys.exit(main())
