"""The page about all clients: what it says of whom, by which rule, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kpi_core.errors import Finding
from kpi_core.report.html import render_overview
from kpi_core.report.overview import Line, Lost, build_overview, line_of
from kpi_core.report.page import page_of
from tests.report.noise import CHANNELS, shop_of_orders
from tests.report.stand_in import OCTOBER, shop, tiny

NBSP = "\u00a0"


def line(client: str, **more: object) -> Line:
    """A client whose revenue stays within its usual spread."""
    told = {
        "client": client,
        "period": "октябрь 2026",
        "label": "Выручка",
        "value": "2,00 млн ₽",
        "month": ("■ +1,0 %", "flat"),
        "year": ("—", "flat"),
        "plan": ("—", "flat"),
        "moved": "",
        "trend": 0,
        "headline": f"{client}: без заметных изменений.",
        "errors": 0,
        "warnings": 0,
    }
    return Line(**{**told, **more})  # type: ignore[arg-type]


FELL = {"trend": -1, "moved": "−1,2 млн ₽, −38 %", "month": ("▼ −38 %", "bad")}
ROSE = {"trend": 1, "moved": "+90 тыс. ₽, +12 %", "month": ("▲ +12 %", "good")}


@pytest.mark.parametrize(
    ("lines", "lost", "headline"),
    [
        ([line("А")], [], "1 отчёт; ни у кого результат не упал больше обычного"),
        ([line("А"), line("Б", **FELL)], [], "2 отчёта; результат упал больше обычного у 1"),
        (
            [line("А", **ROSE), line("Б", **FELL), *[line(str(number)) for number in range(3)]],
            [Lost("В", "нет файла")],
            "5 отчётов; результат упал больше обычного у 1; вырос у 1; не сделано: 1",
        ),
        # Of whom no test can tell, nothing is claimed.
        ([line("А"), line("Б", trend=None)], [], "2 отчёта"),
        ([], [Lost("В", "нет файла")], "0 отчётов; не сделано: 1"),
    ],
)
def test_the_headline_counts_what_is_more_than_chance(lines: list[Line], lost: list[Lost], headline: str):
    assert build_overview(lines, lost, "ru").headline.replace(NBSP, " ") == headline


def test_the_sentences_name_clients_and_money():
    lines = [
        line("А", **FELL),
        line("Б", **ROSE),
        line("В", plan=("88,0 %", "bad")),
        line("Г", errors=2),
        line("Д", plan=("96,0 %", "near"), warnings=5),
    ]
    made = build_overview(lines, [Lost("Е", "нет файла")], "ru")
    assert [text.replace(NBSP, " ") for text in made.sentences] == [
        "Результат упал больше обычного разброса: А (−1,2 млн ₽, −38 %).",
        "Результат вырос больше обычного разброса: Б (+90 тыс. ₽, +12 %).",
        "Отстают от плана: В (88,0 %).",
        "Проверки данных не пройдены: Г (2 ошибки).",
        "Отчёт не сделан: Е.",
    ]
    assert [row.name for row in made.lost.rows] == ["Е"]


def test_quiet_months_need_no_sentence():
    assert build_overview([line("А"), line("Б")], [], "ru").sentences == ()


def test_many_names_are_cut_and_counted():
    [text] = build_overview([line(f"К{number}", **FELL) for number in range(9)], [], "ru").sentences
    assert text.endswith("К5 (−1,2 млн ₽, −38 %) и ещё 3.")


def test_those_that_need_a_look_come_first_then_by_name():
    lines = [line("я"), line("Б"), line("а", errors=1), line("Ж", **FELL), line("В", **ROSE)]
    assert [row.name for row in build_overview(lines, [], "ru").table.rows] == ["Ж", "а", "Б", "В", "я"]


def test_a_plan_missed_by_far_needs_a_look_before_a_quiet_month():
    """The page says «first those to look at» and names who is behind the plan: they do not stand in the middle."""
    lines = [line("А"), line("Б", plan=("88,0 %", "bad")), line("В", year=("▼ −20 %", "bad"))]
    assert [row.name for row in build_overview(lines, [], "ru").table.rows] == ["Б", "В", "А"]


def test_different_months_and_results_are_named_in_the_row():
    lines = [line("А"), line("Б", period="сентябрь 2026", label="Лиды", value="120")]
    table = build_overview(lines, [], "ru").table
    assert [(row.name, row.cells[0].text) for row in table.rows] == [
        ("А, октябрь 2026", "Выручка 2,00 млн ₽"),
        ("Б, сентябрь 2026", "Лиды 120"),
    ]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_line_tells_what_the_report_tells(language: str):
    cube = shop()
    told = line_of(cube, OCTOBER, language, "file")
    now, before = (cube.kpi("revenue", each).value for each in (OCTOBER, OCTOBER.previous()))
    year = cube.kpi("revenue", OCTOBER.year_before()).value
    assert told.client == "Северный дом"
    point = "," if language == "ru" else "."
    for (text, _), base in ((told.month, before), (told.year, year)):
        shown = f"{abs(now / base - 1) * 100:.1f}".replace(".", point)
        assert shown in text
    assert (told.errors, told.warnings) == (1, 1)
    assert told.headline


@pytest.mark.parametrize(
    ("usual", "now", "trend", "moved", "tone"),
    [
        # Orders of 900, 1100, 1000 … in each of three channels: 40 are 39 900, 80 are 80 000, 120 are 120 000.
        (80, 40, -1, "−120 тыс. ₽, −50,1 %", "bad"),
        (40, 120, 1, "+240 тыс. ₽, +201 %", "good"),
        (40, 40, 0, "", "flat"),
    ],
)
def test_a_change_beyond_chance_is_told_in_money(usual: int, now: int, trend: int, moved: str, tone: str):
    cube = shop_of_orders(usual=usual, last=dict.fromkeys(CHANNELS, now))
    told = line_of(cube, OCTOBER, "ru", "файл")
    assert (told.client, told.trend, told.month[1]) == ("Дом", trend, tone)
    assert told.moved.replace(NBSP, " ") == moved


def test_without_a_result_there_are_dashes_and_no_claim():
    told = line_of(tiny({"2026-10": {"Сайт": 5.0}}), OCTOBER, "ru", "файл")
    assert (told.client, told.month[0], told.year[0], told.plan[0]) == ("файл", "—", "—", "—")
    assert (told.trend, told.moved) == (None, "")


def test_a_line_is_kept_from_run_to_run_as_it_was():
    told = line_of(shop(), OCTOBER, "en", "file")
    assert Line.from_dict(json.loads(json.dumps(told.as_dict()))) == told


def test_names_from_files_do_not_become_part_of_the_page():
    nasty = "<img src=x onerror=alert(1)>"
    page = render_overview(build_overview([line(nasty, headline=nasty)], [Lost(nasty, nasty)], "en"))
    assert nasty not in page
    assert page.count("&lt;img src=x") >= 4


def test_it_is_made_as_pdf_and_as_a_page():
    lines = [
        replace(line(f"Клиент {number}", **(FELL if number % 3 else ROSE)), errors=number % 2) for number in range(60)
    ]
    made = build_overview(lines, [Lost("Последний", "нет файла")], "ru")
    assert page_of(made, ".pdf").startswith(b"%PDF")
    assert page_of(made, ".pdf") == page_of(made, ".pdf")
    assert "Клиент 29" in page_of(made, ".html").decode()


def test_findings_are_counted_by_level():
    cube = tiny({"2026-10": {"Сайт": 5.0}}, findings=(Finding("error", "kpi_unknown", {"name": "x"}),) * 2)
    told = line_of(cube, OCTOBER, "ru", "файл")
    assert (told.errors, told.warnings) == (2, 0)
