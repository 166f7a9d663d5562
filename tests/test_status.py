"""The status against the plan, by hand."""

from __future__ import annotations

import pytest

from kpi_core.answer import NOTES
from kpi_core.catalogue import find
from kpi_core.status import UNJUDGED, plan_status, status
from tests.snapshots import cube, facts, orders, period, spend, target

OCTOBER = period("2026-10")


def firm(*targets):
    """October as the firm keeps it: revenue 1000, 40 leads, 500 spent on 25 customers: a CAC of 20."""
    header = "date channel revenue leads spend new_customers"
    rows = [("2026-10-01", "SEO", 600, 25, 0, 10), ("2026-10-01", "VK", 400, 15, 500, 15)]
    return cube(facts("summary", header, rows, monthly=True), targets=targets)


@pytest.mark.parametrize(
    ("attainment", "word"),
    [(1.0, "good"), (0.9995, "good"), (0.99949, "near"), (0.95, "near"), (0.9495, "near"), (0.94949, "bad"),
     (2, "good"), (0, "bad"), (-0.5, "bad")],
)  # fmt: skip
def test_what_decides_is_the_tenth_of_a_percent_that_is_shown(attainment, word):
    assert plan_status(attainment) == word


@pytest.mark.parametrize(("plan", "word"), [(1000, "good"), (1052, "near"), (1060, "bad"), (1000.4, "good")])
def test_higher_is_better(plan, word):
    """1000 of 1052 is 95.06 %, of 1060 94.3 %, of 1000.4 99.96 %."""
    assert status(firm(target("2026-10", "revenue", plan)), "revenue", OCTOBER) == word


@pytest.mark.parametrize(("plan", "word"), [(20, "good"), (19, "near"), (18.9, "bad"), (40, "good")])
def test_lower_is_better(plan, word):
    """A CAC of 20: 19 ÷ 20 is 95 %, 18.9 ÷ 20 is 94.5 %."""
    assert status(firm(target("2026-10", "cac", plan)), "cac", OCTOBER) == word


def test_a_channel_has_a_plan_of_its_own():
    found = firm(target("2026-10", "revenue", 600, "SEO"), target("2026-10", "revenue", 900, "VK"))
    assert [status(found, "выручка", OCTOBER, each) for each in ("seo", "VK", None)] == ["good", "bad", ""]


def test_nothing_to_judge():
    """Revenue has no plan, clicks no value; and more customers of old are neither good nor bad in themselves."""
    found = firm(target("2026-10", "clicks", 500))
    assert [status(found, name, OCTOBER) for name in ("revenue", "clicks")] == ["", ""]
    assert find("clicks").better == "neutral"
    clicks = cube(
        facts("summary", "date clicks", [("2026-10-01", 5)], monthly=True), targets=[target("2026-10", "clicks", 5)]
    )
    assert (clicks.attainment("clicks", OCTOBER).value, status(clicks, "clicks", OCTOBER)) == (1, "")


def test_a_note_forbids_to_judge():
    """Five months of history: whoever is new may be old. And a month under way is no month."""
    young = cube(
        orders(("2026-06-01", "1", "a", "SEO", 5), ("2026-10-31", "2", "b", "SEO", 5)),
        spend(("2026-10-01", "SEO", 10)),
        targets=[target("2026-10", "cac", 10), target("2026-10", "revenue", 5)],
    )
    assert young.attainment("cac", OCTOBER).value == 1
    assert [status(young, name, OCTOBER) for name in ("cac", "revenue")] == ["", "good"]
    running = cube(orders(("2026-10-10", "1", "a", "SEO", 5)), targets=[target("2026-10", "revenue", 10)])
    assert "partial_period" in running.attainment("revenue", OCTOBER).notes
    assert status(running, "revenue", OCTOBER) == ""


def test_the_notes_are_notes():
    assert set(NOTES) > UNJUDGED
