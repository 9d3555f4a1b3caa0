"""What dbt works out anew for each run and node: left out, more than a quarter of a short run.

None of the replacements touches the SQL of a run or what dbt.log holds. Debug events are not made;
which macro a name means is found once, and bound to a node when it is called; agate's column types
and its empty table are made once; an argument of a test without Jinja is no template; where a
behaviour flag was declared is not looked up. What an earlier run worked out of dbt's own code is
kept in a file: compiled Jinja templates, the code that dataclasses and mashumaro write, and JSON
schemas; in another, the parsed project, which is then read in a tenth of the time. They fit
WRITTEN_FOR alone: with another dbt, or where a function is missing or takes other
parameters, dbt stays as it is.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import hashlib
import importlib
import inspect
import json
import marshal
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

# Debug events that the launcher's own listeners wait for.
NEEDED = frozenset({"NodeStart", "NodeFinished"})
WRITTEN_FOR = "1.11."  # dbt-core's version begins so
MOST = 15_000  # things kept, 30 MB of them: a project has a third of that
# What is kept follows from these.
PACKAGES = (
    "jinja2", "mashumaro", "dbt-core", "dbt-common", "dbt-adapters", "dbt-duckdb", "dbt-sqlserver",
    "dbt-fabric",
)  # fmt: skip
# Under which name a node's context says whose macros those are.
_PLACE = "of node and stack"

Replacement = tuple[Any, str, Any]  # owner, name, what stands there instead


@contextlib.contextmanager
def lean(templates: Path) -> Iterator[None]:
    """While this context lasts, dbt in this process does less at its start and for each node.

    `templates`: where what was worked out is kept; a file that may go at any time. A dbt that is
    imported within the context takes less time for that, too.
    """
    cache = WorkedOut(templates)
    with contextlib.ExitStack() as undo:
        of_files = cache.templates, cache.schemas, cache.manifest
        for replacement in (cache.written_code, *REPLACEMENTS, *of_files):
            for owner, name, new in replacement():
                # Of what is replaced, `exec` alone is no module's own.
                undo.callback(setattr, owner, name, vars(owner).get(name, builtins.exec))
                setattr(owner, name, new)
        yield
    cache.keep()


class WorkedOut:
    """What follows from a text or a class alone, kept as Python keeps code in `__pycache__`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._manifest = file.with_suffix(".manifest")
        self._known = self._read()
        self._used: dict[str, bytes] = {}

    def _once(self, key: str, work_out: Callable[[], Any]) -> Any:
        key = hashlib.sha256(key.encode()).hexdigest()
        if kept := self._known.get(key) or self._used.get(key):
            self._used[key] = kept
            return marshal.loads(kept)
        found = work_out()
        self._used[key] = marshal.dumps(found)
        return found

    def templates(self) -> list[Replacement]:
        """Jinja's code for each source text."""
        names = "self source name filename raw defer_init"
        found = _original("jinja2.environment", "Environment.compile", names)
        if not found or os.environ.get("DBT_MACRO_DEBUGGING"):
            return []
        compile_template = found[2]

        def compile_once(self_: Any, source: Any, *arguments: Any, **named: Any) -> Any:
            if arguments or named or not isinstance(source, str):
                return compile_template(self_, source, *arguments, **named)
            kind = type(self_), *sorted(self_.extensions)
            return self._once(f"{kind}\n{source}", lambda: compile_template(self_, source))

        return [(*found[:2], compile_once)]

    def written_code(self) -> list[Replacement]:
        """Methods that dataclasses and mashumaro write as text for each of dbt's classes."""
        written = (
            _original("dataclasses", "_create_fn", "name args body globals locals return_type"),
            _original("mashumaro.core.meta.code.builder", "CodeBuilder.compile", "self"),
        )

        def execute(source: Any, *scopes: Any) -> None:
            if isinstance(source, str):
                text = source
                # As the built-in function does: without this module's own `from __future__`.
                source = self._once(
                    text, lambda: compile(text, "<string>", "exec", dont_inherit=True)
                )
            builtins.exec(source, *scopes)

        return [(sys.modules[found[2].__module__], "exec", execute) for found in written if found]

    def schemas(self) -> list[Replacement]:
        """What dbt holds its own settings, profile and project against."""
        found = _original("dbt_common.dataclass_schema", "dbtClassMixin.json_schema", "")
        if not found:
            return []
        build = vars(found[0])[found[1]].__func__

        def json_schema(cls: Any) -> Any:
            name = f"{cls.__module__}.{cls.__qualname__}"
            return self._once(name, lambda: json.loads(json.dumps(build(cls))))

        once: Any = functools.lru_cache(json_schema)
        return [(*found[:2], classmethod(once))]

    def manifest(self) -> list[Replacement]:
        """The parsed project that is in the bytes of dbt's partial_parse.msgpack."""
        found = _original(
            "dbt.contracts.graph.manifest", "Manifest.from_msgpack", "d decoder dialect"
        )
        if not found:
            return []
        read = found[2]

        def from_msgpack(cls: Any, d: bytes, *arguments: Any, **named: Any) -> Any:
            of = hashlib.sha256(_versions().encode() + d).digest()
            if kept := self._manifest_of(of):
                made = cls()
                vars(made).update(pickle.loads(kept))
                return made
            made = read(d, *arguments, **named)
            # A lock is of its process.
            state = pickle.dumps({k: v for k, v in vars(made).items() if k != "_lock"}, protocol=5)
            _put(self._manifest, of + hashlib.sha256(state).digest() + state)
            return made

        return [(*found[:2], classmethod(from_msgpack))]

    def _manifest_of(self, of: bytes) -> bytes | None:
        try:
            content = self._manifest.read_bytes()
        except OSError:
            return None
        state = content[64:]
        return state if content[:64] == of + hashlib.sha256(state).digest() else None

    def keep(self) -> None:
        """Writes what is new beside what was there, until that is too much to be of use."""
        if self._used.keys() <= self._known.keys():
            return
        kept = {**self._known, **self._used}
        _put(self._file, marshal.dumps((_versions(), kept if len(kept) < MOST else self._used)))

    def _read(self) -> dict[str, bytes]:
        try:
            versions, kept = marshal.loads(self._file.read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            return {}
        return kept if versions == _versions() and isinstance(kept, dict) else {}


def _put(file: Path, content: bytes) -> None:
    """Writes a file whole, where that is possible; nobody reads half of it."""
    made = file.with_name(f"{file.name}.{os.getpid()}.new")
    with contextlib.suppress(OSError):
        made.write_bytes(content)
        made.replace(file)


@functools.cache
def _versions() -> str:
    found = [sys.version]
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return " ".join(found)


def _original(module: str, path: str, parameters: str) -> tuple[Any, str, Any] | None:
    """(owner, name, function) of `module.path`; None unless it takes exactly these parameters."""
    *owners, name = path.split(".")
    if not version("dbt-core").startswith(WRITTEN_FOR):
        return None
    try:
        owner = functools.reduce(getattr, owners, importlib.import_module(module))
        function = getattr(owner, name)
        found = " ".join(inspect.signature(function).parameters)
    except (ImportError, AttributeError, TypeError, ValueError):
        return None
    return (owner, name, function) if found == parameters else None


def _no_debug_events() -> list[Replacement]:
    """An event is made when it is fired at a higher level than debug, or needed."""
    made = _original("dbt_common.events.base_types", "BaseEvent.__init__", "self args kwargs")
    names = "self e level node force_warn_or_error_handling"
    fired = _original("dbt_common.events.event_manager", "EventManager.fire_event", names)
    level = _original("dbt_common.events.base_types", "DebugLevel.level_tag", "self")
    if not (made and fired and level):
        return []
    make, fire, debug = made[2], fired[2], level[2]

    def is_debug(event: Any) -> bool:
        kind = type(event)
        return kind.level_tag is debug and kind.__name__ not in NEEDED

    def make_unless_debug(event: Any, *arguments: Any, **named: Any) -> None:
        if is_debug(event):
            event.__dict__["unmade"] = arguments, named
        else:
            make(event, *arguments, **named)

    def fire_unless_debug(
        manager: Any, e: Any, level: Any = None, *arguments: Any, **named: Any
    ) -> None:
        if is_debug(e):
            if getattr(level, "value", "debug") == "debug":
                return
            unmade, with_names = e.__dict__["unmade"]
            make(e, *unmade, **with_names)
        fire(manager, e, level, *arguments, **named)

    return [(*made[:2], make_unless_debug), (*fired[:2], fire_unless_debug)]


def _macros_sorted_once() -> list[Replacement]:
    """Which macro a name means is the same for every node of one package and manifest.

    A macro is bound to a node's context when it is called, not when the context is made: a node has
    a thousand macros and calls a few dozen.
    """
    module = "dbt.context.macros"
    names = "self macros_by_package ctx"
    builder = _original(module, "MacroNamespaceBuilder.build_namespace", names)
    names = "self global_namespace local_namespace global_project_namespace packages"
    namespace = _original(module, "MacroNamespace.__init__", names)
    generator = _original(module, "MacroGenerator.__init__", "self macro context node stack")
    order = _original(module, "MacroNamespace._search_order", "self")
    names = " ".join(f"_SandboxedEnvironment__{name}" for name in ("self", "context", "obj"))
    caller = _original("jinja2.sandbox", "SandboxedEnvironment.call", f"{names} args kwargs")
    if not (builder and namespace and generator and order and caller):
        return []
    build, call = builder[2], caller[2]
    plain: Any = namespace[0]
    generators: Any = generator[0]
    known: dict[object, Any] = {}

    class Bound(dict, plain):  # type: ignore[misc, type-arg]
        """A namespace that is copied into a node's context as the dict that it is."""

        def __init__(self, *parts: Any) -> None:
            plain.__init__(self, *parts)
            for names in reversed([*self._search_order()]):
                self.update(names)

    class Macro(generators):  # type: ignore[misc]
        """One macro of a manifest, in whatever context it is called from."""

    def build_namespace(self: Any, macros_by_package: Any, ctx: Any) -> Any:
        count = sum(map(len, macros_by_package.values()))
        key = id(macros_by_package), count, self.search_package, self.root_package
        if key not in known:
            found = build(self, macros_by_package, ctx)
            parts = found.global_namespace, found.local_namespace, found.global_project_namespace
            named = [unbound(names) for names in parts]
            packages = {package: unbound(names) for package, names in found.packages.items()}
            # The packages are kept with it: another manifest's never get the same id.
            known[key] = macros_by_package, named, packages
        _, named, packages = known[key]
        ctx[_PLACE] = self.node, self.thread_ctx
        # Copies: a unit test puts macros of its own into them.
        return Bound(*map(dict, named), {name: dict(names) for name, names in packages.items()})

    def unbound(names: Any) -> dict[str, Any]:
        return {name: Macro(made.macro) for name, made in names.items()}

    def bind_and_call(self: Any, context: Any, called: Any, /, *args: Any, **named: Any) -> Any:
        if type(called) is Macro:
            of_node = context.parent["context"]
            called = generators(called.macro, of_node, *of_node[_PLACE])
        return call(self, context, called, *args, **named)

    return [(*builder[:2], build_namespace), (*caller[:2], bind_and_call)]


def _column_types_once() -> list[Replacement]:
    """The objects that guess a column's type are stateless, and costly to make."""
    names = "text_columns string_null_values"
    tester = _original("dbt_common.clients.agate_helper", "build_type_tester", names)
    if not tester:
        return []
    build = functools.lru_cache(tester[2])

    def build_type_tester(text_columns: Any, *arguments: Any, **named: Any) -> Any:
        return build(tuple(text_columns), *arguments, **named)

    return [(*tester[:2], build_type_tester)]


def _one_empty_table() -> list[Replacement]:
    """What every statement without rows returns: a table that nothing changes."""
    made = _original("dbt_common.clients.agate_helper", "empty_table", "")
    return [(*made[:2], functools.lru_cache(made[2]))] if made else []


def _plain_words_of_tests() -> list[Replacement]:
    """An argument of a test without Jinja is its text, and no template."""
    module = "dbt.clients.jinja"
    rendered = _original(module, "get_rendered", "string ctx node capture_macros native")
    pattern = getattr(sys.modules.get(module), "_HAS_RENDER_CHARS_PAT", None)
    if not (rendered and pattern):
        return []
    render = rendered[2]

    def get_rendered(string: Any, ctx: Any, *arguments: Any, **named: Any) -> Any:
        if type(string) is str and string.isprintable() and not pattern.search(string):
            return string
        return render(string, ctx, *arguments, **named)

    return [(*rendered[:2], get_rendered)]


def _no_places_of_flags() -> list[Replacement]:
    """Dbt reads the source of all that called it for a name, which is that of its adapters."""
    module = "dbt_common.behavior_flags"
    place = _original(module, "BehaviorFlagRendered._default_source", "")
    return [(*place[:2], staticmethod(lambda: "dbt.adapters.base.impl"))] if place else []


REPLACEMENTS = (
    _no_debug_events,
    _macros_sorted_once,
    _column_types_once,
    _one_empty_table,
    _plain_words_of_tests,
    _no_places_of_flags,
)
