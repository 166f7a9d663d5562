"""A change within the usual spread is nowhere told, drawn or coloured as a change."""

import dataclasses
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_core.language import LANGUAGES
from kpi_core.report import build_report, render_html
from kpi_core.report.analyses import told_base
from kpi_core.report.scribe import Scribe
from kpi_core.units import NBSP
from tests.report.noise import CHANNELS, shop_of_orders
from tests.report.stand_in import OCTOBER, shop, tiny

NEAR = {"Директ": 43, "Блогеры": 37, "Почта": 41}


def tones(report):
    """The tone of every figure that is a change."""
    found = [change.figure.tone for row in report.cards.rows for card in row for change in card.changes]
    for row in (*report.channels.rows, report.channels.total):
        found += [cell.tone for cell in row.cells[2:4]]
        found += [row.bar.tone] if row.bar else []
    charts = [panel.chart for block in (report.bridges, report.movers) if block for panel in block.panels]
    found += [step.tone for chart in charts for step in chart.steps]
    found += [panel.tone for panel in report.multiples.chart.panels]
    found += [row.cells[-1].tone for row in report.costs.rows] if report.costs else []
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("last", [None, NEAR], ids=["identical", "near"])
def test_months_alike_say_that_nothing_changed(language, last):
    report = build_report(shop_of_orders(last=last, kpis=("revenue", "orders", "average_check")), None, language)
    page = render_html(report)

    assert not {"good", "bad"} & set(tones(report))
    for glyph in "▲▼":
        assert glyph not in re.sub(r"<p class=.notes.*?</p>", "", page)
    texts = {sentence.topic: sentence.text for sentence in report.sentences}
    assert not set(texts) & {"Причина.", "Cause.", "Риск.", "Risk."}
    assert "без заметных изменений" in report.headline or "no clear change" in report.headline


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(38, 42), min_size=3, max_size=3))
def test_a_few_orders_more_or_less_are_never_judged(counts):
    report = build_report(shop_of_orders(last=dict(zip(CHANNELS, counts, strict=True))), None, "ru")

    assert not {"good", "bad"} & set(tones(report))


def test_a_real_change_is_judged_and_told():
    """Three times the orders of one channel: the total, the channel and the bridge say so."""
    report = build_report(shop_of_orders(last={"Директ": 150}), None, "ru")
    texts = {sentence.topic: sentence.text.replace(NBSP, " ") for sentence in report.sentences}

    assert {"good"} <= set(tones(report))
    assert "число заказов +110" in texts["Причина."]
    assert "Больше обычного разброса изменился канал «Директ»" in texts["Причина."]
    assert report.channels.title.startswith("Выручка, изменение за месяц больше обычного разброса: Директ")
    assert report.movers.title.startswith("За месяц больше обычного разброса изменились: Директ")
    assert report.cards.rows[0][0].changes[0].verdict == "лучше"


def test_noise_on_a_card_is_a_square_in_grey_with_words():
    change = build_report(shop_of_orders(last=NEAR), None, "ru").cards.rows[0][0].changes[0]

    assert change.figure.text.startswith("■")
    assert (change.figure.tone, change.verdict) == ("flat", "обычный разброс")


def test_what_cannot_be_tested_is_a_plain_fact():
    """Revenue of a summary has no orders behind it: an arrow, and no judgement."""
    change = build_report(shop(), None, "ru").cards.rows[0][0].changes[0]

    assert change.figure.text[0] in "▲▼"
    assert (change.figure.tone, change.verdict) == ("", "")


def test_a_distance_to_the_plan_within_the_spread_is_said_to_be():
    report = build_report(shop_of_orders(targets={"revenue": 125_000, "orders": 130}), None, "ru")
    plan = next(sentence.text for sentence in report.sentences if sentence.topic == "План.").replace(NBSP, " ")
    row = report.plan.rows[0]

    assert "это в пределах обычного разброса" in plan
    assert plan.endswith("Дальше всего от плана — заказы: 120 при плане 130, в пределах обычного разброса.")
    assert report.plan.notes[int(row.variance.marks) - 1] == "в пределах обычного разброса"
    assert row.status.text == "на грани"
    assert report.headline.endswith("Вне плана в пределах разброса: заказы")


def test_growth_within_the_spread_is_marked():
    """The card of a KPI that is a comparison itself: the figure is the change."""
    report = build_report(shop_of_orders(last=NEAR, kpis=("sales_growth_mom", "revenue")), None, "ru")
    card = report.cards.rows[0][0]

    assert "в пределах обычного разброса" in report.cards.notes
    assert card.value.marks
    assert {change.figure.tone for change in card.changes} <= {"", "flat"}


def test_a_short_february_is_not_a_fall(monkeypatch):
    """The test compares per day: where it sees a rise and the eye a fall, nothing is judged."""
    scribe = Scribe(shop_of_orders(last={"Директ": 150}), OCTOBER, "ru")
    verdict = scribe.verdict("revenue", "mom")
    scribe._verdicts["revenue", "mom"] = dataclasses.replace(verdict, change=-0.1)

    assert scribe.signal("revenue", "mom") is None


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ({"mom": True, "yoy": True, "plan": True}, "mom"),
        ({"mom": False, "yoy": True, "plan": None}, "yoy"),
        ({"mom": None, "yoy": True, "plan": None}, "yoy"),
        ({"mom": None, "yoy": None, "plan": True}, "mom"),
        ({"mom": False, "yoy": None, "plan": True}, "yoy"),
        ({"mom": False, "yoy": False, "plan": True}, "plan"),
        ({"mom": False, "yoy": False, "plan": False}, None),
    ],
)
def test_which_change_is_worth_telling(monkeypatch, signals, expected):
    monkeypatch.setattr(Scribe, "signal", lambda self, name, against, channel=None: signals[against])
    cube = tiny({"2025-10": {"Сайт": 1.0}, "2026-09": {"Сайт": 1.0}, "2026-10": {"Сайт": 2.0}})

    assert told_base(Scribe(cube, OCTOBER, "ru"), "revenue") == expected
