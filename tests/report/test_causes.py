"""Cause, risk and decision: each branch of each rule, in both languages, with the figures it rests on."""

from dataclasses import replace

import pytest

from kpi_core.report import causes
from kpi_core.report.analyses import floored, move_of, quadrant_of
from kpi_core.report.causes import cause, decision, risk
from kpi_core.report.scribe import Scribe
from kpi_core.units import NBSP
from tests.report.noise import shop_of_orders
from tests.report.stand_in import OCTOBER, month, shop, tiny

MONTHS = {
    "2025-10": {"A": 1000.0, "B": 1000.0},
    "2026-09": {"A": 1000.0, "B": 1000.0},
    "2026-10": {"A": 1600.0, "B": 900.0},
}


def orders(*counts):
    """Orders of A and B in October 2025, September 2026 and October 2026."""
    periods = (month(2025, 10), month(2026, 9), OCTOBER)
    return {
        ("orders", period, channel): float(count)
        for period, pair in zip(periods, counts, strict=True)
        for channel, count in zip(("A", "B"), pair, strict=True)
    } | {("orders", period, None): float(sum(pair)) for period, pair in zip(periods, counts, strict=True)}


def said(rule, cube, language="ru", monkeypatch=None, **signals):
    """What the rule says, each signal by KPI put in by hand; all others untested."""
    if monkeypatch is not None:
        monkeypatch.setattr(
            Scribe, "signal", lambda self, name, against, channel=None: signals.get(f"{name}_{against}")
        )
    return rule(Scribe(cube, OCTOBER, language)).replace(NBSP, " ")


def test_cause_on_the_month(monkeypatch):
    """20 orders of 100 become 30 (+1000 at the old check); the checks fall: the parts come to +500."""
    cube = tiny(MONTHS, more=orders((10, 10), (10, 10), (20, 10)))

    assert said(cause, cube, "ru", monkeypatch) == (
        "Выручка за месяц +500 ₽: число заказов +1 000 ₽, средний чек −500 ₽."
        " Самое крупное изменение — у канала «A»: +600 ₽."
    )
    assert said(cause, cube, "en", monkeypatch) == (
        "Revenue +₽ 500 on the month: number of orders +₽ 1,000, average check −₽ 500."
        " The largest change is that of “A”: +₽ 600."
    )


def test_a_part_within_the_spread_is_said_to_be(monkeypatch):
    cube = tiny(MONTHS, more=orders((10, 10), (10, 10), (20, 10)))
    text = said(cause, cube, "ru", monkeypatch, average_check_mom=False)

    assert "средний чек −500 ₽ (обычный разброс)" in text
    assert "(usual spread)" in said(cause, cube, "en", monkeypatch, average_check_mom=False)


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "Больше обычного разброса изменился канал «A»: +600 ₽ (+60,0 %)."),
     ("en", "The channel “A” changed by more than the usual spread: +₽ 600 (+60.0%).")],
)  # fmt: skip
def test_a_channel_beyond_the_spread_is_named(monkeypatch, language, text):
    cube = tiny(MONTHS, more=orders((10, 10), (10, 10), (20, 10)))

    assert said(cause, cube, language, monkeypatch, revenue_mom=True).endswith(text)


@pytest.mark.parametrize(
    ("signals", "ru", "en"),
    [
        ({"revenue_mom": False, "revenue_yoy": True}, "Выручка за год +500 ₽:", "Revenue +₽ 500 on the year:"),
        ({"revenue_mom": False, "revenue_yoy": False, "revenue_plan": True},
         "Выручка против плана −500 ₽:", "Revenue −₽ 500 against plan:"),
        ({"revenue_mom": False, "revenue_yoy": False, "revenue_plan": False}, "", ""),
    ],
)  # fmt: skip
def test_the_cause_speaks_of_what_is_worth_telling(monkeypatch, signals, ru, en):
    cube = tiny(MONTHS, more=orders((10, 10), (10, 10), (20, 10)), targets={"revenue": 3000, "orders": 30})

    for language, text in (("ru", ru), ("en", en)):
        told = said(cause, cube, language, monkeypatch, **signals)
        assert told.startswith(text) if text else told == ""


def test_no_cause_in_an_unfinished_month():
    more = orders((10, 10), (10, 10), (20, 10))

    assert said(cause, tiny(MONTHS, more=more, notes={"revenue": ("partial_period",)})) == ""


@pytest.mark.parametrize(
    ("against", "ru", "en"),
    [("mom", "CAC за месяц", "on the month, most of all through"), ("yoy", "CAC за год", "on the year, most of all")],
)
def test_cause_names_who_moved_the_acquisition_cost(monkeypatch, against, ru, en):
    signals = {"revenue_mom": False, "revenue_yoy": False, "revenue_plan": False, f"cac_{against}": True}

    assert said(cause, shop(), "ru", monkeypatch, **signals).startswith(ru)
    assert "больше всего из-за канала «" in said(cause, shop(), "ru", monkeypatch, **signals)
    assert en in said(cause, shop(), "en", monkeypatch, **signals)


