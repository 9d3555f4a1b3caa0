"""What a launcher's run leaves out of dbt: nothing that shows, and nothing of another dbt."""

from __future__ import annotations

import dataclasses
import marshal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ecommerce_lean import dbt_lean

PLACES = (
    ("dbt_common.events.base_types", "BaseEvent.__init__"),
    ("dbt_common.events.event_manager", "EventManager.fire_event"),
    ("dbt.context.macros", "MacroNamespaceBuilder.build_namespace"),
    ("jinja2.sandbox", "SandboxedEnvironment.call"),
    ("dbt_common.clients.agate_helper", "build_type_tester"),
    ("dbt_common.clients.agate_helper", "empty_table"),
    ("dbt.clients.jinja", "get_rendered"),
    ("dbt_common.behavior_flags", "BehaviorFlagRendered._default_source"),
    ("dbt_common.dataclass_schema", "dbtClassMixin.json_schema"),
    ("jinja2.environment", "Environment.compile"),
    ("dbt.contracts.graph.manifest", "Manifest.from_msgpack"),
)


def found(module: str, path: str) -> Any:
    import functools
    import importlib

    return functools.reduce(getattr, path.split("."), importlib.import_module(module))


def test_all_is_replaced_in_this_dbt_and_put_back(tmp_path: Path) -> None:
    before = [found(*place) for place in PLACES]
    with dbt_lean.lean(tmp_path / "templates"):
        within = [found(*place) for place in PLACES]
    assert all(a != b for a, b in zip(before, within, strict=True))
    assert all(a == b for a, b in zip(before, (found(*place) for place in PLACES), strict=True))
    assert vars(dataclasses)["exec"] is exec


def test_another_version_of_dbt_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = [found(*place) for place in PLACES]
    monkeypatch.setattr(dbt_lean, "WRITTEN_FOR", "1.0.")
    with dbt_lean.lean(tmp_path / "templates"):
        assert all(a == found(*place) for a, place in zip(before, PLACES, strict=True))


@pytest.mark.parametrize("place", PLACES)
def test_another_dbt_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: tuple[str, str]
) -> None:
    def other(*_: Any, new: Any = None) -> None: ...

    module, path = place
    *owner, name = path.split(".")
    target = found(module, ".".join(owner)) if owner else sys.modules[module]
    monkeypatch.setattr(target, name, other)
    with dbt_lean.lean(tmp_path / "templates"):
        assert found(module, path) is other
    monkeypatch.delattr(target, name)
    with dbt_lean.lean(tmp_path / "templates"):
        assert name not in vars(target) or vars(target)[name] is not other


def test_debug_events_that_are_needed_or_raised_are_still_told(tmp_path: Path) -> None:
    from dbt.events.types import NodeStart
    from dbt_common.events.base_types import EventLevel
    from dbt_common.events.event_manager import EventManager
    from dbt_common.events.types import Note, SystemCouldNotWrite

    told: list[str] = []
    with dbt_lean.lean(tmp_path / "templates"):
        manager = EventManager()
        manager.add_callback(lambda event: told.append(f"{event.info.level} {event.info.name}"))
        unread = SystemCouldNotWrite(path="a", reason="b", exc="c")
        manager.fire_event(unread)
        manager.fire_event(unread, level=EventLevel.WARN)
        manager.fire_event(NodeStart(node_info={}))
        manager.fire_event(Note(msg="seen"))
    assert told == ["warn SystemCouldNotWrite", "debug NodeStart", "info Note"]


def test_an_argument_without_jinja_is_what_dbt_makes_of_it(tmp_path: Path) -> None:
    from dbt.clients import jinja

    def rendered() -> list[Any]:
        jinja._render_cache.clear()
        words = ("5", "05", "1.50", "none", "None", "true", "[1, 2]", "a <> 'b'", "'b'", '"b"', "",
                 " ", "3\n", "x\n\n", "a\r\nb", "a\rb", "{{ 2 + x }}", "'{{ x }}'", 7)  # fmt: skip
        return [jinja.get_rendered(word, {"x": 3}, native=True) for word in words]

    plain = rendered()
    assert (plain[0], plain[-3:]) == ("5", [5, "'3'", "7"])
    with dbt_lean.lean(tmp_path / "templates"):
        lean = rendered()
    assert [(type(value), value) for value in lean] == [(type(value), value) for value in plain]


def test_a_macro_sees_the_context_that_it_is_called_from(tmp_path: Path) -> None:
    """Of two nodes in turn, in a loop, in a macro of a macro; one node's override is its own."""
    from dbt.clients.jinja import MacroStack
    from dbt.context.macros import MacroNamespaceBuilder
    from dbt_common.clients.jinja import get_template, render_template

    def macro(name: str, body: str) -> Any:
        text = f"{{% macro {name}(a) %}}{body}{{% endmacro %}}"
        return SimpleNamespace(name=name, macro_sql=text, package_name="p", unique_id=name)

    own = macro("tell", "{{ who }}{{ a }}"), macro("ask", "{{ tell(a) }}")
    macros = {"p": {each.name: each for each in own}}

    def context(who: str) -> Any:
        made: dict[str, Any] = {}
        builder = MacroNamespaceBuilder("p", "p", MacroStack(), [])
        made["context"] = made
        made.update(builder.build_namespace(macros, made), who=who)
        return made

    asked = "{% for i in [1, 2] %}{% set j = i %}{{ ask(j) }} {{ p.tell(j) }} {% endfor %}"
    with dbt_lean.lean(tmp_path / "templates"):
        one, other = context("one"), context("other")
        one["p"]["tell"] = str
        for node, said in ((one, "one1 1 one2 2 "), (other, "other1 other1 other2 other2 ")):
            assert render_template(get_template(asked, node), node) == said


