"""The scorecard: the published example, both forms, the scale, and who may change what is paid."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.analysis import scorecard as scorecard_module
from kpi_core.analysis.payout import Scale, exact, index_result, matrix_result
from kpi_core.analysis.scorecard import Guard, Override, of, scorecard, weighted
from kpi_core.engine import build
from kpi_core.errors import UsageError
from kpi_core.periods import month
from kpi_core.snapshot import Closed, Settings, Target
from kpi_core.wording import SENTENCES
from tests.snapshots import facts, orders, snapshot

OCTOBER = month(2026, 10)


def unsure(*_):
    """A judge that knows nothing."""
    return SimpleNamespace(significant=None)


def noise(*_):
    """A judge to whom all is noise."""
    return SimpleNamespace(significant=False)


def row(kpi: str, goal: float, weight: float | None, base=None, norm=None, channel=None) -> Target:
    return Target(OCTOBER, kpi, goal, channel, weight, base, norm)


def firm(*targets: Target, **more):
    """October as the firm keeps it: 110 leads, 33 qualified; 20 orders for 30 000; 10 000 spent on 8 customers."""
    header = "date leads qualified_leads orders revenue spend new_customers"
    october = facts("summary", header, [("2026-10-01", 110, 33, 20, 30000, 10000, 8)], monthly=True)
    return build(replace(snapshot(october, targets=targets), **more))


def card(*targets: Target, judge=unsure, closed=(), **arguments):
    return scorecard(firm(*targets, closed=tuple(closed)), OCTOBER, judge=judge, **arguments)


# formulas -------------------------------------------------------------------------------------------------------------


def test_the_published_example():
    """inter-hr.ru/news/articles/2020/01/24/646: weights 0,5 · 0,25 · 0,25, a plan of 20 % each, facts 22, 17 and 30 %;
    it prints 0,550 + 0,212 + 0,375 = 1,137 (cut to three digits)."""
    told = [(0.5, 0.22), (0.25, 0.17), (0.25, 0.30)]
    parts = [exact(weight) * index_result(fact, 0.20) for weight, fact in told]
    assert [float(part) for part in parts] == [0.55, 0.2125, 0.375]
    assert weighted((weight, index_result(fact, 0.20)) for weight, fact in told) == Fraction("1.1375")


def test_the_published_example_from_a_plan():
    """The same facts, plans and weights as counts of a month."""
    october = facts("summary", "date leads orders clicks", [("2026-10-01", 22, 17, 30)], monthly=True)
    plan = [row("leads", 20, 50), row("orders", 20, 25), row("clicks", 20, 25)]
    found = scorecard(build(snapshot(october, targets=plan)), OCTOBER, judge=unsure)
    assert [float(each.weighted) for each in found.rows] == [0.55, 0.2125, 0.375]
    assert (float(found.result), float(found.payout)) == (1.1375, 1.1375)


@pytest.mark.parametrize(("fact", "result"), [(2000, 0), (1800, 0.5), (1600, 1), (1500, 1.2), (2500, 0), (1000, 1.2)])
def test_the_matrix_form_needs_no_change_where_lower_is_better(fact, result):
    """CAC from a base of 2000 to a norm of 1600."""
    assert matrix_result(fact, base=2000, norm=1600) == exact(result)


def test_undefined_forms():
    assert matrix_result(5, base=3, norm=3) is None
    assert index_result(5, plan=0) is None
    assert index_result(0, plan=5, better="lower") is None


numbers = st.integers(-1000, 1000).map(float)


@given(numbers, numbers, numbers)
def test_the_matrix_turns_with_its_sign(fact, base, norm):
    """Lower-is-better is higher-is-better seen in a mirror."""
    assert matrix_result(fact, base, norm) == matrix_result(-fact, -base, -norm)


@given(st.integers(1, 1000), st.integers(0, 2000))
def test_the_index_is_the_matrix_from_zero(plan, fact):
    assert index_result(fact, plan, cap=1.2) == matrix_result(fact, 0, plan)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_all_norms_met_is_one_whatever_the_weights(weights):
    whole = sum(weights)
    assert weighted((Fraction(weight, whole), Fraction(1)) for weight in weights) == 1


@given(st.lists(st.tuples(st.integers(0, 100), st.fractions(0, 2)), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    told = [(Fraction(weight, 100), result) for weight, result in rows]
    shuffled = list(told)
    random.shuffle(shuffled)
    assert weighted(told) == weighted(shuffled)


# the scale ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("result", "pays"), [(0.5, 0), (0.7994, 0), (0.8, 0.8), (1, 1), (1.07, 1.07), (2, 1.2)])
def test_the_usual_scale(result, pays):
    assert Scale().payout(exact(result)) == exact(pays)


def test_a_result_shown_as_80_pays_as_80():
    """79.96 % is shown as 80.0 %."""
    assert Scale().payout(exact(0.7996)) == exact(0.8)


@given(st.fractions(0, 3), st.fractions(0, 3))
def test_a_better_result_never_pays_less(one, other):
    low, high = sorted((one, other))
    assert Scale().payout(low) <= Scale().payout(high)


@pytest.mark.parametrize("points", [(), ((1, 1), (0.8, 1)), ((0.8, 1), (1, 0.5)), ((1, 1), (1, 1))])
def test_a_scale_that_falls_is_refused(points):
    with pytest.raises(UsageError):
        Scale(points)


# a card ---------------------------------------------------------------------------------------------------------------


def test_each_row_takes_the_form_it_has_numbers_for():
    """Leads 110 from 100 to 120: a half. CAC 10000 ÷ 8 = 1250 against 1000: 80 %. 0.6 · 0.5 + 0.4 · 0.8 = 0.62."""
    found = card(row("leads", 120, 0.6, base=100), row("cac", 1000, 0.4), bonus=50_000)
    assert [(each.form, each.counted) for each in found.rows] == [("matrix", Fraction(1, 2)), ("index", Fraction(4, 5))]
    assert found.result == Fraction("0.62")
    assert (found.payout, found.bonus) == (0, 0)
    assert card(row("leads", 100, 1), bonus=50_000).bonus == 55_000


def test_the_form_may_be_named():
    both = (row("leads", 120, 100, base=100),)
    assert card(*both, form="index").result == Fraction(110, 120)
    assert card(row("leads", 100, 100), form="matrix").rows[0].remarks[0].code == "scorecard_no_base"
    with pytest.raises(UsageError, match="auto"):
        card(*both, form="best")  # type: ignore[arg-type]


def test_weights_that_are_not_100_percent_give_a_sentence_and_no_result():
    found = card(row("leads", 100, 50), row("orders", 20, 30))
    assert (found.result, found.payout) == (None, None)
    assert found.sentences("ru") == [
        "Веса дают 80,0\xa0%, а не 100 %, поэтому результат не считается. Исправьте столбец «Вес»."
    ]
    assert card(row("leads", 100, None)).remarks[0].code == "scorecard_no_weights"
    assert card(row("leads", 100, 150), row("orders", 20, -50)).result is None


def test_a_fact_that_is_not_there_leaves_the_total_open():
    found = card(row("leads", 100, 50), row("ctr", 0.05, 50))
    assert found.rows[1].counted is None
    assert found.result is None
    assert [remark.code for remark in found.remarks] == ["scorecard_open"]


def test_closed_values_are_what_is_paid_on():
    """The month was closed at 100 leads; the data has 110 now."""
    found = card(row("leads", 100, 100), closed=[Closed(OCTOBER, "leads", 100.0)])
    assert (found.rows[0].fact, found.rows[0].closed, found.result) == (100, True, 1)
    assert "100" in found.sentences("en")[0]
    assert "110" in found.sentences("en")[0]


def test_nothing_is_paid_on_new_customers_of_a_short_history():
    shop = build(
        snapshot(
            orders(("2026-10-01", "1", "a", "SEO", 10), ("2026-10-31", "2", "b", "SEO", 10)),
            targets=[row("new_customers", 2, 100)],
        )
    )
    assert scorecard(shop, OCTOBER, judge=unsure).result is None
    signed = Override("new_customers", 1.0, "Иванова", "Счёт вели вручную")
    assert scorecard(shop, OCTOBER, judge=unsure, overrides=[signed]).result == 1


def test_noise_is_told_and_withholds_only_by_a_setting():
    told = card(row("leads", 100, 100), judge=noise)
    assert (told.result, told.rows[0].remarks[0].code) == (Fraction("1.1"), "scorecard_noise")
    kept = card(row("leads", 100, 100), judge=noise, withhold_insignificant=True)
    assert (kept.result, kept.rows[0].computed) == (1, Fraction("1.1"))
    below = card(row("leads", 200, 100), judge=noise, withhold_insignificant=True)
    assert below.result == Fraction(110, 200)


def test_the_noise_filter_of_the_project_is_the_judge():
    """110 leads against a plan of 100 are one standard deviation; against a plan of 50 they are more than eight."""
    near = scorecard(firm(row("leads", 100, 100)), OCTOBER)
    far = scorecard(firm(row("leads", 50, 100)), OCTOBER)
    assert (near.rows[0].significant, far.rows[0].significant) == (False, True)
    assert (near.result, far.result) == (Fraction("1.1"), Fraction("2.2"))


def test_more_leads_of_less_worth_earn_nothing_more():
    """33 of 110 are qualified: 30 %."""
    guarded = card(row("leads", 100, 100), guards=[Guard("leads", by="qualified_share", floor=0.4)])
    assert guarded.result == 1
    assert "30,0\xa0%" in guarded.sentences("ru")[0]
    assert card(row("leads", 100, 100), guards=[Guard("leads", "qualified_share", 0.3)]).result == Fraction("1.1")
    blind = card(row("leads", 100, 100), guards=[Guard("leads", "ctr", 0.3)])
    assert (blind.result, blind.rows[0].remarks[0].code) == (Fraction("1.1"), "scorecard_guard_unknown")


def test_an_override_is_signed_and_recorded():
    signed = Override("leads", 0.9, "Петров", "Две недели не работал сайт")
    found = card(row("leads", 100, 100), overrides=[signed])
    assert (found.result, found.rows[0].computed, found.overrides) == (exact(0.9), Fraction("1.1"), (signed,))
    assert "Петров" in found.sentences("ru")[0]
    assert "Две недели" in found.sentences("ru")[0]
    for who, why in (("", "потому"), ("Петров", " ")):
        with pytest.raises(UsageError, match="leads"):
            card(row("leads", 100, 100), overrides=[Override("leads", 1, who, why)])
    with pytest.raises(UsageError, match="orders"):
        card(row("orders", 20, 100), overrides=[Override("leads", 1, "a", "b")])


class TestByTheSource:
    """`of` takes everything from the snapshot: 110 leads against a plan of 50 are 220 %, which is no chance."""

    def card(self, *targets: Target, **more):
        return of(firm(*(targets or (row("leads", 50, 100),)), **more), OCTOBER)

    def test_settings(self):
        told = Settings(index_cap=1.5, bonus=1000, payout_scale=((0.8, 0), (1.5, 2)))
        found = self.card(settings=told)
        assert (found.result, found.payout, found.bonus) == (exact(1.5), 2, 2000)

    def test_the_cap_of_the_matrix_and_none(self):
        half = row("leads", 60, 100, base=40)  # (110 − 40) ÷ (60 − 40) = 3.5
        assert self.card(half).result == exact(1.2)
        assert self.card(half, settings=Settings(kpi_cap=2)).result == 2
        assert self.card(half, settings=Settings(kpi_cap=math.inf)).result == exact(3.5)
        assert self.card(half, settings=Settings(scorecard_form="index")).result == Fraction(110, 60)

    def test_chance_is_withheld_by_the_setting(self):
        near = row("leads", 100, 100)
        assert self.card(near).result == exact(1.1)
        assert self.card(near, settings=Settings(withhold_insignificant=True)).result == 1

    def test_guards_and_overrides(self):
        """30 % of the leads are qualified."""
        assert self.card(guards=(Guard("leads", "qualified_share", 0.4),)).result == 1
        signed = Override("leads", 0.9, "Петров", "Сбой", month=OCTOBER)
        assert self.card(overrides=(signed,)).result == exact(0.9)
        assert self.card(overrides=(replace(signed, month=month(2026, 9)),)).result == exact(2.2)

    def test_those_of_no_row_are_told(self):
        signed = Override("orders", 0.9, "Петров", "Сбой", month=OCTOBER)
        found = self.card(overrides=(signed,), guards=(Guard("orders", "refund_rate", 0.1),))
        assert found.result == exact(2.2)
        assert [remark.code for remark in found.remarks] == ["scorecard_override_idle", "scorecard_guard_idle"]
        assert all("Заказы" in text for text in found.sentences("ru")[-2:])


def test_rows_for_spilling_have_one_width():
    table = card(row("leads", 100, 60, base=50), row("cac", 1000, 40), bonus=1000).table("ru")
    assert [line[0] for line in table] == [
        "Показатель", "Лиды", "Стоимость привлечения клиента", "Итого", "К выплате, доля премии", "Премия",
    ]  # fmt: skip
    assert {len(line) for line in table} == {9}
    assert table[1][:6] == ("Лиды", 0.6, 50, 100, 100, 110)


def test_every_remark_has_words():
    """The codes that the analysis attaches, read out of its text."""
    source = Path(scorecard_module.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'"(scorecard_[a-z_]+)"', source))
    assert len(codes) > 15
    assert codes <= set(SENTENCES)
