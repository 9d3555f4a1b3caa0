"""Who may see customers by name."""

from __future__ import annotations

import os

import pandas as pd
import streamlit as st

from ecommerce_base.settings import target_in_use

HERE = ("127.0.0.1", "localhost", "::1")


def may_see() -> bool:
    """Whether this app may name customers.

    On SQL Server the login decides: who has no right to a name is given its mask. A DuckDB file
    knows no roles. Its owner reads it on this machine; whom else the app is served to sees no
    person, unless the owner says so by DW_DASHBOARD_PERSONS=1.
    """
    if target_in_use() == "sqlserver" or os.environ.get("DW_DASHBOARD_PERSONS") == "1":
        return True
    return st.get_option("server.address") in HERE


def nameless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without names, where they may not be seen."""
    return frame if may_see() else frame.drop(columns=["cliente"])
