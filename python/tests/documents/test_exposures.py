"""Exposures: every dashboard page, with the tables that its queries read."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT

from ecommerce_documents.exposures import APPS, Page, pages, queries, tables


def test_every_query_of_a_dashboard_is_some_pages() -> None:
    for app in APPS:
        named = {file for page in pages(ROOT) if page.app == app for file in queries(ROOT, page)}
        assert named == set((ROOT / "dashboards" / app / "sql").glob("*.sql"))


def test_tables_are_those_of_the_queries_that_a_page_names(tmp_path: Path) -> None:
    app = tmp_path / "dashboards/business"
    (app / "sql").mkdir(parents=True)
    (app / "page.py").write_text(
        "from dashboards.business import part\nfrom dashboards.business.other import x\nask('um')\n"
    )
    (app / "part.py").write_text("ask('dois')\n")
    (app / "other.py").write_text("import json\n")
    (app / "sql/um.sql").write_text("-- not vw.vw_a\nselect 1 from base.tres join vw.vw_b\n")
    (app / "sql/base.tres.sql").write_text("select 1 from audit.etl_run\n")
    (app / "sql/dois.sql").write_text("select 1 from ops.vw_c\n")
    (app / "sql/of_nobody.sql").write_text("select 1 from dim.dim_x\n")
    found = tables(tmp_path, Page("business", "page", "Página", "pagina"))
    assert found == {("vw", "vw_b"), ("audit", "etl_run"), ("ops", "vw_c")}
