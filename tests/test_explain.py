"""Explanations: the formula with the numbers put in, the rows behind it, and what to do where there is no value.

The shop: September 1000 + 500, October 1500 + 2500 + 1000 of which customers c and d are new; spend 600 and 900.50.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpi_core.answer import REASONS
from kpi_core.catalogue import catalogue, measure_kpis
from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.errors import UsageError
from kpi_core.explain import explain
from kpi_core.load import load
from kpi_core.periods import ALL, parse_period
from kpi_core.shipped import shipped
from kpi_core.snapshot import Closed
from kpi_core.wording import SENTENCES

ORDERS = """\
Дата;Номер заказа;Клиент;Канал;Выручка
2026-09-01;1;a;Директ;1000
2026-09-30;2;b;SEO;500
2026-10-01;3;a;Директ;1500
2026-10-15;4;c;Директ;2500
2026-10-31;5;d;SEO;1000
"""
SPEND = "Дата;Канал;Расход;Показы;Клики\n2026-09-03;Директ;600;1000;50\n2026-10-05;Директ;900,50;2000;80\n"
LANGUAGES = ("ru", "en")


def cube_of(folder: Path, **files: str) -> Cube:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return build(load(folder))


@pytest.fixture
def shop(tmp_path: Path) -> Cube:
    return cube_of(tmp_path, продажи=ORDERS, расходы=SPEND)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_equation_has_words_numbers_and_result(shop: Cube):
    told = explain(shop, "САС", language="ru")
    assert plain(told.equation) == (
        "Стоимость привлечения клиента = расходы на маркетинг ÷ новые клиенты = 900,50 ₽ ÷ 2 = 450,25 ₽"
    )
    assert plain(explain(shop, "cac", language="en").equation) == (
        "Customer acquisition cost = marketing costs ÷ new customers = 900.50 ÷ 2 = 450.25"
    )


def test_a_long_equation_has_a_line_for_each_step(shop: Cube):
    lines = [plain(line) for line in explain(shop, "cac", language="ru").lines()]
    assert lines[:7] == [
        "Стоимость привлечения клиента · октябрь 2026",
        "Все расходы на маркетинг на одного нового клиента (CAC).",
        "",
        "Стоимость привлечения клиента",
        "  = расходы на маркетинг ÷ новые клиенты",
        "  = 900,50 ₽ ÷ 2",
        "  = 450,25 ₽",
    ]
    assert "ДРР = расходы на рекламу ÷ выручка = 900,50 ₽ ÷ 5 000,00 ₽ = 18,0 %" in [
        plain(line) for line in explain(shop, "drr", language="ru").lines()
    ]


def test_a_measure_does_not_repeat_itself(shop: Cube):
    assert plain(explain(shop, "revenue", language="ru").equation) == "Выручка = 5 000,00 ₽"
    assert explain(shop, "clicks", language="ru").equation == "Клики = 80"


def test_sources_count_the_rows_of_the_period(shop: Cube):
    assert [plain(line) for line in explain(shop, "cac", language="ru").sources] == [
        "расходы на маркетинг: расходы.csv — 2 строки учтено (из них за октябрь 2026: 1)",
        "новые клиенты: продажи.csv — 5 строк учтено (из них за октябрь 2026: 3)",
    ]
    assert plain(explain(shop, "revenue", ALL, language="ru").sources[0]) == "выручка: продажи.csv — 5 строк учтено"


def test_sources_tell_the_rows_left_out(tmp_path: Path):
    orders = (
        "Дата;Номер заказа;Выручка;Статус\n2026-10-01;1;10;Оплачен\n2026-10-02;2;20;Отменён\n2026-10-31;3;x;Оплачен\n"
    )
    [line] = explain(cube_of(tmp_path, продажи=orders), "revenue", language="ru").sources
    assert plain(line).endswith(
        "1 строка учтено (из них за октябрь 2026: 1), исключено 1 (отменённые), отвергнуто 1 (покажет kpi check)"
    )


def test_the_report_month_says_where_it_comes_from(shop: Cube):
    [told] = explain(shop, "revenue", language="ru").remarks
    assert (
        plain(told) == "Период не указан: взят последний полный месяц продаж, октябрь 2026 (данные по 31 октября 2026)."
    )
    assert explain(shop, "revenue", parse_period("2026-10"), language="ru").remarks == ()
    chosen = replace(shop.snapshot, settings=replace(shop.snapshot.settings, report_month=parse_period("2026-09")))
    assert plain(explain(build(chosen), "revenue", language="ru").remarks[0]).endswith(
        "взят сентябрь 2026 из настроек."
    )


def test_the_as_of_date_is_told_where_it_decided():
    cube = build(load(shipped("sample_workbooks") / "summary-ru.xlsx"))
    [told] = explain(cube, "revenue", language="ru").remarks
    assert "дата сохранения файла" in told


def test_conversion_names_the_pair_it_stands_for():
    cube = build(load(shipped("sample_workbooks") / "leads-ru.xlsx"))
    told = explain(cube, "conversion", parse_period("2026-09"), language="ru")
    assert told.remarks == ("«Конверсия» в этих данных — это «Конверсия лид → продажа» (conversion_lead_sale).",)
    assert told.formula == "продажи из лидов периода ÷ лиды"


def test_romi_says_that_it_is_on_revenue(shop: Cube, tmp_path: Path):
    told = explain(shop, "romi", parse_period("2026-10"), language="ru")
    assert any("ROMI по выручке" in remark for remark in told.remarks)
    costs = "Дата;Номер заказа;Выручка;Себестоимость\n2026-10-01;1;100;60\n2026-10-31;2;50;30\n"
    folder = tmp_path / "с себестоимостью"
    folder.mkdir()
    known = explain(cube_of(folder, продажи=costs, расходы=SPEND), "romi", parse_period("2026-10"), language="ru")
    assert not any("по выручке" in remark for remark in known.remarks)


def test_a_closed_month_tells_what_it_was_closed_with(shop: Cube):
    closed = (Closed(parse_period("2026-09"), "revenue", 1400.5),)
    told = explain(build(replace(shop.snapshot, closed=closed)), "revenue", parse_period("2026-09"), language="ru")
    assert [plain(remark) for remark in told.remarks] == ["Месяц был закрыт со значением 1 400,50 ₽."]


@pytest.mark.parametrize(
    ("kpi", "period", "channel", "reason", "remedy"),
    [
        ("leads", "2026-10", None, "no_data", "добавьте в данные: лиды (таблица «Лиды»)"),
        ("cac", "2026-10", "SEO", "no_data", "с 1 сентября 2026 по 31 октября 2026"),
        ("sales_growth_yoy", "2026-10", None, "no_base", "октябрь 2025"),
        ("sales_growth_mom", "2026-09", None, "no_base", "август 2026"),
        ("sales_growth_mom", "all", None, "no_base", "укажите месяц"),
        ("plan_attainment", "2026-10", None, "no_plan", "в таблицу «План»"),
    ],
)
def test_what_to_do_without_a_value(shop: Cube, kpi: str, period: str, channel: str | None, reason: str, remedy: str):
    told = explain(shop, kpi, parse_period(period), channel, "ru")
    assert told.answer.reason == reason
    assert told.result == "—"
    assert told.reason
    assert remedy in plain(told.remedy)
    assert told.remedy in told.sentence()


def test_a_zero_denominator_says_so(tmp_path: Path):
    cube = cube_of(tmp_path, расходы=SPEND.replace(";80", ";0"), продажи=ORDERS)
    told = explain(cube, "cpc", parse_period("2026-10"), language="ru")
    assert plain(told.equation) == "CPC = расходы на рекламу ÷ клики = 900,50 ₽ ÷ 0 = —"
    assert "Делить не на что" in told.remedy


def test_two_places_that_say_the_same_are_named(tmp_path: Path):
    cube = cube_of(tmp_path, продажи=ORDERS, продажи2=ORDERS + "2026-10-31;6;e;SEO;1\n")
    told = explain(cube, "revenue", language="ru")
    assert told.answer.reason == "ambiguous"
    assert "продажи.csv" in told.remedy
    assert "продажи2.csv" in told.remedy


def test_every_reason_has_a_remedy():
    special = {"no_data": "remedy_no_rows", "no_base": "remedy_no_base", "ambiguous": "remedy_ambiguous"}
    for reason in REASONS:
        assert special.get(reason, f"remedy_{reason}") in SENTENCES


def test_an_unknown_channel_is_refused(shop: Cube):
    with pytest.raises(UsageError, match="«Директ»"):
        explain(shop, "cac", channel="Дирек", language="ru")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("workbook", ["shop-ru", "leads-ru", "summary-ru"])
def test_every_kpi_and_measure_is_explained(workbook: str, language: str):
    """In total and for a channel, with a value or without: always finished sentences on single lines."""
    cube = build(load(shipped("sample_workbooks") / f"{workbook}.xlsx"))
    for name in (*catalogue(), *measure_kpis()):
        for channel in (None, *cube.channels[-1:]):
            told = explain(cube, name, None, channel, language)
            sentence = told.sentence()
            assert "\n" not in sentence
            assert "nan" not in sentence.casefold()
            assert "{" not in sentence
            assert told.label in sentence
            assert (told.answer.value is None) == bool(told.reason) == bool(told.remedy)
            assert told.lines()
