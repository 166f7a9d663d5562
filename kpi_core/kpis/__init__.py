"""The KPIs, one function each. Adding a function to a file here is all it takes; see CONTRIBUTING.md."""

from kpi_core.formula import change, first_reach, ratio

__all__ = ["change", "first_reach", "ratio"]
