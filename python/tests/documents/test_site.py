"""The documentation: its links lead somewhere, its pages open without a server or a network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from conftest import ROOT

from ecommerce_documents import site

LINK = re.compile(r"(?<!`)\]\(([^)#:\s]*)(?:#([^)\s]+))?\)")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def _anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of a page."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = (re.sub(r"[^\w\- ]", "", head.lower()) for head in re.findall(r"^#+ (.*)$", text, re.M))
    return {head.replace(" ", "-") for head in heads}


def _lost(page: Path) -> Iterator[str]:
    for link, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / link if link else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            yield f"{page.relative_to(ROOT)}: {link}#{anchor}"


def test_every_link_of_a_page_leads_somewhere() -> None:
    assert sum(len(LINK.findall(page.read_text(encoding="utf-8"))) for page in PAGES) > 100
    assert [lost for page in PAGES for lost in _lost(page)] == []


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "a.md").write_text("# A b\n[x](b.md) [y](c.md) [z](b.md#c) [w](#a-b)\n")
    (tmp_path / "b.md").write_text("# B\n")
    assert [*_lost(tmp_path / "a.md")] == ["a.md: c.md#", "a.md: b.md#c"]


@pytest.mark.parametrize("page", ["docs/runbook", "README"])
def test_both_languages_say_the_same(page: str) -> None:
    """Headings by level, tables by row, every command, name and message in them, and every link."""
    told = []
    for name in (f"{page}.md", f"{page}.pt-BR.md"):
        text = re.sub(r"```.*?```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"\b(?:[A-Z][A-Z-]{3,}|(?:path/to|caminho/dos)/csv)(?=[ `\n])", "X", text)
        rows = [sorted(re.findall(r"`([^`]+)`", row)) for row in re.findall(r"^\|.*", text, re.M)]
        typed = [re.split(r"\s+(?:#|--) ", line)[0] for line in re.findall(r"^    .*", text, re.M)]
        links = {(link.replace(".pt-BR", ""), anchor) for link, anchor in LINK.findall(text)}
        told.append((re.findall(r"^#+", text, re.M), rows, typed, links))
    assert told[0] == told[1]
    assert len(told[0][1]) > 20 and len(told[0][2]) > 5


def test_a_folder_in_the_navigation_is_the_pages_that_no_other_entry_names() -> None:
    pages = ["a.md", "docs/b.md", "docs/c.md", "docs/d/e.md", "docs/d/f.md"]
    listed = [{"A": "a.md"}, {"D": [{"E": "docs/d/e.md"}]}, {"Rest": "docs/d/"}, {"More": "docs/"}]
    assert site.navigation(listed, pages) == [
        {"A": "a.md"},
        {"D": [{"E": "docs/d/e.md"}]},
        {"Rest": ["docs/d/f.md"]},
        {"More": ["docs/b.md", "docs/c.md"]},
    ]
    assert site.navigation([*listed, {"None": "docs/x/"}], pages)[-1] == {"More": pages[1:3]}


def test_an_image_without_docs_has_no_site(tmp_path: Path) -> None:
    assert not site.available(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site; dbt's page is a stand-in."""
    if not site.available(ROOT):
        pytest.skip("the site's packages are not installed: `python run.py docs` does")
    made = tmp_path_factory.mktemp("made")
    (made / "static_index.html").write_text("<p>dbt's own page</p>", encoding="utf-8")
    return site.build(ROOT, made / "static_index.html", made, strict=True).parent


def test_the_site_asks_no_other_machine(built: Path) -> None:
    asked = re.compile(
        r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=.?((?:https?:)?//[^\s\">]+)"
    )
    pages = [*built.rglob("*.html")]
    assert len(pages) > 50
    assert {found for page in pages for found in asked.findall(page.read_text("utf-8"))} == set()


def test_the_site_holds_every_page_in_one_navigation(built: Path) -> None:
    first = (built / "index.html").read_text(encoding="utf-8")
    for page in ROOT.glob("docs/**/*.md"):
        name = page.relative_to(ROOT).with_suffix(".html").as_posix()
        assert f'href="{name.replace("README.html", "index.html")}"' in first, name
    for made in ("docs/contracts/fact.html", "docs/lineage.html", "README.pt-BR.html"):
        assert f'href="{made}"' in first


def test_diagrams_have_their_script_and_pages_their_language(built: Path) -> None:
    drawn = (built / "docs/how-it-works.html").read_text(encoding="utf-8")
    assert '<script src="../assets/javascripts/mermaid.js">' in drawn
    assert (built / "assets/javascripts/mermaid.js").stat().st_size > 1_000_000
    for page, language in (("docs/runbook.pt-BR.html", "pt-BR"), ("docs/runbook.html", "en")):
        text = (built / page).read_text(encoding="utf-8")
        assert f'<html lang="{language}"' in text
        assert "mermaid.js" not in text


def test_every_link_of_the_site_leads_to_a_page_and_its_heading(built: Path) -> None:
    """Those of the navigation too, which MkDocs does not check."""
    pages = {page: page.read_text(encoding="utf-8") for page in built.rglob("*.html")}
    anchors = {page: {"", *re.findall(r'\bid="?([^\s">]+)', text)} for page, text in pages.items()}
    lost = []
    for page, text in pages.items():
        for link in set(re.findall(r'<a\b[^>]*?\bhref="?([^\s">]+)', text)):
            path, anchor = urldefrag(unquote(link))
            target = (page.parent / path).resolve() if path else page
            own = path.partition(":")[0] not in ("https", "http", "mailto", "/")
            if own and not path.startswith("/") and not target.exists():
                lost.append((page.name, link))
            elif own and target in anchors and target.name != "dbt.html":
                lost += [(page.name, link)] if anchor not in anchors[target] else []
    assert lost == []


def test_the_search_knows_every_page(built: Path) -> None:
    index = json.loads((built / "search/search_index.json").read_text(encoding="utf-8"))
    known = {entry["location"].partition("#")[0] for entry in index["docs"]}
    pages = {page.relative_to(built).as_posix() for page in built.rglob("*.html")}
    assert pages - known == {"404.html", "docs/dbt.html"}


def test_a_reader_searches_and_changes_the_language_without_a_server(
    built: Path, browser: Any
) -> None:
    with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
        page = context.new_page()
        page.goto((built / "index.html").as_uri())
        # Pages write it as ctl.clientes_apagados.
        page.locator("input.md-search__input").press_sequentially("clientes_apagados")
        page.locator("a.md-search-result__link[href*='/docs/privacy.html']").first.click()
        page.wait_for_url("**/docs/privacy.html*")
        page.locator(".md-select").first.hover()
        page.locator(".md-select a", has_text="Português").click()
        page.wait_for_url("**/README.pt-BR.html")
        assert page.locator("html").get_attribute("lang") == "pt-BR"
