"""The blocks of the analyses: what stands in them, and when they are absent."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from kpi_core.engine import build
from kpi_core.language import LANGUAGES
from kpi_core.load import load
from kpi_core.periods import month
from kpi_core.report import build_report
from kpi_core.report.waterfall import is_cut
from kpi_core.shipped import shipped
from kpi_core.snapshot import Closed, Target
from kpi_core.units import NBSP
from tests.report.noise import shop_of_orders
from tests.report.stand_in import CHANNELS, OCTOBER, shop, tiny


@pytest.fixture(scope="module")
def data():
    return load(shipped("sample_workbooks") / "shop-ru.xlsx")


def until(data, day):
    """The data as it stood after a day of October."""
    last = pd.Timestamp(2026, 10, day)
    tables = {
        name: replace(table, frame=table.frame[table.frame["date"] <= last].reset_index(drop=True))
        for name, table in data.tables.items()
    }
    return replace(data, tables=tables, as_of=date(2026, 10, day + 1))


def plain(text):
    return text.replace(NBSP, " ")


def test_the_parts_of_a_bridge_lead_from_base_to_actual(data):
    bridges = build_report(build(data), None, "ru").bridges

    assert [panel.title for panel in bridges.panels] == [
        "Против прошлого месяца", "Против прошлого года", "Против плана",
    ]  # fmt: skip
    for panel in bridges.panels:
        first, *changes, last = panel.chart.steps
        assert (first.kind, last.kind) == ("plan" if panel.title == "Против плана" else "before", "after")
        assert {step.kind for step in changes} == {"change"}
        assert all(step.label[0] in "+−0" for step in changes)
    assert len({panel.chart.axis for panel in bridges.panels}) == 1
    assert "Ось усечена" in bridges.subtitle


def test_many_channels_are_grouped_in_the_charts():
    report = build_report(shop(channels=tuple(f"Канал {number}" for number in range(40))), None, "ru")

    steps = report.movers.panels[0].chart.steps
    assert len(steps) == 11
    assert "прочие (32)" in {" ".join(step.tick) for step in steps}
    assert len(report.multiples.chart.panels) == 12
    assert report.multiples.chart.panels[-1].name == ("прочие (29)",)
    assert len(report.costs.rows) == 8
    assert len(report.standing.table.rows) == 10


def test_contributions_add_up_to_the_total(data):
    costs = build_report(build(data), None, "en").costs
    parts = [float(plain(row.cells[2].text).replace("₽", "").replace("−", "-").replace(" ", "").replace(",", ""))
             for row in (*costs.rows, costs.total)]  # fmt: skip

    assert sum(parts[:-1]) == pytest.approx(parts[-1], abs=len(parts))
    assert all(row.cells[2].text[0] in "+−" for row in costs.rows)


def test_the_cost_block_is_absent_under_a_year_of_history():
    """No verdict and no headline rests on new customers whom a short history invents."""
    data = build(replace(load(shipped("sample_workbooks") / "leads-ru.xlsx"), name="x"))
    report = build_report(data, month(2025, 10), "ru")

    assert report.costs is None or report.costs.title.startswith("CPL")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_by_channel_makes_a_heat_map(data, language):
    heat = build_report(build(data), None, language).heat

    assert [name for name, _ in heat.rows][:3] == ["Яндекс Директ", "SEO", "VK Реклама"]
    assert len(heat.header) == len(heat.rows[0][1]) == 13
    assert {cell.tone for _, cells in heat.rows for cell in cells} <= {"good", "near", "bad"}


def test_the_heat_map_is_judged_by_what_it_shows():
    """99.6 % reads 100 and is on plan; 94.4 % reads 94 and is off plan."""
    cube = tiny({"2026-10": {"A": 99.6, "B": 94.4, "C": 97.0}})
    plan = tuple(Target(OCTOBER, "revenue", 100, channel) for channel in "ABC")
    made = build(replace(cube.snapshot, targets=plan))
    heat = build_report(made, None, "ru").heat

    assert {name: (cells[-1].text, cells[-1].tone) for name, cells in heat.rows} == {
        "A": ("100", "good"), "B": ("94", "bad"), "C": ("97", "near"),
    }  # fmt: skip
    assert heat.title == "Выручка: план месяца выполнен в каналах: 1 из 3"


@pytest.mark.parametrize(("value", "title"), [(100.0, "выполнен во всех"), (50.0, "не выполнен ни в одном")])
def test_the_title_of_the_heat_map_when_all_are_alike(value, title):
    cube = tiny({"2026-10": {"A": value, "B": value}})
    plan = tuple(Target(OCTOBER, "revenue", 100, channel) for channel in "AB")

    assert title in build_report(build(replace(cube.snapshot, targets=plan)), None, "ru").heat.title


def test_no_plan_by_channel_no_heat_map():
    report = build_report(shop(), None, "ru")

    assert report.heat is None
    absent = next(fact.text for fact in report.passport.facts if fact.label == "Чего нет в отчёте")
    assert "План по каналам — плана по каналам нет" in absent


def test_multiples_share_a_scale_and_draw_the_plan(data):
    multiples = build_report(build(data), None, "ru").multiples

    assert "Пунктир — план" in multiples.subtitle
    assert [bool(panel.plan) for panel in multiples.chart.panels] == [True, True, False, False, True, False]
    assert plain(multiples.chart.panels[0].change) == "г/г ■ +25,7 %"


def test_the_quadrant_gives_verdicts_where_they_are_significant(data):
    standing = build_report(build(data), None, "ru").standing

    assert {row.name: row.cells[-1].text for row in standing.table.rows} == {
        "Яндекс Директ": "усилить", "VK Реклама": "обычный разброс", "Блогеры": "разобраться", "E-mail": "усилить",
    }  # fmt: skip
    assert standing.table.title == "Разобраться: Блогеры; усилить: Яндекс Директ, E-mail"
    assert "Средняя отдача канала" in standing.table.legend


def test_the_quadrant_of_channels_alike_says_so():
    assert build_report(shop_of_orders(), None, "ru").standing.table.title == (
        "Платные каналы отличаются в пределах обычного разброса"
    )
    assert build_report(shop_of_orders(), None, "en").standing.table.title == (
        "The paid channels differ within the usual spread"
    )


def test_the_quadrant_of_an_unfinished_month_gives_no_verdict(data):
    standing = build_report(build(until(data, 20)), OCTOBER, "ru").standing

    assert standing.table.title == "Платные каналы: выводов нет, одна из таблиц кончается раньше"
    assert {row.cells[-1].text for row in standing.table.rows} == {"без вывода"}


def weighted(data, **weights):
    return tuple(
        replace(target, weight=weights[target.kpi])
        if target.month == OCTOBER and target.channel is None and target.kpi in weights
        else target
        for target in data.targets
    )


def test_the_scorecard_has_its_page(data):
    settings = replace(data.settings, bonus=50_000.0)
    cube = build(replace(data, targets=weighted(data, revenue=40, cac=30, drr=30), settings=settings))
    card = build_report(cube, None, "ru").scorecard
    rows = {row.name: [plain(cell.text) for cell in row.cells] for row in card.rows}

    assert rows["Выручка"] == ["40,0 %", "2,57 млн ₽", "2,49 млн ₽", "96,8 %", "38,7 %"]
    assert rows["Итого"][0] == "100,0 %"
    assert rows["К выплате, доля премии"][-1].endswith("%")
    assert rows["Премия"][-1].endswith("₽")
    assert card.notes == ("Отличие от плана в пределах случайных колебаний.",)


def test_a_scorecard_with_wrong_weights_has_no_total(data):
    card = build_report(build(replace(data, targets=weighted(data, revenue=40, cac=30))), None, "en").scorecard

    assert card.title == "Scorecard: no total"
    assert card.legend.startswith("The weights add up to 70")


def test_no_month_under_way_no_block(data):
    assert build_report(build(data), None, "ru").underway is None


@pytest.mark.parametrize("asked", [None, OCTOBER])
def test_the_month_under_way_is_compared_with_the_same_days(data, asked):
    """Whether September is reported, for October is not over, or October itself by request."""
    report = build_report(build(until(data, 20)), asked, "ru")
    block = report.underway

    assert plain(block.title) == "Октябрь 2026: прошло дней 20 из 31"
    row = block.rows[0]
    assert row.name == "Выручка"
    assert "–" in row.cells[-1].text
    assert plain(row.cells[2].text) == "■ +5,9 %"
    assert row.cells[2].tone == "flat"
    assert report.period == plain(report.period).replace(" ", NBSP)


def test_there_is_no_forecast_before_the_seventh_day(data):
    block = build_report(build(until(data, 5)), None, "en").underway

    assert block.rows[0].cells[-1].text == "—"
    assert "no forecast before the seventh day" in block.notes


def test_an_unfinished_report_month_has_no_bridge(data):
    """Twenty days against a whole month are no change."""
    report = build_report(build(until(data, 20)), OCTOBER, "ru")

    assert (report.bridges, report.movers, report.costs) == (None, None, None)
    assert not {"Причина."} & {sentence.topic for sentence in report.sentences}


def test_a_recalculated_month_is_told(data):
    closed = (Closed(month(2026, 9), "revenue", 2_300_000.0), Closed(month(2026, 9), "orders", 457.0))
    ru, en = (build_report(build(replace(data, closed=closed)), None, language).watch for language in LANGUAGES)

    assert "Сентябрь 2026 пересчитан: выручка — было 2,30 млн ₽, стало 2,38 млн ₽." in [plain(r.text) for r in ru.rows]
    assert "September 2026 was recalculated: revenue was ₽ 2.30M, is ₽ 2.38M." in [plain(row.text) for row in en.rows]


def test_nothing_to_look_at_no_block():
    assert build_report(shop_of_orders(), None, "ru").watch is None


def test_warnings_are_told_and_what_is_merely_worth_knowing_is_not(data):
    rows = build_report(build(data), None, "ru").watch.rows

    assert [row.topic for row in rows] == ["Внимание."]
    assert "«Блогеры»" in rows[0].text


def test_channels_of_the_shop_are_all_in_the_movers():
    report = build_report(shop(), None, "ru")

    assert len(report.movers.panels[0].chart.steps) == len(CHANNELS) + 2
    assert not is_cut([[]])


def test_a_firm_without_a_currency_has_no_comma_before_nothing():
    """An English page without a currency said “Revenue bridge, : base”."""
    report = build_report(shop(size=0.001, currency=""), None, "en")
    assert report.bridges.subtitle.startswith("Revenue bridge: base")
    assert report.movers.subtitle.startswith("Revenue bridge by channel: ")
