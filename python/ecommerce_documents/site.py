"""The documentation as one set of pages that open without a server.

MkDocs makes them (docs/site/mkdocs.yml) of a copy of the project's own .md files, in their folders,
and of what is made here: contracts as tables, code that a page links to, folders, and dbt's.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from yaml import CSafeLoader, load

SETTINGS = Path("docs/site/mkdocs.yml")
LINEAGE = """# Lineage and columns

[Every table and column](dbt.html), what each is made of and which tests hold for it, and
[the graph of all](dbt.html#!/overview?g_v=1): dbt's own page.

[Todas as tabelas e colunas](dbt.html), de que cada uma é feita e que testes valem para ela, e
[o grafo inteiro](dbt.html#!/overview?g_v=1): a página do próprio dbt.
"""
_LINK = re.compile(r"(?<=\]\()[^)#:\s]+(?=[)#])")
_CODE = {".sql": "sql", ".py": "python", ".yml": "yaml", ".yaml": "yaml"}


def available(root: Path) -> bool:
    """Whether the packages are installed, and the pages are there: an image has no docs/."""
    installed = all(find_spec(name) for name in ("material", "mermaidx"))
    return installed and (root / SETTINGS).is_file()


def build(root: Path, dbt_page: Path, made: Path, strict: bool = False) -> Path:
    """Makes the pages in `made`/site out of `made`/pages; gives back the first one.

    Strict: a link that leads nowhere raises mkdocs.exceptions.Abort; else it is a warning.
    """
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config

    pages, site = made / "pages", made / "site"
    shutil.rmtree(pages, ignore_errors=True)
    named = gather(root, pages)
    shutil.copyfile(dbt_page, pages / "docs/dbt.html")
    config = load_config(str(root / SETTINGS), docs_dir=str(pages), site_dir=str(site))
    config.strict = strict
    config.nav = navigation(config.nav or [], named)
    build_site(config)
    _finish(site)
    return site / "index.html"


def gather(root: Path, pages: Path) -> list[str]:
    """Fills the folder of pages; gives back those that a reader should find in the navigation."""
    files = [f for pattern in ("*.md", "docs/**/*") for f in sorted(root.glob(pattern))]
    written = {}
    for file in (f for f in files if f.is_file()):
        _take(root, file, pages)
        if file.name.endswith(".odcs.yaml"):
            name = file.relative_to(root).as_posix().replace(".odcs.yaml", ".md")
            written[name] = contract(load(file.read_text("utf-8"), CSafeLoader))
    written["docs/lineage.md"] = LINEAGE
    for name, text in written.items():
        (pages / name).write_text(text, encoding="utf-8")
    own = [f.relative_to(root).as_posix() for f in files if f.suffix == ".md"]
    return [*own, *written]


def navigation(listed: list[Any], pages: list[str]) -> list[Any]:
    """The entries, with pages for the folders among them; a folder without pages is left out."""
    named = {*_names(listed)}

    def pages_of(folder: str) -> list[str]:
        others = tuple(name for name in named if name.endswith("/") and len(name) > len(folder))
        inside = (page for page in sorted(pages) if page.startswith(folder))
        return [page for page in inside if page not in named and not page.startswith(others)]

    def filled(entry: Any) -> Any:
        if isinstance(entry, list):
            return [whole for part in entry if (whole := filled(part))]
        if isinstance(entry, dict):
            return {title: whole for title, part in entry.items() if (whole := filled(part))}
        return pages_of(entry) if entry.endswith("/") else entry

    whole: list[Any] = filled(listed)
    return whole


def contract(told: dict[str, Any]) -> str:
    """A data contract as a page: a table of columns for each table."""
    lines = [f"# {told['name']} {told['version']}", "", told["description"]["purpose"], ""]
    lines += [told["description"]["limitations"], ""]
    for table in told["schema"]:
        lines += [f"## {table['name']}", "", table["description"], ""]
        lines += ["| column | type | promise | meaning |", "|---|---|---|---|"]
        for column in table["properties"]:
            promises = [word for word in ("required", "unique") if column.get(word)]
            promises += [column["classification"]] if "classification" in column else []
            meaning = column["description"].replace("|", "&#124;")
            cells = (f"`{column['name']}`", column["physicalType"], ", ".join(promises), meaning)
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def _names(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    for part in entry.values() if isinstance(entry, dict) else entry:
        if not isinstance(entry, str):
            yield from _names(part)


def _take(root: Path, file: Path, pages: Path) -> None:
    """Copies a file; of a page's links to code and folders it makes pages, and links to them."""
    copy = pages / file.relative_to(root)
    copy.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix != ".md":
        shutil.copyfile(file, copy)
        return

    def page_of(link: re.Match[str]) -> str:
        target = (file.parent / link[0]).resolve()
        if target.is_dir():
            _write(pages / target.relative_to(root) / "index.md", _list(target))
            return f"{link[0].rstrip('/')}/index.md"
        if target.suffix in _CODE and target.is_file():
            text = f"# {target.name}\n\n```{_CODE[target.suffix]}\n{target.read_text('utf-8')}```\n"
            _write(pages / f"{target.relative_to(root)}.md", text)
            return f"{link[0]}.md"
        if target.is_file() and not (pages / target.relative_to(root)).exists():
            _take(root, target, pages)
        return link[0]

    copy.touch()  # two pages that name each other
    copy.write_text(_LINK.sub(page_of, file.read_text(encoding="utf-8")), encoding="utf-8")


def _list(folder: Path) -> str:
    titles = {f.name: f.read_text("utf-8").partition("\n")[0] for f in sorted(folder.glob("*.md"))}
    lines = [f"- [{title.lstrip('# ')}]({name})" for name, title in titles.items()]
    return "\n".join([f"# {folder.name.capitalize()}", "", *lines, ""])


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _finish(site: Path) -> None:
    """Gives pages with diagrams their script, which else comes from elsewhere, and the language."""
    found = find_spec("mermaidx")
    assert found and found.origin
    script = site / "assets/javascripts/mermaid.js"
    shutil.copyfile(Path(found.origin).parent / "assets/mermaid.js", script)
    for page in site.rglob("*.html"):
        text = whole = page.read_text(encoding="utf-8")
        if 'class="mermaid"' in text:
            place = Path(os.path.relpath(script, page.parent)).as_posix()
            whole = whole.replace("</head>", f'<script src="{place}"></script></head>', 1)
        if page.name.endswith(".pt-BR.html"):
            whole = whole.replace('<html lang="en"', '<html lang="pt-BR"', 1)
        if whole != text:
            page.write_text(whole, encoding="utf-8")
