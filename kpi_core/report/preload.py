"""What the server of `batch` imports before it forks the first worker, so that each begins with everything in memory.

No font is touched here: Pango looks for fonts in threads, which do not live through a fork.
"""

from __future__ import annotations

import gc
from datetime import date
from importlib import import_module

from kpi_core.language import LANGUAGES
from kpi_core.report.html import compile_templates
from kpi_core.report.pdf import prepare
from kpi_core.units import date_label, format_value

for name in ("config", "engine", "load", "sources.text", "sources.workbook", "report.build", "report.overview"):
    import_module(f"kpi_core.{name}")
prepare()
compile_templates()
for language in LANGUAGES:
    format_value(1.5, "money", language), date_label(date(2026, 1, 1), language)
# What is here stays for good: no worker need look through it for garbage.
gc.collect()
gc.freeze()