def test_risk_is_a_channel_that_eats_the_budget():
    cube = shop_of_orders(last={"Блогеры": 0})

    assert said(risk, cube) == (
        "Канал «Блогеры» съедает бюджет: потрачено 20 000 ₽ (50 % рекламы платных каналов), новых клиентов — 0."
    )
    assert said(risk, cube, "en") == (
        "“Блогеры” eats the budget: ₽ 20,000 spent (50% of the paid channels’ advertising), no new customers."
    )


def test_risk_is_a_channel_that_brings_less_than_its_share():
    """50 % of 40 000 ₽ and 5 of 65 customers."""
    cube = shop_of_orders(last={"Директ": 60, "Блогеры": 5})

    assert said(risk, cube) == ("Канал «Блогеры»: 50 % рекламы платных каналов и 8 % их новых клиентов; CAC 4 000 ₽.")
    assert said(risk, cube, "en") == (
        "“Блогеры”: 50% of the paid channels’ advertising and 8% of their new customers; CAC ₽ 4,000."
    )


def test_risk_is_a_cost_over_plan_beyond_the_spread():
    cube = shop_of_orders(targets={"cac": 150})

    assert said(risk, cube) == (
        "Стоимость привлечения клиента — 333 ₽ при плане 150 ₽ (+122 %): больше обычного разброса."
    )
    assert said(risk, cube, "en") == (
        "Customer acquisition cost ₽ 333 against ₽ 150 planned (+122%): more than the usual spread."
    )


def test_no_risk_where_all_is_as_usual():
    assert said(risk, shop_of_orders(targets={"cac": 340})) == ""


def test_decision_moves_little_and_asks_for_a_test():
    """A fifth of the receiver's 20 000 ₽: 4 000 · (60 ÷ 20 000 − 5 ÷ 20 000) = 11 customers."""
    cube = shop_of_orders(last={"Директ": 60, "Блогеры": 5})
    moved = move_of(Scribe(cube, OCTOBER, "ru"))

    assert (moved.giver, moved.receiver, moved.amount, moved.change) == ("Блогеры", "Директ", 4000.0, pytest.approx(11))
    assert said(decision, cube).startswith(
        "Перенести 4 000 ₽ из канала «Блогеры» в канал «Директ» и проверить тестом."
        " При нынешних средних ценах прибавка новых клиентов — +11 (от +"
    )
    assert said(decision, cube, "en").startswith(
        "Move ₽ 4,000 from “Блогеры” to “Директ” and check by a test. At present average prices the gain in new"
        " customers is +11 (+"
    )


def test_a_small_gain_has_a_decimal():
    """A receiver of 1 000 ₽ takes 200: 200 · (40 ÷ 1 000 − 10 ÷ 20 000) = 7.9."""
    cube = shop_of_orders(last={"Директ": 40, "Блогеры": 10}, spend={"Директ": 1_000.0, "Блогеры": 20_000.0})

    assert "прибавка новых клиентов — +7,9 (от +" in said(decision, cube)


def test_no_move_between_channels_that_do_not_differ():
    cube = shop_of_orders(last={"Директ": 42, "Блогеры": 38})

    assert said(decision, cube) == (
        "Деньги между платными каналами не переносить: их отличия в пределах обычного разброса."
    )
    assert said(decision, cube, "en") == (
        "Move no money between the paid channels: they differ within the usual spread."
    )


def test_a_weak_channel_without_a_better_one_is_looked_into(monkeypatch):
    cube = shop_of_orders(last={"Директ": 60, "Блогеры": 5})
    found = quadrant_of(Scribe(cube, OCTOBER, "ru"))
    rows = tuple(replace(row, standing=None, reason="noise") if row.standing == "grow" else row for row in found.rows)
    monkeypatch.setattr(causes, "quadrant_of", lambda scribe: replace(found, rows=rows))
    monkeypatch.setattr(causes, "move_of", lambda scribe: None)

    assert said(decision, cube).startswith("Разобраться с каналом «Блогеры»:")
    assert said(decision, cube, "en").startswith("Look into “Блогеры”:")


def test_nothing_to_decide_without_paid_channels():
    assert said(decision, tiny(MONTHS)) == ""


@pytest.mark.parametrize(("amount", "down"), [(41_273.0, 41_000), (0.05678, 0.056), (-3, 0), (100, 100)])
def test_a_sum_is_rounded_down(amount, down):
    assert floored(amount) == pytest.approx(down)
