"""What README and docs tell to type can be typed: every command parses, with its options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
from conftest import ROOT

from ecommerce_base.commands import Launch
from ecommerce_base.settings import load_settings
from ecommerce_dw.load import main_job

PAGES = ("README.md", "README.pt-BR.md", "CONTRIBUTING.md", "docs/*.md", ".github/workflows/*.yml")
TYPED = re.compile(r"python3? run\.py((?: [^`#|&;\n]*)?)")
# A service's log, another command's words: not part of what the launcher is given.
REST = re.compile(r"\s*(?:>.*|\(.*|\.\.\.|, .*|: .*)$")


def typed() -> Iterator[tuple[str, str]]:
    """(page, what follows `run.py` there), each once."""
    found = {
        (str(page.relative_to(ROOT)), REST.sub("", words).strip().rstrip(".,:"))
        for pattern in PAGES
        for page in ROOT.glob(pattern)
        for words in TYPED.findall(page.read_text(encoding="utf-8"))
    }
    yield from sorted(found)


@pytest.mark.parametrize(("page", "words"), [*typed()])
def test_a_command_of_the_pages_can_be_typed(page: str, words: str) -> None:
    optional_too = shlex.split(words.replace("[", "").replace("]", ""))
    trial = Launch(load_settings(), trial=True)
    if "--help" in optional_too:
        return
    with main_job.make_context("run.py", optional_too, obj=trial) as context:
        main_job.invoke(context)


def test_the_pages_tell_many_commands() -> None:
    assert len({words for _, words in typed()}) > 25


@pytest.mark.parametrize("page", ["README.md", "README.pt-BR.md"])
def test_counts_of_the_page_are_those_of_the_files(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    dimensions = {file.stem for file in (ROOT / "models/dim").glob("dim_*.sql")}
    facts = {file.stem for file in (ROOT / "models/fact").glob("fact_*.sql")}
    row_of = {name: re.findall(rf"^\| `{name}` \|.*", text, re.M)[0] for name in ("dim", "fact")}
    assert set(re.findall(r"dim_\w+", row_of["dim"])) == dimensions
    assert f"| {len(dimensions)} dimens" in row_of["dim"]
    assert set(re.findall(r"fact_\w+", row_of["fact"])) == facts
    assert len([*(ROOT / "models/agg").glob("agg_*.sql")]) == 6
    assert re.search(r"six aggregates|seis agregados", row_of["fact"])
    if told := re.search(r"\((\d+) (?:queries|consultas)", text):
        assert int(told[1]) == len([*(ROOT / "analyses").glob("*.sql")])
