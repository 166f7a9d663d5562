"""The sums of the passport: what agrees, what does not, and that each check can fail."""

from datetime import date
from fractions import Fraction

import pytest

from kpi_core.report import build_report, checks
from kpi_core.report.scribe import Scribe
from kpi_core.snapshot import Source
from tests.report.stand_in import OCTOBER, shop, tiny


def told(cube, language="en"):
    return checks.build_checks(Scribe(cube, OCTOBER, language)).split("\n")


def source(read, used, refused, **excluded):
    return Source("a.xlsx", "Продажи", "Продажи", "orders", rows_read=read, rows_used=used, rows_refused=refused,
                  excluded=excluded, first=date(2026, 10, 1), last=date(2026, 10, 31))  # fmt: skip


def test_a_whole_shop_agrees_but_for_its_refused_rows():
    passed, failed = told(shop())

    assert passed == (
        "Passed: rows read = used + excluded + refused; no month missing of 13; revenue bridges add up to the cent; "
        "contributions of the channels add up to the change of the cost."
    )
    assert failed == "Failed: rows refused: 11."


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ((100, 90, 0, 10), "Passed: rows read = used + excluded + refused; no row refused"),
        ((100, 90, 2, 8), "Failed: rows refused: 2."),
        ((100, 90, 0, 8), "Failed: rows read = used + excluded + refused."),
    ],
)
def test_every_row_is_accounted_for(rows, line):
    read, used, refused, excluded = rows
    cube = tiny({"2026-10": {"Сайт": 8.0}}, sources=(source(read, used, refused, status=excluded),))

    assert any(each.startswith(line) for each in told(cube))


def test_a_missing_month_is_named():
    cube = tiny({"2026-07": {"Сайт": 5.0}, "2026-09": {"Сайт": 6.0}, "2026-10": {"Сайт": 8.0}})

    assert told(cube) == ["Failed: no data for August\u00a02026."]
    assert told(cube, "ru") == ["Не пройдено: нет данных за август\u00a02026."]


def test_a_month_alone_is_no_gap():
    assert told(tiny({"2026-10": {"Сайт": 8.0}})) == ["Passed: no month missing of 1."]


def test_a_bridge_that_does_not_add_up_would_be_told(monkeypatch):
    from dataclasses import replace

    def broken(scribe, against):
        made = real(scribe, against)
        return replace(made, after=made.after + Fraction(1, 100))

    real = checks.bridge_of
    monkeypatch.setattr(checks, "bridge_of", broken)

    assert "revenue bridges add up to the cent" in told(shop())[1]


def test_the_passport_shows_them():
    facts = {fact.label: fact.text for fact in build_report(shop(), None, "ru").passport.facts}

    assert facts["Сверка"].startswith("Пройдено: прочитанные строки = учтённые")
    assert facts["Сверка"].endswith("Не пройдено: отклонено строк: 11.")
