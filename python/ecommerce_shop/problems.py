"""What is wrong with a shop's data: where it stands, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass

from ecommerce_base.errors import DwError


@dataclass(frozen=True)
class Problem:
    """The first place of one kind of problem, and how many places there are."""

    file: str
    line: int | None
    column: str
    value: str
    advice: str
    times: int = 1

    def __str__(self) -> str:
        place = self.file + (f", line {self.line:,}" if self.line else "")
        place += f", column {self.column}" if self.column else ""
        value = f" {self.value!r}" if self.value else ""
        more = f" ({self.times:,} times)" if self.times > 1 else ""
        return f"{place}:{value} {self.advice}{more}"


class BadData(DwError):
    """The shop's data cannot be taken as they are; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        # A column that two tables read is wrong once.
        worst: dict[tuple[str, int | None, str, str], Problem] = {}
        for problem in problems:
            key = (problem.file, problem.line, problem.column, problem.value)
            worst[key] = max(worst.get(key, problem), problem, key=lambda p: p.times)
        self.problems = [*worst.values()]
        super().__init__("\n".join([*map(str, self.problems), "Nothing was written."]))
