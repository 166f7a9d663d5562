"""The commands of the analyses, on data small enough to compute by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.cli.conftest import Kpi

# inter-hr.ru/news/articles/2020/01/24/646: plans of 20, facts of 22, 17 and 30, weights 50, 25 and 25 %
FACTS = "Месяц;Лиды;Заказы;Клики\n2026-10-01;22;17;30\n"
PLAN = (("leads", 50), ("orders", 25), ("clicks", 25))
TARGETS = "".join(
    f'[[target]]\nmonth = "2026-10"\nkpi = "{kpi}"\ntarget = 20\nweight = {weight}\n' for kpi, weight in PLAN
)


def written(folder: Path, **files: str) -> Path:
    """A folder of files; `kpi` is its kpi.toml."""
    for name, text in files.items():
        (folder / ("kpi.toml" if name == "kpi" else f"{name}.csv")).write_text(text, encoding="utf-8")
    return folder


def config(text: str = "", **more: str) -> dict[str, str]:
    """The published example behind a kpi.toml."""
    source = '[[source]]\npath = "сводка.csv"\ntable = "summary"\n'
    return {"сводка": FACTS, "kpi": f'language = "ru"\nas_of = 2026-11-03\n{text}\n{source}{TARGETS}', **more}


def told(kpi: Kpi, *arguments: object, code: int = 0) -> Any:
    """What a command prints as JSON."""
    result = kpi(*arguments, "--format", "json")
    assert result.code == code, result
    return json.loads(result.out)


# scorecard ------------------------------------------------------------------------------------------------------------


def test_the_published_scorecard_from_a_kpi_toml(kpi: Kpi, tmp_path: Path):
    card = told(kpi, "scorecard", written(tmp_path, **config("bonus = 50000")))
    assert [row["weighted"] for row in card["rows"]] == [0.55, 0.2125, 0.375]
    assert (card["month"], card["result"], card["payout"], card["bonus"]) == ("2026-10", 1.1375, 1.1375, 56875)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The same as a workbook, with its settings, a guard and a result set by hand."""
    made = Workbook()
    made.remove(made.active)
    sheets = {
        "Сводка": [["Месяц", "Лиды", "Целевые лиды", "Заказы", "Клики"], ["2026-10", 22, 6, 17, 30]],
        "План": [["Месяц", "Показатель", "План", "Вес"], *(["2026-10", name, 20, weight] for name, weight in PLAN)],
        "Настройки": [
            ["Параметр", "Значение"],
            ["Шкала выплат", "80 %=0; 100 %=100 %"],
            ["Премия", "10 000 ₽"],
            ["Дата данных", "03.11.2026"],
            ["Предел индекса", "140 %"],
        ],
        "Корректировки": [
            ["Месяц", "Показатель", "Результат", "Кто", "Почему"],
            ["2026-10", "orders", 1, "А. Петров", "Сбой учёта"],
            ["2026-10", "clicks", 0, "", "без подписи"],
        ],
        "Контрольные показатели": [["Показатель", "Качество", "Порог"], ["Лиды", "qualified_share", "50 %"]],
    }
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "книга.xlsx"
    made.save(path)
    return path


def test_a_scorecard_from_a_workbook(kpi: Kpi, book: Path):
    """Leads: 6 of 22 qualified, so 110 % counts as 100; orders by hand 100 %; clicks 150 %, cut to 140.

    0.5 · 1 + 0.25 · 1 + 0.25 · 1.4 = 1.1, which the scale pays with 100 %.
    """
    card = told(kpi, "scorecard", book)
    assert [(row["computed"], row["result"]) for row in card["rows"]] == [(1.1, 1), (0.85, 1), (1.4, 1.4)]
    assert (card["result"], card["payout"], card["bonus"]) == (1.1, 1, 10000)
    assert "27,3" in card["rows"][0]["remarks"][0]
    assert "А. Петров" in " ".join(card["rows"][1]["remarks"])


