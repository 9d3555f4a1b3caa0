"""Which nodes of a run made it as long as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# Clocks of two threads: a node may seem to begin a little before the one that it waited for ended.
TOLERANCE_SECONDS = 0.05


def critical_path(nodes: pd.DataFrame) -> set[str]:
    """The chain that ends with the run's last node, each link the one that ended last before it.

    `nodes`: entidade, iniciado_em, finalizado_em of one run. What a node waited for is taken from
    the times: a parent, or a thread that was busy.
    """
    import pandas as pd

    if nodes.empty:
        return set()
    tolerance = pd.Timedelta(seconds=TOLERANCE_SECONDS)
    by_end = nodes.sort_values(["finalizado_em", "iniciado_em"])
    current = by_end.iloc[-1]
    chain = {str(current["entidade"])}
    while True:
        before = by_end[
            (by_end["finalizado_em"] <= current["iniciado_em"] + tolerance)
            & (by_end["iniciado_em"] < current["iniciado_em"])
        ]
        if before.empty:
            return chain
        current = before.iloc[-1]
        chain.add(str(current["entidade"]))
