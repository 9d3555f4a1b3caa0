"""What is made from other files is as they are now: `python -m ecommerce_documents` writes it."""

from __future__ import annotations

from conftest import ROOT

from ecommerce_documents import made


def test_every_made_file_is_current() -> None:
    stale = [
        str(path)
        for path, text in made(ROOT).items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `python -m ecommerce_documents`"
