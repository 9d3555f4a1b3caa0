"""The shipped holiday seed equals what its command writes, and the holidays that the law names."""

import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

RAIZ = Path(__file__).resolve().parents[2]
SEED = RAIZ / "seeds" / "feriados_nacionais.csv"


def executar(*argumentos: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, str(RAIZ / "seeds" / "make_holidays.py"), *argumentos],
        capture_output=True,
        check=False,
    )


def linhas_do_seed() -> dict[date, str]:
    with SEED.open(encoding="utf-8", newline="") as arquivo:
        return {
            date.fromisoformat(linha["data"]): linha["nome"] for linha in csv.DictReader(arquivo)
        }


def pascoa(ano: int) -> date:
    """Easter Sunday (anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, chapter 8)."""
    seculo, resto = divmod(ano, 100)
    epacta = (
        19 * (ano % 19) + seculo - seculo // 4 - (seculo - (seculo + 8) // 25 + 1) // 3 + 15
    ) % 30
    dia_semana = (32 + 2 * (seculo % 4) + 2 * (resto // 4) - epacta - resto % 4) % 7
    correcao = (ano % 19 + 11 * epacta + 22 * dia_semana) // 451
    mes, dia = divmod(epacta + dia_semana - 7 * correcao + 114, 31)
    return date(ano, mes, dia + 1)


def test_seed_is_what_the_command_writes() -> None:
    resultado = executar()
    assert resultado.returncode == 0, resultado.stderr
    assert resultado.stdout == SEED.read_bytes()


@pytest.mark.parametrize("ano", range(2000, 2036))
def test_seed_holds_the_holidays_of_the_law(ano: int) -> None:
    fixos = [(1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (12, 25)]
    if ano >= 2024:
        fixos.append((11, 20))
    esperados = {date(ano, mes, dia) for mes, dia in fixos} | {pascoa(ano) - timedelta(days=2)}
    assert {dia for dia in linhas_do_seed() if dia.year == ano} == esperados


def test_years_come_from_the_arguments() -> None:
    linhas = executar("2024", "2024").stdout.decode("utf-8").splitlines()
    assert linhas[0] == "data,nome"
    assert linhas[1] == "2024-01-01,Confraternização Universal"
    assert {linha[:4] for linha in linhas[1:]} == {"2024"}


def test_years_in_the_wrong_order_are_refused() -> None:
    resultado = executar("2030", "2020")
    assert resultado.returncode == 2
    assert b"swap the two arguments" in resultado.stderr
    assert resultado.stdout == b""
