"""The reference list of municipalities, against the compilation in the shared data where it is."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

from ecommerce_shop.generate import REFERENCE

REAL_DATA = Path(
    os.environ.get("DW_REAL_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data"
)
STATES = {"norte": 7, "nordeste": 9, "centro-oeste": 4, "sudeste": 4, "sul": 3}


def read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_municipalities_are_complete_and_plausible() -> None:
    towns = read("municipios.csv")
    assert len({t["codigo_ibge"] for t in towns}) == len(towns) == 5570
    assert len({t["uf"] for t in towns if t["capital"] == "1"}) == 27
    assert sum(t["capital"] == "1" for t in towns) == 27
    states = {s["codigo_uf"]: s["uf"] for s in read("estados.csv")}
    assert all(states[t["codigo_ibge"][:2]] == t["uf"] for t in towns)
    people = sum(int(t["populacao"]) for t in towns)
    assert 205e6 < people < 216e6
    biggest = max(towns, key=lambda t: int(t["populacao"]))
    assert biggest["nome"] == "São Paulo"
    placed = [t for t in towns if t["latitude"]]
    assert len(placed) > 5500
    assert all(-34 < float(t["latitude"]) < 6 for t in placed)
    assert all(-74 < float(t["longitude"]) < -32 for t in placed)


def test_states_and_regions() -> None:
    found: dict[str, int] = {}
    for state in read("estados.csv"):
        region = state["regiao_pais"].lower()
        found[region] = found.get(region, 0) + 1
    assert found == STATES


def test_municipalities_agree_with_ibge() -> None:
    reference = REAL_DATA / "ibge" / "municipios.csv.gz"
    if not reference.exists():
        pytest.skip(f"{reference} is not there: set DW_REAL_DATA to check against it")
    with gzip.open(reference, "rt", encoding="utf-8-sig", newline="") as stream:
        official = {row["codigo_ibge"]: row for row in csv.DictReader(stream)}
    ours = {t["codigo_ibge"]: t for t in read("municipios.csv")}
    assert set(ours) <= set(official)
    assert len(set(official) - set(ours)) <= 1  # one municipality is younger than our list
    names = sum(ours[c]["nome"] == official[c]["nome"] for c in ours)
    assert names > 0.99 * len(ours)
    assert all(ours[c]["capital"] == official[c]["capital"] for c in ours)
    codes = [c for c in ours if ours[c]["ddd"]]
    assert sum(ours[c]["ddd"] == official[c]["ddd"] for c in codes) > 0.985 * len(codes)
    near = [
        abs(float(ours[c]["latitude"]) - float(official[c]["latitude"])) < 0.3
        and abs(float(ours[c]["longitude"]) - float(official[c]["longitude"])) < 0.3
        for c in ours
        if ours[c]["latitude"]
    ]
    assert sum(near) > 0.995 * len(near)
