"""A workbook to start from: tables, formulas with their values, settings, and a sheet that explains."""

from kpi_core.starter.workbook import starter_workbook

__all__ = ["starter_workbook"]
