"""The headline and the sentences: each branch of each rule, in both languages."""

import pytest

from kpi_core.periods import month
from kpi_core.report.message import headline, sentences
from kpi_core.report.scribe import Scribe
from kpi_core.units import NBSP
from kpi_core.words import note_text
from tests.report.stand_in import OCTOBER, shop, tiny

TWO_YEARS = {"2025-10": {"Сайт": 400.0, "Почта": 100.0}, "2026-09": {"Сайт": 500.0, "Почта": 300.0}}
NOW = {"2026-10": {"Сайт": 800.0, "Почта": 200.0}}
FULL = {**TWO_YEARS, **NOW}


def told(cube, language="ru"):
    scribe = Scribe(cube, OCTOBER, language)
    return headline(scribe).replace(NBSP, " "), {
        sentence.topic.rstrip("."): sentence.text.replace(NBSP, " ") for sentence in sentences(scribe)
    }


@pytest.mark.parametrize(
    ("revenue", "targets", "notes", "ru", "en"),
    [
        (FULL, {"revenue": 1250}, {}, "Выручка 1 000 ₽: +25,0 % за месяц и 80,0 % плана.",
         "Revenue ₽ 1,000: +25.0% on the month, 80.0% of plan."),
        (FULL, {}, {}, "Выручка 1 000 ₽: +25,0 % за месяц, +100 % за год.",
         "Revenue ₽ 1,000: +25.0% on the month, +100% on the year."),
        ({"2026-09": TWO_YEARS["2026-09"], **NOW}, {}, {}, "Выручка 1 000 ₽: +25,0 % за месяц.",
         "Revenue ₽ 1,000: +25.0% on the month."),
        ({"2025-10": TWO_YEARS["2025-10"], **NOW}, {}, {}, "Выручка 1 000 ₽: +100 % за год.",
         "Revenue ₽ 1,000: +100% on the year."),
        (NOW, {"revenue": 1250}, {}, "Выручка 1 000 ₽: 80,0 % плана.", "Revenue ₽ 1,000: 80.0% of plan."),
        (NOW, {}, {}, "Выручка 1 000 ₽ за октябрь 2026.", "Revenue ₽ 1,000 in October 2026."),
        (FULL, {"revenue": 1250}, {"revenue": ("partial_period",)}, "Выручка 1 000 ₽ за неполный месяц (октябрь 2026).",
         "Revenue ₽ 1,000 in the unfinished month of October 2026."),
        (FULL, {}, {"revenue": ("small_base",)}, "Выручка 1 000 ₽ за октябрь 2026.",
         "Revenue ₽ 1,000 in October 2026."),
        (TWO_YEARS, {}, {}, "За октябрь 2026 ни одного показателя посчитать не удалось",
         "No KPI could be computed for October 2026"),
    ],
)  # fmt: skip
def test_headline(revenue, targets, notes, ru, en):
    cube = tiny(revenue, targets=targets, notes=notes)

    assert told(cube, "ru")[0] == ru
    assert told(cube, "en")[0] == en


@pytest.mark.parametrize(
    ("orders", "check", "ru", "en"),
    [
        (10, 100, "План выполнен по всем показателям", "Every target is met"),
        (30, 100, "Вне плана: заказы", "Off plan: orders"),
        (
            10.3,
            100,
            "Чуть хуже плана в пределах разброса: заказы",
            "Just short of plan, within the usual spread: orders",
        ),
        (30, 500, "Вне плана: заказы, средний чек", "Off plan: orders, average check"),
    ],
)
def test_headline_names_what_is_off_plan(orders, check, ru, en):
    """Ten orders of 100; the plan of revenue is met."""
    more = {("orders", OCTOBER, None): 10.0}
    cube = tiny(FULL, targets={"revenue": 900, "orders": orders, "average_check": check}, more=more)

    assert told(cube, "ru")[0].endswith(f"плана. {ru}")
    assert told(cube, "en")[0].endswith(f"of plan. {en}")


def test_the_headline_does_not_rest_on_new_customers_of_a_short_history():
    """Design: with less than 12 months of history no headline rests on new customers."""
    more = {("new_customers", OCTOBER, None): 50.0, ("orders", OCTOBER, None): 60.0}
    cube = tiny({}, chosen=("new_customers", "orders"), more=more, notes={"new_customers": ("left_censored",)})

    assert told(cube, "ru")[0].startswith("Заказы 60")
    assert told(cube, "ru")[1]["Оговорка"] == (
        "Новые клиенты — история короче 12 месяцев: новыми кажутся и старые клиенты; изменения не оцениваются."
    )


def test_result_names_the_effect_in_money():
    assert told(tiny(FULL))[1]["Результат"] == "Выручка — 1 000 ₽: +25,0 % за месяц (+200 ₽), +100 % за год (+500 ₽)."
    assert told(tiny(FULL), "en")[1]["Result"] == (
        "Revenue ₽ 1,000: +25.0% on the month (+₽ 200), +100% on the year (+₽ 500)."
    )


