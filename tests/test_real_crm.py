"""A real CRM export against plain loops over the same rows (docs/real-crm.md). The files are not part of the project.

Looked for in the folder that KPI_REAL_CRM names, else in shared/data beside the checkout; skipped where they are not.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.load import load
from kpi_core.periods import parse_period

ROOT = Path(__file__).parent.parent
FILES = Path(os.environ.get("KPI_REAL_CRM", ROOT.parent / "shared" / "data" / "school_crm"))
pytestmark = [
    pytest.mark.skipif(not (FILES / "deals.xlsx").is_file(), reason=f"the real CRM export is not at hand in {FILES}"),
    pytest.mark.slow,
]


def rows(name: str) -> list[dict[str, object]]:
    """A sheet as the reading library gives it, without any of our code."""
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_path(str(FILES / name)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, sheet[0]), row, strict=False)) for row in sheet[1:] if any(cell != "" for cell in row)]


def day(cell: object) -> date:
    return cell if isinstance(cell, date) else datetime.strptime(str(cell)[:10], "%d.%m.%Y").date()


def money(cell: object) -> Fraction:
    """«€ 3.500,00» or a plain number."""
    if isinstance(cell, str):
        cell = re.sub(r"[^\d,]", "", cell).replace(",", ".") or "0"
    return Fraction(str(cell))


@pytest.fixture(scope="module")
def cube(tmp_path_factory) -> Cube:
    """The kpi.toml of the docs page, beside the files, in a folder with a Cyrillic name."""
    folder = tmp_path_factory.mktemp("школа") / "данные CRM"
    folder.mkdir()
    for name in ("deals.xlsx", "spend.xlsx"):
        shutil.copy(FILES / name, folder)
    page = (ROOT / "docs" / "real-crm.md").read_text(encoding="utf-8")
    (folder / "kpi.toml").write_text(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0], encoding="utf-8")
    return build(load(folder / "kpi.toml"))


def expected() -> Iterator[tuple[str, str, Fraction]]:
    """Month, KPI and value by plain loops."""
    leads: Counter[str] = Counter()
    won: Counter[str] = Counter()
    sales: Counter[str] = Counter()
    revenue: defaultdict[str, Fraction] = defaultdict(Fraction)
    spend: defaultdict[str, Fraction] = defaultdict(Fraction)
    clicks: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    first: dict[str, str] = {}
    for row in rows("deals.xlsx"):
        created = f"{day(row['Created Time']):%Y-%m}"
        leads[created] += 1
        if row["Stage"] != "Payment Done":
            continue
        won[created] += 1
        if row["Closing Date"] == "":
            continue
        closed = f"{day(row['Closing Date']):%Y-%m}"
        sales[closed] += 1
        revenue[closed] += money(row["Initial Amount Paid"])
        customer = str(row["Contact Name"] or row["Id"])
        first[customer] = min(first.get(customer, closed), closed)
    for row in rows("spend.xlsx"):
        month = f"{day(row['Date']):%Y-%m}"
        spend[month] += money(row["Spend"])
        clicks[month] += int(row["Clicks"])  # type: ignore[call-overload]
        shown[month] += int(row["Impressions"])  # type: ignore[call-overload]
    new = Counter(first.values())
    for month in leads:
        yield month, "leads", Fraction(leads[month])
        yield month, "conversion_lead_sale", Fraction(won[month], leads[month])
        yield month, "conversion_lead_sale_calendar", Fraction(sales[month], leads[month])
        yield month, "revenue", revenue[month]
        yield month, "new_customers", Fraction(new[month])
        yield month, "spend", spend[month]
        yield month, "ctr", Fraction(clicks[month], shown[month])
        yield month, "cpl", spend[month] / leads[month]
        if new[month]:
            yield month, "cac", spend[month] / new[month]


def test_twelve_months_to_nine_digits(cube: Cube):
    lines = list(expected())
    assert len({month for month, _, _ in lines}) == 12
    for month, name, value in lines:
        answer = cube.kpi(name, parse_period(month))
        assert answer.value == pytest.approx(float(value), rel=1e-12), (month, name, answer)


def test_every_row_has_its_fate(cube: Cube):
    deals, spend = cube.snapshot.sources
    assert (deals.rows_used, spend.rows_used) == (21_593, 20_779)
    for source in (deals, spend):
        assert source.rows_read == source.rows_used + sum(source.excluded.values()) + source.rows_refused


def test_won_deals_without_a_date_are_counted_and_told(cube: Cube):
    told = " ".join(finding.message("en") for finding in cube.snapshot.findings)
    assert "858" in told
    assert "337" in told
    assert str(cube.report_month) == "2024-05"


def test_nineteen_digit_ids_are_text(cube: Cube):
    numbers = cube.snapshot.tables["leads"].frame["lead_id"]
    assert numbers.nunique() == 21_593
    assert "5805028000056864695" in set(numbers)
