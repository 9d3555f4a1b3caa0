"""`python -m ecommerce_documents`: writes every file that is made from others; says which."""

from __future__ import annotations

import sys

from ecommerce_base.settings import ROOT
from ecommerce_documents import made

try:
    files = made(ROOT)
except ValueError as error:  # a contract that breaks its readers
    sys.exit(str(error))
for path, text in files.items():
    file = ROOT / path
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(f"written: {path}")
