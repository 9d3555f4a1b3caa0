"""Parts of charts and tables without a browser."""

from __future__ import annotations

from io import BytesIO
from types import TracebackType

import pandas as pd
import pytest
import streamlit as st
from python_calamine import CalamineWorkbook

from dashboards.common import files
from dashboards.common.charts import bars, exact, months


class Opened:
    """A menu that is open."""

    open = True

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *raised: type | BaseException | TracebackType | None) -> None:
        pass


def test_a_number_that_excel_would_round_is_a_text() -> None:
    frame = pd.DataFrame({"id": [5558946497536058366, 1], "n": [999_999_999_999_999, 1]})
    found = exact(frame)
    assert list(found["id"]) == ["5558946497536058366", "1"]
    assert list(found["n"]) == list(frame["n"])
    book = CalamineWorkbook.from_filelike(BytesIO(files.as_xlsx(found)))
    assert book.get_sheet_by_index(0).to_python()[1] == ["5558946497536058366", 999999999999999.0]


def test_months_are_named_at_their_bars() -> None:
    days = pd.to_datetime([f"2026-{month:02d}-01" for month in range(1, 10)])
    axis = months(pd.DataFrame({"quando": days})).to_dict(context={"data": None})["axis"]
    named = [(one["year"], one["month"]) for one in axis["values"]]
    assert named == [(2026, month) for month in (1, 3, 5, 7, 9)]
    one = months(pd.DataFrame({"quando": days[:1]})).to_dict(context={"data": None})["axis"]
    assert [value["month"] for value in one["values"]] == [1]


def test_bars_leave_room_for_their_texts() -> None:
    frame = pd.DataFrame({"nome": ["a", "b"], "valor": [10.0, 40.0], "rotulo": ["x", "y"]})
    drawn = bars("nome", "valor", ("nome", "Nome", "text"), room=2)(frame).to_dict()
    scale = drawn["layer"][0]["encoding"]["x"]["scale"]
    assert scale["domain"] == [0, 80]
    assert drawn["layer"][1]["transform"] == [{"calculate": "datum.rotulo", "as": "texto"}]


def test_a_sheet_is_made_when_it_is_asked_for_and_up_to_a_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []
    monkeypatch.setattr(files, "SHEET_ROWS", 3)
    monkeypatch.setattr(files, "as_xlsx", lambda frame: made.append(len(frame)))
    monkeypatch.setattr(st, "popover", lambda *_, **__: Opened())
    given: list[tuple[str, object]] = []
    monkeypatch.setattr(
        st, "download_button", lambda name, data, *_, **__: given.append((name, data))
    )
    files._menu(pd.DataFrame({"a": [1, 2, 3]}), "few")
    assert [name for name, _data in given] == ["CSV", "XLSX"]
    assert made == []
    given[1][1]()  # type: ignore[operator]
    assert made == [3]
    given.clear()
    files._menu(pd.DataFrame({"a": [1, 2, 3, 4]}), "many")
    assert [name for name, _data in given] == ["CSV"]
