"""The files of the Olist data set: found, checked for being whole, read as text."""

from __future__ import annotations

import csv
import gzip
import zlib
from pathlib import Path

import duckdb

from ecommerce_dw.errors import DwError
from ecommerce_dw.source.schema import read_sql

COLUMNS = {
    "customers": (
        "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state"
    ),
    "geolocation": (
        "geolocation_zip_code_prefix,geolocation_lat,geolocation_lng,geolocation_city,"
        "geolocation_state"
    ),
    "order_items": (
        "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value"
    ),
    "order_payments": (
        "order_id,payment_sequential,payment_type,payment_installments,payment_value"
    ),
    "orders": (
        "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
        "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date"
    ),
    "products": (
        "product_id,product_category_name,product_name_lenght,product_description_lenght,"
        "product_photos_qty,product_weight_g,product_length_cm,product_height_cm,product_width_cm"
    ),
    "sellers": "seller_id,seller_zip_code_prefix,seller_city,seller_state",
}
_PIECE = 1 << 20


def find_files(folder: Path) -> dict[str, Path]:
    """The path of each file (CSV or CSV.gz) by table name; every one is there, whole, and has its header."""
    if not folder.is_dir():
        raise DwError(f"There is no folder {folder}: give the one with the Olist CSV files.", 2)
    found = {table: _find(folder, table) for table in COLUMNS}
    for table, path in found.items():
        _check_whole(path, COLUMNS[table].split(","))
    return found


def read_files(connection: duckdb.DuckDBPyConnection, files: dict[str, Path]) -> None:
    """Make one temporary table of text columns per file, and compare them with each other."""
    for table, path in files.items():
        names = {name: "VARCHAR" for name in COLUMNS[table].split(",")}
        try:
            relation = connection.read_csv(
                str(path), header=True, columns=names, delimiter=",", quotechar='"', auto_detect=False
            )
            connection.register("arquivo", relation)
            connection.execute(f'create temp table "{table}" as select * from arquivo')
            connection.unregister("arquivo")
        except duckdb.Error as error:
            raise _broken(path, str(error).splitlines()[0]) from error
    for table, missing in connection.execute(read_sql("olist_verificacao")).fetchall():
        if missing:
            raise _broken(files[table], f"{missing} rows of other files miss their counterpart in it")


def _find(folder: Path, table: str) -> Path:
    for ending in (".csv", ".csv.gz"):
        path = folder / f"olist_{table}_dataset{ending}"
        if path.exists():
            return path
    raise DwError(
        f"{folder} has no olist_{table}_dataset.csv or .csv.gz: the import needs all of "
        f"{', '.join(f'olist_{t}_dataset' for t in COLUMNS)}.",
        2,
    )


def _check_whole(path: Path, expected: list[str]) -> None:
    """Read the file once: readable to its end, the expected header, and a complete last line."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as stream:
            first = stream.readline(10_000)
            last = first
            while piece := stream.read(_PIECE):
                last = piece
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, str(error)) from error
    header = next(csv.reader([first.decode("utf-8-sig", "replace").strip()]), [])
    if header != expected:
        raise DwError(f"{path} does not begin with the line {','.join(expected)}: use Olist's own file.")
    if not last.endswith(b"\n"):
        raise _broken(path, "its last line is cut off")


def _broken(path: Path, reason: str) -> DwError:
    return DwError(f"{path} is not whole or not readable ({reason}): get the file again.")
