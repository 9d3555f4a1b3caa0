"""National holidays of Brazil as a dbt seed. Rebuild it from the repository root with

    .venv/bin/python seeds/make_holidays.py > seeds/feriados_nacionais.csv

The dates come from the `holidays` library, category `public`: the holidays that federal law names,
movable ones too (20 November from 2024, Lei 14.759/2023). Carnival and Corpus Christi are left out:
they are optional days off ("ponto facultativo"), not holidays by federal law.
"""

import csv
import sys

import click
import holidays


@click.command()
@click.argument("first_year", type=int, default=2000)
@click.argument("last_year", type=int, default=2035)
def main(first_year: int, last_year: int) -> None:
    """Write the seed for the years, both included: CSV in UTF-8 on stdout."""
    if first_year > last_year:
        raise click.UsageError("The first year is later than the last: swap the two arguments.")
    calendar = holidays.country_holidays(
        "BR",
        years=range(first_year, last_year + 1),
        language="pt_BR",
        categories=(holidays.PUBLIC,),
    )
    with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("data", "nome"))
        writer.writerows((day.isoformat(), name) for day, name in sorted(calendar.items()))


if __name__ == "__main__":
    main()