def test_an_unsigned_result_is_refused_with_its_address(kpi: Kpi, book: Path):
    findings = [each for each in told(kpi, "check", book) if each["level"] == "error"]
    assert [(each["sheet"], each["row"], each["column"]) for each in findings] == [("Корректировки", 3, "Кто")]


def test_a_scorecard_to_read(kpi: Kpi, tmp_path: Path):
    lines = kpi("scorecard", written(tmp_path, **config("bonus = 50000"))).out.splitlines()
    assert lines[0].endswith("октябрь 2026")
    assert lines[3].split() == ["Показатель", "Вес", "Цель", "Факт", "Результат", "результат"]
    assert lines[4].split() == ["Лиды", "50,0", "%", "20", "22", "110,0", "%", "55,0", "%"]
    assert [line.split()[-2:] for line in lines[7:10]] == [["113,8", "%"], ["113,8", "%"], ["875", "₽"]]


def test_a_scorecard_without_weights_says_what_to_do(kpi: Kpi, shop: Path):
    result = kpi("scorecard", shop)
    assert result.code == 0
    assert "«Вес»" in result.out


def test_csv_has_the_rows(kpi: Kpi, tmp_path: Path):
    text = kpi("scorecard", written(tmp_path, **config()), "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["kpi"], row["weighted"], row["base"]) for row in rows[:1]] == [("leads", "0.55", "")]


# bridge ---------------------------------------------------------------------------------------------------------------


def test_the_bridge(kpi: Kpi, shop: Path):
    """September: 2 orders of 750; October: 3. Volume 1 · 750. The share of Директ goes from ½ to ⅔ at +250 to the mean,
    that of SEO from ½ to ⅓ at −250: mix 125 + 125. Checks: 2 · (2000 − 1000) + 1 · (1000 − 500)."""
    found = told(kpi, "bridge", shop)
    assert (found["before"], found["after"], found["change"]) == (1500, 5000, 3500)
    assert [(row["part"], row["amount"]) for row in found["rows"]] == [("volume", 750), ("mix", 250), ("check", 2500)]
    assert [(each["channel"], each["check"]) for each in found["channels"]] == [("Директ", 2000), ("SEO", 500)]
    lines = kpi("bridge", shop, "--month", "окт 2026", "--against", "м/м").out.splitlines()
    assert any("+2 500 ₽" in line and "+166,7 %" in line for line in lines)


def test_a_bridge_without_a_base_is_a_result(kpi: Kpi, shop: Path):
    assert told(kpi, "bridge", shop, "--against", "yoy")["reason"] == "no_base"
    result = kpi("bridge", shop, "--against", "yoy")
    assert (result.code, result.out.splitlines()[-1][:15]) == (0, "Разложить нельз")


def test_leads_that_are_not_there_split_nothing(kpi: Kpi, shop: Path):
    found = kpi("bridge", shop, "--leads").out
    assert "не разделено на лиды" in found


# quadrant and what if -------------------------------------------------------------------------------------------------


def test_the_quadrant(kpi: Kpi, shop: Path):
    found = told(kpi, "quadrant", shop)
    rows = {row["channel"]: row for row in found["rows"]}
    assert found["result"] == "new_customers"
    assert (rows["Директ"]["spend"], rows["Директ"]["results"], rows["Директ"]["standing"]) == (900.5, 1, None)
    assert "не отдача следующего рубля" in kpi("quadrant", shop).out


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """10 orders and 40 orders for 10 000 each."""
    rows = [f"2026-10-{1 + place % 31:02d};{place};{'А' if place < 10 else 'Б'};100" for place in range(50)]
    orders = "\n".join(["Дата;Номер заказа;Канал;Выручка", *rows, "2026-10-31;50;В;1", ""])
    return written(
        tmp_path,
        продажи=orders,
        расходы="Дата;Канал;Расход\n2026-10-05;А;10000\n2026-10-31;Б;10000\n",
    )


def test_what_if(kpi: Kpi, two: Path):
    """1 000 · (40 − 10) ÷ 10 000 = 3; at most 20 % of what Б spends is advised."""
    (found,) = told(kpi, "whatif", two, "--move", "1 000 ₽", "--from", "а", "--to", "Б")
    assert (found["from"], found["to"], found["result"]) == ("А", "Б", "orders")
    assert (found["change"], round(found["low"], 2), round(found["high"], 2)) == (3, 1.65, 4.52)
    assert (found["significant"], found["advised"]) == (True, 2000)
    said = kpi("whatif", two, "--move", 1000, "--from", "А", "--to", "Б").out
    assert "+3,0" in said
    assert "2 000 ₽" in said


def test_a_move_that_cannot_be_is_told(kpi: Kpi, two: Path):
    (found,) = told(kpi, "whatif", two, "--move", 20_000, "--from", "А", "--to", "Б")
    assert (found["reason"], found["channel"]) == ("too_much", "А")


# forecast -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def running(tmp_path: Path) -> Path:
    """100 a day up to 10 October."""
    rows = [f"2026-10-{day:02d};{day};100" for day in range(1, 11)]
    return written(tmp_path, продажи="\n".join(["Дата;Номер заказа;Выручка", *rows, ""]))


def test_the_forecast(kpi: Kpi, running: Path):
    (found,) = told(kpi, "forecast", running, "--kpi", "выручка")
    assert (found["kpi"], found["so_far"], found["point"], found["days"]) == ("revenue", 1000, 3100, 10)
    assert found["low"] < 3100 < found["high"]
    assert "3 100 ₽" in kpi("forecast", running).out


def test_a_ratio_is_not_forecast(kpi: Kpi, running: Path):
    (found,) = told(kpi, "forecast", running, "--kpi", "average_check", "--period", "2026-10")
    assert (found["point"], found["reason"]) == (None, "not_additive")
    assert "Почему прогноза нет" in kpi("forecast", running, "--kpi", "average_check").out


# cohorts --------------------------------------------------------------------------------------------------------------

LEADS = """\
Дата;Номер лида;Канал;Продажа;Дата продажи
2026-09-01;1;SEO;да;2026-09-06
2026-09-01;2;SEO;да;2026-09-21
2026-09-02;3;SEO;нет;
2026-09-30;4;SEO;нет;
2026-12-31;5;SEO;нет;
"""


def test_cohorts_of_leads(kpi: Kpi, tmp_path: Path):
    """Of four leads one was won after five days and one after twenty."""
    found = told(kpi, "cohorts", written(tmp_path, лиды=LEADS), "--month", "2026-09")
    assert (found["kind"], found["age_in"]) == ("conversion", "days")
    shares = {row["age"]: (row["value"], row["mature"]) for row in found["rows"]}
    assert shares == {7: (0.25, True), 14: (0.25, True), 30: (0.5, True), 60: (0.5, True), 90: (0.5, True),
                      None: (0.5, True)}  # fmt: skip


def test_cohorts_of_customers(kpi: Kpi, shop: Path):
    """a and b came in September; a came back in October."""
    found = told(kpi, "cohorts", shop, "--ages", 1)
    rows = {(row["cohort"], row["age"]): row["value"] for row in found["rows"]}
    assert (found["kind"], rows["2026-09", 0], rows["2026-09", 1]) == ("retention", 1, 0.5)
    worth = told(kpi, "cohorts", shop, "--kind", "ltv", "--ages", 1)["rows"]
    assert [row["value"] for row in worth if row["cohort"] == "2026-09"] == [750, 1500]
    assert "50,0 %" in kpi("cohorts", shop, "--ages", 1).out


# suggest --------------------------------------------------------------------------------------------------------------


def test_suggested_kpis(kpi: Kpi, shop: Path):
    """No year before and no year of history: growth by the month, and ДРР (900.50 ÷ 5 000) in place of CAC."""
    found = told(kpi, "suggest", shop)
    assert found["kind"] == "shop"
    assert [row["kpi"] for row in found["rows"]] == ["sales_growth_mom", "average_check", "drr"]
    assert found["rows"][2]["value"] == pytest.approx(0.1801, rel=1e-12)
    assert found["rows"][2]["instead_of"] == [{"kpi": "cac", "reason": "left_censored"}]
    said = kpi("suggest", shop).out
    assert 'kpis = ["sales_growth_mom", "average_check", "drr"]' in said


# alerts ---------------------------------------------------------------------------------------------------------------


def test_nothing_to_alert_of(kpi: Kpi, shop: Path):
    result = kpi("alerts", shop)
    assert (result.code, result.out, result.err) == (0, "", "Тревог нет.\n")
    assert kpi("alerts", shop, "--quiet") == type(result)(0, "", "")
    assert told(kpi, "alerts", shop) == []


def test_an_alert_is_exit_code_3(kpi: Kpi, shop: Path):
    """Spend of 900.50 by 5 October, when 5 ÷ 31 of the planned 1 000 were due."""
    (shop / "план.csv").write_text("Месяц;Показатель;План\n2026-10;spend;1000\n", encoding="utf-8")
    (found,) = told(kpi, "alerts", shop, code=3)
    assert (found["level"], found["code"], found["kpi"], found["value"]) == ("warning", "pacing", "spend", 900.5)
    for more in ((), ("--quiet",)):
        result = kpi("alerts", shop, *more)
        assert (result.code, result.out.count("\n"), result.err) == (3, 1, "")
        assert result.out.startswith("внимание")


def test_quiet_leaves_out_what_is_only_worth_knowing(kpi: Kpi, shop: Path):
    """A channel that spent and brought nothing, by chance as likely as not."""
    with (shop / "расходы.csv").open("a", encoding="utf-8") as file:
        file.write("2026-10-06;Радио;100;0;0\n2026-09-06;Радио;100;0;0\n")
    (shop / "каналы.csv").write_text("Как записано;Канал;Платный\nSEO;SEO;нет\n", encoding="utf-8")
    loud, quiet = kpi("alerts", shop), kpi("alerts", shop, "--quiet")
    assert (loud.code, quiet.code, quiet.out) == (0, 0, "")
    assert loud.out.startswith("к сведению")


# all of them ----------------------------------------------------------------------------------------------------------

EACH = [
    ("suggest",), ("alerts",), ("scorecard",), ("bridge",), ("quadrant",), ("forecast",), ("cohorts",),
    ("whatif", "--move", "1", "--from", "SEO", "--to", "Директ"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", EACH, ids=lambda arguments: arguments[0])
def test_both_languages_and_a_narrow_terminal(
    kpi: Kpi, shop: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
):
    """The language is the source's: a kpi.toml turns it to English. No table is wider than the terminal."""
    command, *options = arguments
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    russian = kpi(command, shop, *options)
    sources = "".join(f'[[source]]\npath = "{name}.csv"\n' for name in ("продажи", "расходы"))
    (shop / "kpi.toml").write_text(f'language = "en"\n{sources}', encoding="utf-8")
    english = kpi(command, shop, *options)
    for result in (russian, english):
        assert result.code == 0, result
        assert all(len(line) <= 80 for line in result.out.splitlines())
    assert russian.out + russian.err != english.out + english.err


@pytest.mark.parametrize("arguments", EACH, ids=lambda arguments: arguments[0])
def test_a_period_without_rows_is_exit_code_1(kpi: Kpi, shop: Path, arguments: tuple[str, ...]):
    command, *options = arguments
    result = kpi(command, shop, *options, "--month", "2031-01")
    assert (result.code, result.out) == (1, "")
    assert "2026-09..2026-10" in result.err
