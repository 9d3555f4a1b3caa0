"""What may be typed."""

from __future__ import annotations

import re

import click
import pytest
import yaml
from conftest import ROOT

from ecommerce_base.errors import DwError
from ecommerce_base.settings import ENTITIES, command_line
from ecommerce_dw.commands import COMMANDS
from ecommerce_dw.load import check_entity, main_job, parse_cutoff, parse_variables


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2018-03-31", "2018-03-31 23:59:59.999999"),
        ("2018-03-31 10:11:12.5", "2018-03-31 10:11:12.500000"),
        ("2018-03-31T10:11", "2018-03-31 10:11:00.000000"),
        (" 2018-03-31 00:00:00 ", "2018-03-31 00:00:00.000000"),
    ],
)
def test_a_cutoff_becomes_a_full_moment(typed: str, meant: str) -> None:
    assert parse_cutoff(typed) == meant


@pytest.mark.parametrize(
    "typed", ["yesterday", "2018-02-30", "31/03/2018", "2018-03-31T10:00+03:00", "", "2018-03-31Z"]
)
def test_a_bad_cutoff_is_refused(typed: str) -> None:
    with pytest.raises(DwError, match="YYYY-MM-DD") as refused:
        parse_cutoff(typed)
    assert refused.value.exit_code == 2


def test_the_ten_entities_and_all() -> None:
    assert len(ENTITIES) == 10
    assert [check_entity(name) for name in ENTITIES] == list(ENTITIES)
    assert check_entity("all") is None
    assert check_entity(None) is None


def test_every_entity_has_its_selector() -> None:
    names = [
        each["name"] for each in yaml.safe_load((ROOT / "selectors.yml").read_text())["selectors"]
    ]
    assert [name for name in names if name.startswith(("dim_", "fact_"))] == list(ENTITIES)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("fact_venda", "fact_vendas"), ("Dim_Cliente", "dim_cliente"), ("vendedor", "dim_vendedor")],
)
def test_an_unknown_entity_gets_the_nearest_name(typed: str, near: str) -> None:
    with pytest.raises(DwError, match=f"did you mean {near}") as refused:
        check_entity(typed)
    assert refused.value.exit_code == 2


def test_an_entity_like_nothing_gets_the_list() -> None:
    with pytest.raises(DwError) as refused:
        check_entity("xyz")
    assert "did you mean" not in str(refused.value)
    assert all(name in str(refused.value) for name in ENTITIES)


@pytest.mark.parametrize("text", ["[1]", "{a", "text", ""])
def test_variables_must_be_a_mapping(text: str) -> None:
    with pytest.raises(DwError, match="--vars"):
        parse_variables(text)


def test_the_audited_command_hides_variables() -> None:
    assert command_line(["--vars", "{password: x}", "--json"]) == "run.py --vars '***' --json"
    assert "x" not in command_line(["--vars={password: x}"]).replace("***", "").replace(
        "run.py", ""
    )


def test_the_help_names_every_command_with_what_it_does() -> None:
    text = main_job.get_help(click.Context(main_job, info_name="run.py"))
    told = dict(re.findall(r"^  ([a-z][a-z-]+)  +(\w.*)$", text, re.M))
    assert set(told) == set(COMMANDS)
