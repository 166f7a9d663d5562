"""Reports of 1С and grouped rows: leaves are the data, groups are checksums."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.messy.files import D, check, put

CASES = {}


def case(make):
    CASES[make.__name__] = make
    return make


DATA = {
    "Сентябрь 2026": {"ООО А": [("Товар 1", 1, 100.5), ("Товар 2", 2, 50)], "ООО Б": [("Товар 1", 3, 300)]},
    "Октябрь 2026": {"ООО А": [("Товар 3", 1, 1000)], "ООО В": [("Товар 1", 3, 30.25), ("Товар 4", 5, 70)]},
}


def rows(data=DATA):
    out = []
    tot = [0, 0]
    for m, cs in data.items():
        q = sum(i[1] for c in cs.values() for i in c)
        r = sum(i[2] for c in cs.values() for i in c)
        out.append((0, m, q, r))
        tot = [tot[0] + q, tot[1] + r]
        for c, its in cs.items():
            out.append((1, c, sum(i[1] for i in its), sum(i[2] for i in its)))
            out += [(2, *i) for i in its]
    return out, ("Итого", *tot)


WANT = {
    ("revenue", "2026-09"): 450.5,
    ("revenue", "2026-10"): 1100.25,
    ("revenue", ""): 1550.75,
    ("items", "2026-10"): 9,
}


def make(d, how, broken=False, data=DATA, extra=None, period="Период: 01.09.2026 - 31.10.2026"):
    p = d / "Продажи.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("TDSheet")
    s.write(0, 0, "Валовая прибыль предприятия")
    s.write(2, 0, "Параметры:")
    s.write(2, 1, period)
    s.write_row(4, 0, ["Период", "Количество", "Выручка"])
    s.write(5, 0, "Клиент")
    s.write(6, 0, "Номенклатура")
    body, total = rows(data)
    fm = {k: b.add_format({"indent": 2 * k}) for k in range(4)}
    for n, (lv, name, q, r) in enumerate(body):
        line = 7 + n
        if broken and n == 1:
            r += 5
        if how == "indent":
            s.write(line, 0, name, fm[lv])
        elif how == "spaces":
            s.write(line, 0, "    " * lv + name)
        else:
            s.write(line, 0, name)
        s.write(line, 1, q)
        s.write(line, 2, r)
        if how == "outline" and lv:
            s.set_row(line, None, None, {"level": lv})
    s.outline_settings(True, False, True, False)
    line = 7 + len(body)
    s.write_row(line, 0, list(total))
    b.close()
    return p


@case
def onec_outline(d):
    return make(d, "outline"), WANT


@case
def onec_indent(d):
    return make(d, "indent"), WANT


@case
def onec_spaces(d):
    return make(d, "spaces"), WANT


@case
def onec_flat(d):
    return make(d, "none"), {("finding", "period_not_month"): True, ("revenue", ""): "no_data"}


@case
def onec_broken(d):
    return make(d, "outline", True), {**WANT, ("finding", "total_disagrees"): True}


@case
def onec_no_period_groups(d):
    return make(
        d,
        "outline",
        data={"ООО А": {"Склад": [("Т1", 1, 10), ("Т2", 2, 20)]}, "ООО Б": {"Склад": [("Т1", 1, 5)]}},
        period="Период: 01.10.2026 - 31.10.2026",
    ), {("revenue", "2026-10"): 35}


@case
def generic_levels_are_data(d):
    p = d / "Продажи.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Продажи")
    put(
        b,
        s,
        [
            ["Дата", "Заказ", "Выручка"],
            [D(2026, 10, 1), "A", 10],
            [D(2026, 10, 2), "B", 20],
            [D(2026, 10, 3), "C", 30],
            [D(2026, 10, 4), "D", 40],
        ],
    )
    s.set_row(2, None, None, {"level": 1})
    s.set_row(3, None, None, {"level": 1})
    b.close()
    return p, {("revenue", "2026-10"): 100, ("orders", ""): 4}


@case
def generic_groups(d):
    p = d / "Расходы.xlsx"
    b = xlsxwriter.Workbook(str(p))
    s = b.add_worksheet("Расходы")
    put(
        b,
        s,
        [
            ["Месяц", "Канал", "Расход"],
            ["окт 2026", "Реклама всего", 30],
            ["окт 2026", "Директ", 10],
            ["окт 2026", "VK", 20],
            ["окт 2026", "Контент", 7],
            ["окт 2026", "Блог", 3],
            ["окт 2026", "Видео", 4],
        ],
    )
    for r in (2, 3, 5, 6):
        s.set_row(r, None, None, {"level": 1})
    s.outline_settings(True, False, True, False)
    b.close()
    return p, {("spend", "2026-10"): 37}


@pytest.mark.parametrize("name", CASES)
def test_file(name: str, tmp_path: Path):
    check(*CASES[name](tmp_path))
