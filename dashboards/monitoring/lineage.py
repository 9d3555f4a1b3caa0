"""What an entity is made of, each node with its state in one run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
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
SOURCE = "core."
Edges = set[tuple[str, str]]


def lineage(entity: str, run_id: int, entities: Collection[str]) -> None:
    """The panel. `entities`: the loaded tables, which are drawn however they are."""
    got = ask(SQL, "linhagem", "estados", "testes_do_no", run_id=run_id)
    states = states_of(got["estados"], got["testes_do_no"])
    drawn = {*entities, *(node for node, state in states.items() if state != "success")}
    edges = upstream(joined(got["linhagem"]), entity, drawn)
    with panel(
        got["linhagem"],
        title=_("De onde vem {entity}", entity=entity),
        unit=_("cada nó como a execução {run} o deixou", run=run_id),
        note=_("Tabelas da origem e entidades, e os nós entre elas que não terminaram bem."),
        key="linhagem",
    ):
        if not edges:
            nothing(_("A próxima execução registra a linhagem."))
            return
        st.graphviz_chart(dot(edges, entity, states), width="content")


def joined(arrows: pd.DataFrame) -> Edges:
    """Arrows (from, to); a staging view stands for its source table, which nothing leads to.

    What reads a source table beside its view looks for keys in all of them, and is no origin.
    """
    pairs = zip(arrows["depende_de"], arrows["nome"], strict=True)
    return {
        (_drawn_as(of), node)
        for of, node in pairs
        if not node.startswith(STAGING) and not of.startswith(SOURCE)
    }


def _drawn_as(node: str) -> str:
    return f"{SOURCE}{node.removeprefix(STAGING)}" if node.startswith(STAGING) else node


def upstream(edges: Edges, entity: str, drawn: Collection[str]) -> Edges:
    """Arrows between the drawn nodes and source tables that lead to the entity.

    Nodes between them are passed over; an arrow that a longer way says too is left out.
    """
    parents: dict[str, set[str]] = {}
    for of, node in edges:
        parents.setdefault(node, set()).add(of)

    @cache
    def nearest(node: str) -> frozenset[str]:
        """The drawn nodes that the node comes from, over none that is drawn."""
        found: set[str] = set()
        for parent in parents.get(node, ()):
            shown = parent.startswith(SOURCE) or parent in drawn
            found |= {parent} if shown else nearest(parent)
        return frozenset(found)

    @cache
    def ancestors(node: str) -> frozenset[str]:
        return nearest(node).union(*(ancestors(parent) for parent in nearest(node)))

    return {
        (of, node)
        for node in {entity, *ancestors(entity)}
        for of in nearest(node)
        if not any(of in ancestors(other) for other in nearest(node) if other != of)
    }


def states_of(nodes: pd.DataFrame, tests: pd.DataFrame) -> dict[str, str]:
    """State of each node in the run; one that loaded and whose test failed is not well."""
    failed = set(tests["entidade"])
    states = {}
    for node, state in zip(nodes["entidade"], nodes["status"], strict=True):
        states[_drawn_as(node)] = (
            "com teste" if state == "success" and node in failed else str(state)
        )
    return states


def dot(edges: Edges, entity: str, states: Mapping[str, str]) -> str:
    """The graph in DOT: left to right, each node with mark, colour and word of its state."""
    nodes = sorted({node for edge in edges for node in edge})
    lines = [
        "digraph {",
        'rankdir=LR; bgcolor="transparent"; nodesep=0.1; ranksep=0.6;',
        'node [shape=box, style="rounded", fontname="sans-serif", fontsize=12, height=0.3, '
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