@pytest.mark.parametrize("note", ["small_base", "immature", "partial_period", "left_censored", "not_comparable"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_doubtful_change_is_not_told(note, language):
    """R10, R13, R14: the note stands where the change would."""
    title, texts = told(tiny(FULL, notes={"revenue": (note,)}), language)

    assert "%" not in title + next(iter(texts.values()))
    assert note_text(note, language) in next(iter(texts.values()))


def test_result_without_a_base():
    assert told(tiny(NOW))[1]["Результат"] == "Выручка — 1 000 ₽. Сравнения нет: нет прошлого периода для сравнения."
    assert told(tiny(NOW), "en")[1]["Result"] == "Revenue ₽ 1,000. No comparison: no earlier period to compare with."


@pytest.mark.parametrize(
    ("target", "ru", "en"),
    [
        (1250, "Выручка — 80,0 % плана: до 1 250 ₽ не хватило 250 ₽.",
         "80.0% of planned revenue: ₽ 250 short of ₽ 1,250."),
        (800, "Выручка — 125,0 % плана: на 200 ₽ больше 800 ₽.", "125.0% of planned revenue: ₽ 200 above ₽ 800."),
    ],
)  # fmt: skip
def test_plan_names_the_gap(target, ru, en):
    assert told(tiny(FULL, targets={"revenue": target}))[1]["План"] == ru
    assert told(tiny(FULL, targets={"revenue": target}), "en")[1]["Plan"] == en


def test_plan_of_a_cost_has_no_gap_but_its_attainment():
    """ДРР and CAC are better when lower: target ÷ actual."""
    more = {("spend", OCTOBER, None): 1000.0, ("new_customers", OCTOBER, None): 10.0}
    cube = tiny({}, chosen=("cac",), targets={"cac": 80}, more=more)

    assert told(cube)[1]["План"] == (
        "Стоимость привлечения клиента — 80,0 % плана (80,00 ₽), это в пределах обычного разброса."
    )
    assert told(cube, "en")[1]["Plan"] == (
        "80.0% of planned customer acquisition cost (₽ 80.00), within the usual spread."
    )


def test_plan_names_the_kpi_farthest_from_it():
    more = {("ad_spend", OCTOBER, None): 300.0, ("orders", OCTOBER, None): 9.0}
    cube = tiny(FULL, targets={"revenue": 1000, "drr": 0.2, "orders": 10}, more=more)

    assert told(cube)[1]["План"].endswith("Дальше всего от плана — ДРР: 30,0 % при плане 20,0 %.")
    assert told(cube, "en")[1]["Plan"].endswith("Farthest from plan: ad cost share, 30.0% against 20.0%.")


@pytest.mark.parametrize(
    ("before", "ru", "en"),
    [
        ({"Сайт": 500.0, "Почта": 300.0},
         "Наибольший прирост за месяц — «Сайт»: выручка +300 ₽ (+60,0 %);"
         " наибольшее снижение — «Почта»: −100 ₽ (−33,3 %).",
         "Largest gain on the month: “Сайт”, revenue +₽ 300 (+60.0%); largest loss: “Почта”, −₽ 100 (−33.3%)."),
        ({"Сайт": 500.0, "Почта": 100.0}, "Наибольший прирост за месяц — «Сайт»: выручка +300 ₽ (+60,0 %).",
         "Largest gain on the month: “Сайт”, revenue +₽ 300 (+60.0%)."),
        ({"Сайт": 900.0, "Почта": 400.0}, "Наибольшее снижение за месяц — «Почта»: выручка −200 ₽ (−50,0 %).",
         "Largest loss on the month: “Почта”, revenue −₽ 200 (−50.0%)."),
    ],
)  # fmt: skip
def test_channels(before, ru, en):
    cube = tiny({"2026-09": before, **NOW})

    assert told(cube)[1]["Каналы"] == ru
    assert told(cube, "en")[1]["Channels"] == en


def test_a_channel_of_few_orders_is_told_in_money_only():
    """R13: +150 % of four orders is no percentage to print."""
    cube = tiny({"2026-09": {"Сайт": 500.0, "Почта": 300.0}, **NOW}, notes={"revenue@Сайт": ("small_base",)})

    assert told(cube)[1]["Каналы"].startswith("Наибольший прирост за месяц — «Сайт»: выручка +300 ₽;")


def test_at_most_five_sentences_and_the_caveat_gives_way():
    cube = shop()
    cube.notes = {"drr": ("small_base",)}

    assert list(told(cube)[1]) == ["Результат", "Причина", "План", "Риск", "Решение"]
    assert list(told(cube, "en")[1]) == ["Result", "Cause", "Plan", "Risk", "Decision"]


def test_components_of_a_lead_business():
    more = {
        (name, period, None): value
        for period, scale in ((OCTOBER, 1.5), (month(2026, 9), 1.0))
        for name, value in (("leads", 100 * scale), ("ad_spend", 10_000.0))
    }
    cube = tiny(FULL, more=more)

    assert told(cube)[1]["Из чего сложилось"] == "Лиды — 150 (+50,0 % за месяц); CPL — 66,67 ₽ (−33,3 % за месяц)."
    assert told(cube, "en")[1]["Components"] == "Leads 150 (+50.0% on the month); CPL ₽ 66.67 (−33.3% on the month)."


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_sentence_speaks_of_a_trend(language):
    title, texts = told(shop(), language)

    for word in ("раст", "пада", "тренд", "grow", "trend", "declin"):
        assert word not in " ".join((title, *texts.values())).lower()
