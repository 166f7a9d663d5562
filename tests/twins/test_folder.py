"""A folder of exports answers without configuration; `tidy` gives the same cube again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from kpi_core.catalogue import catalogue
from kpi_core.engine import build
from kpi_core.load import load
from kpi_core.measures import MEASURES
from kpi_core.periods import ALL, parse_period
from kpi_core.shipped import shipped
from kpi_core.tidy import tidy
from tests.twins.make import MAKERS, make

MARCH = parse_period("2026-03")
TOGETHER = ("direct", "metrica", "amocrm", "google_ads_ru", "meta")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "выгрузки"
    place.mkdir()
    for name in TOGETHER:
        make(name, place)
    return place


def test_a_folder_of_exports_answers_without_configuration(folder: Path, tmp_path: Path):
    told = {name: make(name, tmp_path) for name in TOGETHER}
    cube = build(load(folder))
    spent = sum(told[name].sums["spend", "2026-03", ""] for name in ("direct", "google_ads_ru", "meta"))
    assert cube.kpi("spend", MARCH).value == float(spent)
    assert cube.kpi("leads", MARCH).value == float(told["amocrm"].sums["leads", "2026-03", ""])
    assert cube.kpi("visits", MARCH).value == float(told["metrica"].sums["visits", "2026-03", ""])
    of_direct = told["amocrm"].sums["leads", "2026-03", "Яндекс.Директ"]
    assert cube.kpi("cpl", MARCH, "Яндекс.Директ").value == pytest.approx(
        float(told["direct"].sums["spend", "2026-03", ""] / of_direct)
    )


def answers(source: Path) -> dict[tuple[str, str, str | None], object]:
    cube = build(load(source))
    asked = {}
    for month in cube.months[-2:]:
        for channel in (None, *cube.channels):
            for name in (*catalogue(), *MEASURES):
                answer = cube.kpi(name, month, channel)
                asked[name, str(month), channel] = (answer.value, answer.reason)
    for name in catalogue():
        asked[name, "all", None] = cube.kpi(name, ALL).value
    asked["month", "", None] = str(cube.report_month)
    return asked


def written(source: Path, target: Path, language=None) -> Path:
    target.write_bytes(tidy(source, language).content)
    return target


@pytest.mark.parametrize("name", MAKERS)
def test_tidy_of_a_twin_is_the_same_cube(name: str, tmp_path: Path):
    told = make(name, tmp_path)
    assert answers(written(told.path, tmp_path / "clean.xlsx")) == answers(told.path)


@pytest.mark.parametrize("sample", ["shop-ru.xlsx", "leads-ru.xlsx", "summary-ru.xlsx"])
def test_tidy_of_a_sample_is_the_same_cube(sample: str, tmp_path: Path):
    source = tmp_path / sample
    shutil.copy2(shipped("sample_workbooks") / sample, source)
    assert answers(written(source, tmp_path / "clean.xlsx")) == answers(source)


def test_tidy_of_a_folder_and_of_its_own_work(folder: Path, tmp_path: Path):
    clean = written(folder, tmp_path / "clean.xlsx")
    assert answers(clean) == answers(folder)
    assert answers(written(clean, tmp_path / "again.xlsx")) == answers(folder)


def test_refused_rows_stand_on_a_sheet_of_their_own_and_nothing_is_a_formula(tmp_path: Path):
    source = tmp_path / "Продажи.csv"
    rows = [f"0{n % 9 + 1}.10.2026;={n}+1;сто;=cmd|' /C calc'!A0" for n in range(30)]
    good = '05.10.2026;Z1;100;"=HYPERLINK(""http://x"")"'
    source.write_text("\n".join(["Дата;Номер заказа;Выручка;Канал", *rows, good]) + "\n", encoding="utf-8")
    done = tidy(source)
    assert (done.used, done.refused) == (1, 30)
    target = tmp_path / "clean.xlsx"
    target.write_bytes(done.content)
    book = openpyxl.load_workbook(target)
    refused = list(book["Отвергнутые строки"].iter_rows(values_only=True))
    assert len(refused) == 31
    assert refused[1][:5] == ("Продажи.csv", None, 2, "Выручка", "сто")
    assert "не число" in str(refused[1][5])
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert not any(sheet._hyperlinks for sheet in book)
    assert book["Продажи"]["C2"].value == '=HYPERLINK("http://x")' or book["Продажи"]["D2"].value
    assert "Продажи" in book["Продажи"].tables


def test_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from kpi_core.cli.app import run as main

    target = tmp_path / "чисто.xlsx"
    assert main(["tidy", str(folder), "--output", str(target)]) == 0
    assert capsys.readouterr().out == f"{target}\n"
    assert main(["tidy", str(folder), "--output", str(target)]) == 2
    assert main(["tidy", str(folder), "--output", str(tmp_path / "a.csv")]) == 2
    assert main(["tidy", str(folder), "--output", str(target), "--force", "--lang", "en"]) == 0
    assert "Leads" in openpyxl.load_workbook(target, read_only=True).sheetnames
    capsys.readouterr()
    assert main(["check", str(folder), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum("узнано как" in each["message"] for each in told) == len(TOGETHER)
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")]


RULES = """
report_vat = "excluded"
vat_rate = "20 %; 22 % с 2026-01-01"
scorecard_form = "matrix"
payout_scale = [["80%", "80%"], ["100%", "100%"], ["120.5%", "130%"]]
kpi_cap = "inf"
index_cap = "150%"
bonus = 50000
withhold_insignificant = true
[[source]]
path = "Продажи.csv"
[[target]]
month = "2026-10"
kpi = "orders"
target = 12
weight = "60%"
[[override]]
month = "2026-10"
kpi = "orders"
result = "90%"
who = "А"
why = "сайт не работал"
on = 2026-11-03
[[guard]]
kpi = "orders"
by = "refund_rate"
floor = "40%"
limit = "110%"
[[guard]]
kpi = "orders"
by = "average_check"
floor = 1500
channel = "VK"
"""


@pytest.mark.parametrize("language", ["ru", "en"])
def test_tidy_keeps_overrides_guards_and_the_settings_of_scorecard_and_vat(tmp_path: Path, language):
    (tmp_path / "Продажи.csv").write_text(
        "Дата;Номер заказа;Канал;Выручка с НДС\n01.12.2025;1;VK;120\n01.10.2026;2;VK;244,50\n31.10.2026;3;Директ;100\n",
        encoding="utf-8",
    )
    source = tmp_path / "kpi.toml"
    source.write_text(RULES, encoding="utf-8")
    clean = written(source, tmp_path / "clean.xlsx", language)
    before, after = load(source), load(clean)
    assert (after.targets, after.overrides, after.guards) == (before.targets, before.overrides, before.guards)
    told = ("report_vat", "vat_rate", "scorecard_form", "payout_scale", "kpi_cap", "index_cap", "bonus")
    for name in (*told, "withhold_insignificant"):
        assert getattr(after.settings, name) == getattr(before.settings, name), name
    assert not [finding for finding in after.findings if finding.level != "info"]
    assert answers(clean) == answers(source)


def test_customers_that_woocommerce_calls_returning_are_not_new(tmp_path: Path):
    (tmp_path / "orders.csv").write_text(
        "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),N. Revenue\n"
        "2026-03-01 10:00:00,1,₽10,completed,Anna,returning,x,1,,10\n"
        "2026-03-02 10:00:00,2,₽20,completed,Boris,new,x,1,,20\n"
        "2026-03-05 10:00:00,3,₽30,completed,Boris,returning,x,1,,30\n"
        "2026-03-31 10:00:00,4,₽40,completed,Vera,new,x,1,,40\n",
        encoding="utf-8",
    )
    cube = build(load(tmp_path / "orders.csv"))
    assert cube.kpi("new_customers", MARCH).value == 2
    assert cube.kpi("customers", MARCH).value == 3
