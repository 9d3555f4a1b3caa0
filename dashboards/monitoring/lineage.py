"""What an entity is made of, each node with its state in one run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.common.charts import nothing, panel
from dashboards.common.figures import ask
from dashboards.common.look import MARKS, colour
from dashboards.common.text import _
from dashboards.monitoring.words import SQL, tone, word

if TYPE_CHECKING:
    import pandas as pd

STAGING = "stg_oltp__"
Edges = set[tuple[str, str]]


def lineage(entity: str, run_id: int) -> None:
    """The panel."""
    got = ask(SQL, "linhagem", "nos", "testes_do_no", run_id=run_id)
    edges = upstream(joined(got["linhagem"]), entity)
    states = states_of(got["nos"], got["testes_do_no"])
    with panel(
        got["linhagem"],
        title=_("De onde vem {entity}", entity=entity),
        unit=_("cada nó como a execução {run} o deixou", run=run_id),
        key="linhagem",
    ):
        if not edges:
            nothing(_("A próxima execução registra a linhagem."))
            return
        st.graphviz_chart(dot(edges, entity, states), width="stretch")


def joined(arrows: pd.DataFrame) -> Edges:
    """Arrows (from, to); a staging view stands for its source table, and is not drawn beside it."""

    def name(node: str) -> str:
        return f"core.{node.removeprefix(STAGING)}" if node.startswith(STAGING) else node

    pairs = zip(arrows["depende_de"], arrows["nome"], strict=True)
    return {(name(of), name(node)) for of, node in pairs if name(of) != name(node)}


def upstream(edges: Edges, entity: str) -> Edges:
    """The arrows that lead to the entity, without those that a longer way says too."""
    parents: dict[str, set[str]] = {}
    for of, node in edges:
        parents.setdefault(node, set()).add(of)
    above: dict[str, set[str]] = {}

    def ancestors(node: str) -> set[str]:
        if node not in above:
            above[node] = set()  # a loop would end here
            of = parents.get(node, set())
            above[node] = of.union(*(ancestors(parent) for parent in of))
        return above[node]

    wanted = ancestors(entity) | {entity}
    return {
        (of, node)
        for node in wanted
        for of in parents.get(node, ())
        if not any(of in ancestors(other) for other in parents[node] if other != of)
    }


def states_of(nodes: pd.DataFrame, tests: pd.DataFrame) -> dict[str, str]:
    """State of each node in the run; one that loaded and whose test failed is not well."""
    failed = set(tests["entidade"])
    states = {}
    for node, state in zip(nodes["entidade"], nodes["status"], strict=True):
        name = f"core.{node.removeprefix(STAGING)}" if node.startswith(STAGING) else node
        states[name] = "com teste" if state == "success" and node in failed else str(state)
    return states


def dot(edges: Edges, entity: str, states: Mapping[str, str]) -> str:
    """The graph in DOT: left to right, each node with mark, colour and word of its state."""
    nodes = sorted({node for edge in edges for node in edge})
    lines = [
        "digraph {",
        'rankdir=LR; bgcolor="transparent"; nodesep=0.12; ranksep=0.45;',
        'node [shape=box, style="rounded", fontname="sans-serif", fontsize=11, height=0.3, '
        f'fontcolor="{colour("ink")}"];',
        f'edge [color="{colour("none")}", arrowsize=0.5];',
    ]
    for node in nodes:
        state = states.get(node, "")
        kind = tone(state) if state else "none"
        told = f"{MARKS[kind]} {node}" if state else node
        tip = word(state) if state else _("não rodou nesta execução")
        width = 2.6 if node == entity else 1.2
        lines.append(
            f'"{node}" [label="{told}", color="{colour(kind)}", penwidth={width}, tooltip="{tip}"];'
        )
    lines += [f'"{of}" -> "{node}";' for of, node in sorted(edges)]
    return "\n".join([*lines, "}"])
