"""Recognition: grids in, one frozen and checked snapshot out. One parser for all sources."""

from __future__ import annotations

from kpi_core.recognise.kinds import explains
from kpi_core.recognise.recogniser import recognise

__all__ = ["explains", "recognise"]
