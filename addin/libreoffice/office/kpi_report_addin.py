"""The component that the office loads at the first KPI_ function: what it registers, and nothing else."""

from kpi_report_office.component import FunctionsOfOffice, Opened, Report, g_ImplementationHelper  # noqa: F401
