"""Workbooks that the add-in shows: the remarks of the check, and the list of functions."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from addin.functions import FUNCTIONS, categories
from addin.vba.examples import example
from kpi_core.language import Language
from kpi_core.wording import say

_LEVELS = ("error", "warning", "info")


def findings_page(findings: Sequence[dict[str, Any]], language: Language) -> bytes:
    """What `kpi check --format json` prints, as a table: what was refused first."""
    heads = [say(f"job_check_{key}", language) for key in ("level", "sheet", "row", "column", "value", "message")]
    rows = [
        [say(f"job_level_{level}", language), *(each[key] for key in ("sheet", "row", "column", "value", "message"))]
        for level in _LEVELS
        for each in findings
        if each["level"] == level
    ]  # fmt: skip
    if not any(each["level"] != "info" for each in findings):
        rows.insert(0, ["", "", None, "", "", say("job_check_none", language)])
    return _page(heads, rows, widths=(14, 18, 8, 16, 18, 90))


def functions_page(language: Language) -> bytes:
    """Every function with its category, help, arguments and an example."""
    heads = [say(f"job_help_{key}", language) for key in ("function", "category", "what", "arguments", "example")]
    names = categories()
    rows = [
        [
            name,
            names[function.category].of(language),
            function.help.of(language),
            "\n".join(f"{each.name.of(language)}: {each.help.of(language)}" for each in function.arguments),
            example(function),
        ]
        for name, function in FUNCTIONS.items()
    ]
    return _page(heads, rows, widths=(30, 24, 60, 90, 40))


def _page(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, widths: Sequence[int]) -> bytes:
    """A table of texts; none of them is taken for a formula."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet("KPI")
        head, cell = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, (text, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, text, head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(last, column, value, cell)
                else:
                    sheet.write_string(last, column, "" if value is None else str(value), cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(heads) - 1)
    return packed.getvalue()