def render(file: Path) -> tuple[str, int]:
    """A text rendered by dbt's own environment, and how many templates had to be compiled."""
    from dbt_common.clients.jinja import get_template
    from jinja2.environment import Environment

    compiled = 0
    real = Environment._generate

    def generate(*arguments: Any, **named: Any) -> Any:
        nonlocal compiled
        compiled += 1
        return real(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch, dbt_lean.lean(file):
        patch.setattr(Environment, "_generate", generate)
        text = get_template("{% for i in [1, 2] %}{{ i * x }} {% endfor %}", {}).render({"x": 3})
        native = get_template("{{ [x, 1] }}", {}, native=True).render({"x": 3})
    assert native == [3, 1]
    return text, compiled


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    file = tmp_path / "templates"
    assert render(file) == ("3 6 ", 2)
    assert render(file) == ("3 6 ", 0)


def test_code_that_a_class_writes_is_compiled_once(tmp_path: Path) -> None:
    file, compiled = tmp_path / "templates", []

    def make() -> Any:
        with pytest.MonkeyPatch.context() as patch, dbt_lean.lean(file):
            # What names an attribute of this module stands before the built-in function.
            patch.setattr(dbt_lean, "compile", record, raising=False)

            @dataclasses.dataclass
            class Pair:
                once: int
                always: str = "b"

        return Pair(1)

    def record(source: str, *arguments: Any, **named: Any) -> Any:
        compiled.append(source)
        return compile(source, *arguments, **named)

    first = make()
    assert compiled
    compiled.clear()
    again = make()
    assert not compiled
    assert (first.once, first.always) == (again.once, again.always) == (1, "b")
    assert repr(again).endswith("Pair(once=1, always='b')")
    assert type(again).__init__.__annotations__["once"] == "int"


def test_a_schema_is_worked_out_once_and_says_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dbt_common import dataclass_schema

    def made() -> Any:
        @dataclasses.dataclass
        class Asked(dataclass_schema.dbtClassMixin):  # type: ignore[misc]
            name: str

        return Asked

    plain = made().json_schema()
    assert plain["required"] == ["name"]
    with dbt_lean.lean(tmp_path / "templates"):
        assert made().json_schema() == plain
    monkeypatch.delattr(dataclass_schema, "build_json_schema")
    with dbt_lean.lean(tmp_path / "templates"):
        assert made().json_schema() == plain


@pytest.mark.parametrize(
    "content", [b"", b"junk", marshal.dumps(1), marshal.dumps(("another version", {}))]
)
def test_a_damaged_file_of_templates_is_made_again(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "templates"
    file.write_bytes(content)
    assert render(file) == ("3 6 ", 2)
    assert render(file) == ("3 6 ", 0)


def test_a_project_is_what_was_parsed_and_read_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dbt.contracts.files import FileHash
    from dbt.contracts.graph.manifest import Manifest

    parsed = Manifest(env_vars={"NAME": "value"})
    parsed.state_check.project_hashes["shop"] = FileHash.from_contents("1")
    content = parsed.to_msgpack()
    asked: list[bytes] = []
    read = Manifest.from_msgpack

    def counted(cls: Any, d: bytes, decoder: Any = None, *, dialect: Any = None) -> Any:
        asked.append(d)
        return read(d)

    monkeypatch.setattr(Manifest, "from_msgpack", classmethod(counted))

    def read_lean(content: bytes) -> dict[str, Any]:
        with dbt_lean.lean(tmp_path / "templates"):
            found: dict[str, Any] = vars(Manifest.from_msgpack(content))
        assert found.pop("_lock") is not None
        return found

    first = read_lean(content)
    assert first["env_vars"] == {"NAME": "value"}
    assert first["state_check"].project_hashes == parsed.state_check.project_hashes
    assert str(read_lean(content)) == str(first)
    assert len(asked) == 1
    other = Manifest(env_vars={"NAME": "other"}).to_msgpack()
    assert read_lean(other)["env_vars"] == {"NAME": "other"}
    (tmp_path / "templates.manifest").write_bytes(b"junk")
    assert read_lean(other)["env_vars"] == {"NAME": "other"}
    assert len(asked) == 3
    assert read_lean(other)["env_vars"] == {"NAME": "other"}
    assert len(asked) == 3


def test_templates_that_cannot_be_kept(tmp_path: Path) -> None:
    assert render(tmp_path / "missing" / "templates") == ("3 6 ", 2)


def test_the_process_ends_with_its_code_and_all_that_it_wrote() -> None:
    program = (
        "import dbt, sys, atexit; from ecommerce_dw.__main__ import leave\n"
        "atexit.register(print, 'last'); print('first'); leave(3)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "first\nlast\n", "")
