"""Marketing KPIs from the tables people keep: one catalogue, one engine, one report."""

__version__ = "0.1.0"
