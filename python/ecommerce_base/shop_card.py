"""What the dashboards have to know of a shop: its name, its currency, what its figures lack.

`source sync` writes it beside the databases; without it the shop is the generated one, in reais.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ecommerce_base.files import write_whole


@dataclass(frozen=True)
class ShopCard:
    """A shop as the dashboards show it. `currency` is an ISO 4217 code."""

    name: str = ""
    currency: str = "BRL"
    notes: tuple[str, ...] = ()


def _file(data_dir: Path) -> Path:
    return data_dir / "shop.json"


def write_card(data_dir: Path, card: ShopCard) -> None:
    """Replaces the card."""
    write_whole(_file(data_dir), json.dumps(asdict(card)))


def read_card(data_dir: Path) -> ShopCard:
    """The card of the shop; the default one where there is none."""
    try:
        said = json.loads(_file(data_dir).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ShopCard()
    return ShopCard(said["name"], said["currency"], tuple(said["notes"]))


def remove_card(data_dir: Path) -> None:
    """For a source that is made in another way."""
    _file(data_dir).unlink(missing_ok=True)
