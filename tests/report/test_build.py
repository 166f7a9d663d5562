"""The finished report: which blocks are there, and what stands in them."""

import copy
from datetime import date

import pytest

from kpi_core.errors import Finding
from kpi_core.language import LANGUAGES
from kpi_core.periods import month
from kpi_core.report import build_report
from kpi_core.report.scribe import Notes
from kpi_core.snapshot import Comment, Settings, Source
from kpi_core.status import plan_status
from kpi_core.units import NBSP
from kpi_core.wording import SENTENCES
from kpi_core.words import note_text
from tests.report.noise import shop_of_orders
from tests.report.stand_in import CHANNELS, OCTOBER, shop, tiny

FULL = {
    "2025-10": {"Сайт": 400.0, "Почта": 100.0},
    "2026-08": {"Сайт": 450.0, "Почта": 250.0},
    "2026-09": {"Сайт": 500.0, "Почта": 300.0},
    "2026-10": {"Сайт": 800.0, "Почта": 200.0},
}


def column(table, header):
    """The texts of a column, the total's last."""
    names = [each.header for each in table.columns if each.kind != "bar"]
    index = names.index(header) - 1
    return [row.cells[index].text.replace(NBSP, " ") for row in (*table.rows, table.total)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shop_has_every_block(language):
    report = build_report(shop(), None, language)

    assert all((report.cards, report.plan, report.trend, report.channels, report.decisions, report.outcomes))
    assert all((report.bridges, report.movers, report.costs, report.multiples, report.standing))
    assert [len(row) for row in report.cards.rows] == [3, 3]
    assert report.passport.sources
    assert report.footer.endswith("SHA-256 784f668398d3")


def test_what_the_data_does_not_carry_is_absent():
    report = build_report(tiny({"2026-10": {"Сайт": 800.0}}), None, "ru")

    assert not any((report.plan, report.trend, report.channels, report.decisions, report.outcomes))
    assert not any((report.bridges, report.movers, report.costs, report.multiples, report.heat, report.standing))
    absent = next(fact.text for fact in report.passport.facts if fact.label == "Чего нет в отчёте")
    assert "Мост выручки" in absent
    assert "Матрица KPI — в плане месяца нет весов" in absent.splitlines()
    assert (report.passport.sources, report.passport.findings) == (None, None)


def test_no_data_at_all_still_makes_a_report():
    report = build_report(tiny({}), month(2026, 10), "ru")

    assert report.headline == f"За октябрь{NBSP}2026 ни одного показателя посчитать не удалось"
    assert report.cards.rows[0][0].remark == "нет данных за период"


def test_another_month_can_be_asked_for():
    assert build_report(shop(), month(2026, 9), "ru").period == f"сентябрь{NBSP}2026"


def test_the_input_is_unchanged():
    cube = shop()
    before = copy.deepcopy(cube.snapshot.targets), cube.snapshot.tables["summary"].frame.copy()
    build_report(cube, None, "ru")

    assert cube.snapshot.targets == before[0]
    assert cube.snapshot.tables["summary"].frame.equals(before[1])


def test_a_card_reads_favourable_through_better():
    """CAC down is better, though the arrow points down."""
    cube = shop_of_orders(last={"Директ": 150}, spend={"Директ": 30_000.0}, kpis=("revenue", "cac"))
    change = build_report(cube, None, "ru").cards.rows[0][1].changes[0]

    assert change.figure.text.startswith("▼")
    assert (change.figure.tone, change.verdict) == ("good", "лучше")


def test_a_share_differs_in_points():
    rows = build_report(shop(), None, "ru").cards.rows
    (drr,) = (card for row in rows for card in row if card.label == "ДРР")

    assert drr.changes[0].figure.text.endswith("п.п.")


@pytest.mark.parametrize("note", ["small_base", "immature", "partial_period", "left_censored"])
def test_a_doubtful_card_is_not_coloured(note):
    """R13: the change stays, grey, with its footnote."""
    report = build_report(tiny(FULL, targets={"revenue": 100}, notes={"revenue": (note,)}), None, "ru")
    card = report.cards.rows[0][0]

    assert card.value.marks == "1"
    assert report.cards.notes[0] == note_text(note, "ru")
    assert [change.figure.tone for change in card.changes] == ["", ""]
    assert card.attainment.tone == "flat"
    assert report.plan.rows[0].status.text == "без оценки"


def test_an_undefined_value_is_a_dash_with_its_reason_and_never_zero():
    more = {("spend", OCTOBER, None): 500.0, ("new_customers", OCTOBER, None): 0.0}
    report = build_report(tiny(FULL, chosen=("revenue", "cac"), more=more), None, "ru")
    card = report.cards.rows[0][1]

    assert (card.value.text, card.remark) == ("—", "новые клиенты: 0, делить не на что")
    facts = {fact.label: fact.text for fact in report.passport.facts}
    assert facts["Где нет значения"] == "Новые клиенты: 0, делить не на что — Стоимость привлечения клиента"


def test_the_alias_is_named_by_what_it_stands_for():
    report = build_report(shop(), None, "ru")

    assert "Конверсия визит → заказ" in [card.label for row in report.cards.rows for card in row]
    assert ("Конверсия визит → заказ", "заказы ÷ визиты") in [(each.label, each.formula) for each in report.definitions]


@pytest.mark.parametrize(
    ("attainment", "tone"), [(1.0, "good"), (0.9996, "good"), (0.9994, "near"), (0.9496, "near"), (0.9494, "bad")]
)
def test_the_status_is_decided_on_the_value_shown(attainment, tone):
    assert plan_status(attainment) == tone


def test_a_cost_above_its_target_is_off_plan():
    more = {("ad_spend", OCTOBER, None): 300.0}
    row = build_report(tiny(FULL, targets={"drr": 0.2}, more=more), None, "ru").plan.rows[0]

    assert [each.text.replace(NBSP, " ") for each in (row.actual, row.target, row.variance, row.attainment)] == [
        "30,0 %", "20,0 %", "+10,0 п.п.", "66,7 %",
    ]  # fmt: skip
    assert row.status.text == "вне плана"
    assert row.bullet.overflow


@pytest.mark.parametrize(
    ("targets", "title"),
    [
        ({"revenue": 1000}, "План выполнен: Выручка"),
        ({"revenue": 1000, "orders": 8}, "План выполнен по всем показателям"),
        ({"revenue": 1020, "orders": 8}, "В плане 1 из 2; чуть хуже плана: выручка"),
        ({"revenue": 2000, "orders": 20}, "Вне плана: выручка, заказы"),
        ({"new_revenue_share": 0.5}, "План и факт"),
    ],
)
def test_the_title_of_the_plan_is_its_message(targets, title):
    more = {("orders", OCTOBER, None): 9.0, ("new_customer_revenue", OCTOBER, None): 300.0}

    assert build_report(tiny(FULL, targets=targets, more=more), None, "ru").plan.title == title


def test_columns_have_a_gap_where_a_month_is_missing():
    """November 2025 to July 2026 are missing, not zero."""
    trend = build_report(tiny(FULL), None, "ru").trend

    assert [bar.actual is None for bar in trend.columns.bars] == [False, *[True] * 9, False, False, False]
    assert trend.title.replace(NBSP, " ") == "Выручка 1 000 ₽: лучший месяц из 4"


@pytest.mark.parametrize(
    ("last", "title"),
    [(100.0, "Выручка 100 ₽: самый слабый месяц из 4"), (750.0, "Выручка 750 ₽: 2-й по величине месяц из 4")],
)
def test_the_title_of_the_months_is_a_rank(last, title):
    revenue = {**FULL, "2026-10": {"Сайт": last}}

    assert build_report(tiny(revenue), None, "ru").trend.title.replace(NBSP, " ") == title


def test_an_unfinished_month_has_no_rank():
    trend = build_report(tiny(FULL, notes={"revenue": ("partial_period",)}), None, "ru").trend

    assert trend.title == "Выручка по месяцам"


def test_channels_add_up_and_their_ratios_do_not():
    """R1: the total's ДРР is Σ spend ÷ Σ revenue; the mean of the rows would be another number."""
    cube = shop()
    table = build_report(cube, None, "ru").channels
    spend, revenue = (cube.totals[name, OCTOBER, None] for name in ("ad_spend", "revenue"))

    assert [row.name for row in table.rows] == list(CHANNELS)
    assert column(table, "ДРР")[-1] == f"{100 * spend / revenue:.1f} %".replace(".", ",")
    assert column(table, "Доля")[-1] == "100 %"
    assert sum(int(share.rstrip(" %")) for share in column(table, "Доля")[:-1]) in (99, 100, 101)


def test_a_note_that_all_rows_carry_is_marked_once_in_the_header():
    table = build_report(shop(), None, "ru").channels
    (header,) = (each for each in table.columns if each.header == "ДРР")

    assert header.marks == "1"
    assert not any(row.cells[7].marks for row in table.rows)
    assert table.notes[0] == "неизвестно, с НДС ли обе суммы"


def test_columns_come_from_the_data():
    """No spend, no orders, no customers: only revenue, its share and changes remain."""
    table = build_report(tiny(FULL), None, "ru").channels

    assert [each.header for each in table.columns] == ["Канал", "Выручка", "Доля", "м/м", "г/г", "Разница м/м"]
    assert sum(each.width for each in table.columns) == pytest.approx(100, abs=0.1)


def test_a_lead_business_without_revenue_is_shown_by_its_leads():
    more = {
        ("leads", period, channel): value
        for period in (month(2026, 9), OCTOBER)
        for channel, value in ((None, 30.0), ("Сайт", 10.0), ("Почта", 20.0))
    }
    cube = tiny({}, chosen=("leads",), more=more)
    table = build_report(cube, None, "ru").channels

    assert table.columns[1].header == "Лиды"
    assert column(table, "Лиды") == ["20", "10", "30"]


@pytest.mark.parametrize(
    ("september", "title"),
    [
        ({"Сайт": 500.0, "Почта": 300.0}, "Выручка выше, чем месяцем раньше, в 1 канале из 2"),
        ({"Сайт": 500.0, "Почта": 100.0}, "Выручка выше, чем месяцем раньше, во всех каналах (2)"),
        ({"Сайт": 900.0, "Почта": 300.0}, "Выручка ни в одном канале из 2 не выше, чем месяцем раньше"),
    ],
)
def test_the_title_of_the_channels_counts(september, title):
    revenue = {"2026-09": september, "2026-10": FULL["2026-10"]}

    assert build_report(tiny(revenue), None, "ru").channels.title == title


def test_more_channels_than_a_table_holds_are_said_to_be_cut():
    names = tuple(f"Канал {number}" for number in range(45))
    table = build_report(shop(channels=names), None, "ru").channels

    assert len(table.rows) == 40
    assert table.notes[-1] == "показаны 40 каналов из 45, итог — по всем"


def test_comments_stand_in_their_block_or_under_the_message():
    comments = (
        Comment(OCTOBER, "О каналах", "Каналы"),
        Comment(OCTOBER, "О плане, которого нет", "план"),
        Comment(OCTOBER, "Обо всём", ""),
        Comment(month(2026, 9), "О прошлом", ""),
    )
    found = build_report(tiny(FULL, comments=comments), None, "ru").comments

    assert found["channels"] == ("О каналах",)
    assert found["message"] == ("О плане, которого нет", "Обо всём")


def test_the_passport_counts_every_row():
    source = Source("a.xlsx", "Продажи", "", "orders", sha256="ab" * 32, rows_read=10, rows_used=7, rows_refused=1,
                    excluded={"test": 2}, first=date(2026, 1, 1), last=date(2026, 10, 31))  # fmt: skip
    findings = tuple(Finding("error", "period_unknown", {"value": str(row)}, "a.xlsx", row=row) for row in range(11))
    report = build_report(
        tiny(FULL, sources=(source,), findings=findings, as_of=date(2026, 11, 3), settings=Settings(company="Дом")),
        None,
        "ru",
    )

    row = report.passport.sources.rows[0]
    assert row.name == "a.xlsx · Продажи"
    assert [cell.text for cell in row.cells] == ["Продажи", "01.01.2026 – 31.10.2026", "10", "7", "тестовые: 2", "1"]
    assert len(report.passport.findings.rows) == 8
    assert report.passport.findings.notes == (f"и ещё 3{NBSP}записи; все — в команде kpi check",)
    assert report.title == f"Дом: Ежемесячный отчёт KPI, октябрь{NBSP}2026"


def test_findings_that_say_the_same_are_told_once():
    """One mistyped name in thirteen months of the plan is one thing to correct."""
    findings = tuple(
        Finding("error", "kpi_unknown", {"name": "чекк"}, "a.xlsx", "План", row, "Показатель") for row in range(2, 15)
    )
    table = build_report(tiny(FULL, findings=findings), None, "ru").passport.findings

    assert [row.name for row in table.rows] == ["a.xlsx · План · Показатель · строки 2, 3, 4, 5, 6 и ещё 8"]
    assert table.notes == ()


def test_footnotes_are_numbered_by_their_first_mark():
    notes = Notes()

    assert (notes.mark("b"), notes.mark("a", "b"), notes.mark()) == ("1", "1,2", "")
    assert notes.lines == ("b", "a")


def test_every_column_and_topic_has_words():
    """A KPI that a block may show and that has no heading would stop the report."""
    from kpi_core.report import channels

    for name in (*channels._SHOP, *channels._LEADS, *channels._BASES):
        assert f"column_{name}" in SENTENCES
