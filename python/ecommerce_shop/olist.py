"""The public Olist data set (Brazilian marketplace, 2016-2018) as a source.

What the data set does not hold is NULL where the schema allows it. All the rest that is assumed:

- A person is a customer_unique_id, called 'Cliente' and its first eight characters, of segment
  Pessoa Física, active, without consent to marketing; postal code and region are those of the
  order with the earliest stamp.
- Municipality: by name without accents, spaces and signs; else the nearest of the state to the
  postal code (districts, misspellings); else the capital of the state. `import_olist` counts them.
- A seller is a vendedor 'Vendedor' and eight characters, e-mail <seller_id>@olist.example, cargo
  'Lojista', hired on the day of the first sale, in the team 'Olist <state>' of type E-commerce.
  No leader, no commission, no target.
- A product is named after its category and eight characters of its id; brand 'Sem marca', supplier
  'Olist', stock limits 0, no reviews; suggested price = price of its first sale; cost = price x
  `cost_ratio`. Categories are subcategories of one called 'Marketplace'; none: 'Sem categoria'.
- An order's channel is Marketplace, its freight the sum of its items'; each item is one piece.
  created -> Criado; approved, invoiced, processing -> Pago; shipped -> Enviado;
  delivered -> Entregue; canceled, unavailable -> Cancelado.
- Vouchers paid are approved discounts of one coupon 'VOUCHER': on the order up to the value of its
  items, on its freight beyond that (so wholly on freight where the order has no item).
- data_atualizacao of an order and all its rows is the order's last event (purchase, approval,
  carrier, delivery); people, products, sellers, teams and the coupon have the earliest stamp of an
  order that needs them; regions, categories and the supplier that of the first day.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from ecommerce_base.errors import DwError
from ecommerce_shop import schema
from ecommerce_shop.building import new_source
from ecommerce_shop.generate import REFERENCE
from ecommerce_shop.olist_files import find_files, read_files

COST_RATIO = Decimal("0.6")


def import_olist(
    folder: Path,
    path: Path,
    cost_ratio: Decimal = COST_RATIO,
    force: bool = False,
    constraints: bool = True,
) -> dict[str, int]:
    """Make a source from the files in `folder`; returns rows per table, and the places matched.

    `cost_ratio` is cost / price, in [0, 1]. The keys 'cidades por nome', 'cidades por cep' and
    'cidades por capital' count orders by how their municipality was found. Raises DwError, and
    leaves the former source as it was, when a file is missing, cut off or of another layout, or
    `path` exists without `force`.
    """
    if not 0 <= cost_ratio <= 1:
        raise DwError(f"The cost ratio must be between 0 and 1, not {cost_ratio}.", exit_code=2)
    files = find_files(folder)
    with new_source(path, force) as connection:
        read_files(connection, files)
        schema.create(connection, constraints, "Olist, Brazilian marketplace 2016-2018")
        connection.execute("set variable pasta = ?", [REFERENCE.as_posix()])
        connection.execute("set variable cost_ratio = ?", [cost_ratio])
        for script in ("municipalities", "olist_setup", "regions", "olist_load"):
            schema.run_script(connection, script)
        places = connection.execute(schema.read_sql("olist_places")).fetchall()
        return schema.row_counts(connection) | {f"cidades por {how}": n for how, n in places}
