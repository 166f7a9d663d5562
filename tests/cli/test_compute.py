"""`kpi compute` on a shop whose numbers are worked out by hand.

October 2026: revenue 1500 + 2500 + 1000 = 5000 in 3 orders; spend 900.50; customers c and d are new, a is not.
September 2026: revenue 1500 in 2 orders, spend 600.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kpi_core.catalogue import catalogue
from tests.cli.conftest import Kpi


def values(kpi: Kpi, *arguments: object) -> list[dict[str, object]]:
    result = kpi("compute", *arguments, "--format", "json")
    assert result.code == 0, result.err
    assert result.err == ""
    return json.loads(result.out)


def test_one_value_has_every_key_of_the_contract(kpi: Kpi, shop: Path):
    assert values(kpi, shop, "--kpi", "cac") == [
        {
            "kpi": "cac",
            "period": "2026-10",
            "channel": None,
            "value": 450.25,
            "unit": "money",
            "reason": None,
            "note": "left_censored",
        }
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("revenue", 5000.0),
        ("average_check", 5000 / 3),
        ("drr", 900.5 / 5000),
        ("ctr", 80 / 2000),
        ("sales_growth_mom", 5000 / 1500 - 1),
        ("clicks", 80.0),
    ],
)
def test_values_by_hand(kpi: Kpi, shop: Path, name: str, expected: float):
    [value] = values(kpi, shop, "--kpi", name)
    assert value["value"] == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("asked", "name"), [("САС", "cac"), ("средний чек", "average_check"), ("KPI_CTR", "ctr"), ("Клики", "clicks")]
)
def test_a_kpi_is_found_in_any_spelling(kpi: Kpi, shop: Path, asked: str, name: str):
    assert [value["kpi"] for value in values(kpi, shop, "--kpi", asked)] == [name]


def test_kpis_repeat_and_divide_by_commas_each_once(kpi: Kpi, shop: Path):
    found = values(kpi, shop, "--kpi", "cac,ctr", "--kpi", "revenue", "--kpi", "cac")
    assert [value["kpi"] for value in found] == ["cac", "ctr", "revenue"]


def test_an_alias_keeps_its_name(kpi: Kpi, shop: Path):
    assert [value["kpi"] for value in values(kpi, shop, "--kpi", "конверсия")] == ["conversion"]


def test_no_kpi_means_all_of_the_catalogue(kpi: Kpi, shop: Path):
    assert [value["kpi"] for value in values(kpi, shop)] == list(catalogue())


def test_no_kpi_means_the_chosen_ones_where_settings_choose(kpi: Kpi, shop: Path):
    (shop / "kpi.toml").write_text(
        'kpis = ["drr", "cac"]\n[[source]]\ntable = "orders"\npath = "продажи.csv"\n'
        '[[source]]\ntable = "spend"\npath = "расходы.csv"\n',
        encoding="utf-8",
    )
    for source in (shop, shop / "kpi.toml"):
        assert [value["kpi"] for value in values(kpi, source)] == ["drr", "cac"]


@pytest.mark.parametrize(
    ("options", "period", "revenue"),
    [
        ((), "2026-10", 5000),
        (("--period", "2026-09"), "2026-09", 1500),
        (("--period", "сен 2026"), "2026-09", 1500),
        (("--period", "all"), "all", 6500),
        (("--period", "всё"), "all", 6500),
        (("--period", "2026-Q4"), "2026-Q4", 5000),
        (("--period", "01.10.2026-20.10.2026"), "2026-10-01..2026-10-20", 4000),
        (("--from", "2026-09", "--to", "2026-10"), "2026-09..2026-10", 6500),
        (("--from", "2026-09-30", "--to", "2026-10-01"), "2026-09-30..2026-10-01", 2000),
        (("--from", "01.10.2026", "--to", "01.10.2026"), "2026-10-01", 1500),
        (("--from", "2026-10"), "2026-10", 5000),
        (("--to", "2026-09"), "2026-09", 1500),
        (("--to", "2026-10-15"), "2026-09-01..2026-10-15", 5500),
    ],
)
def test_periods(kpi: Kpi, shop: Path, options: tuple[str, ...], period: str, revenue: float):
    [value] = values(kpi, shop, "--kpi", "revenue", *options)
    assert (value["period"], value["value"]) == (period, revenue)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), {"2026-09": 1500, "2026-10": 5000}),
        (("--period", "all"), {"2026-09": 1500, "2026-10": 5000}),
        (("--period", "2026-10"), {"2026-10": 5000}),
        (("--period", "2026-Q3"), {"2026-07": None, "2026-08": None, "2026-09": 1500}),
        (("--from", "2026-09"), {"2026-09": 1500, "2026-10": 5000}),
        # Cut at both ends, so that the parts add up to what was asked.
        (
            ("--from", "2026-09-15", "--to", "2026-10-15"),
            {"2026-09-15..2026-09-30": 500, "2026-10-01..2026-10-15": 4000},
        ),
    ],
)
@pytest.mark.parametrize("by", ["month", "месяц"])
def test_by_month(kpi: Kpi, shop: Path, options: tuple[str, ...], expected: dict[str, float | None], by: str):
    found = values(kpi, shop, "--kpi", "revenue", "--by", by, *options)
    assert {value["period"]: value["value"] for value in found} == expected
    assert all(value["reason"] == "no_data" for value in found if value["value"] is None)


def test_by_channel_gives_the_total_first(kpi: Kpi, shop: Path):
    found = values(kpi, shop, "--kpi", "cac", "--by", "channel")
    assert [(value["channel"], value["value"], value["reason"]) for value in found] == [
        (None, 450.25, None),
        ("Директ", 900.5, None),
        ("SEO", None, "no_data"),
    ]


@pytest.mark.parametrize("by", [("--by", "month", "--by", "channel"), ("--by", "channel,month")])
def test_both_dimensions(kpi: Kpi, shop: Path, by: tuple[str, ...]):
    found = values(kpi, shop, "--kpi", "revenue", *by)
    assert [(value["period"], value["channel"], value["value"]) for value in found] == [
        ("2026-09", None, 1500),
        ("2026-09", "Директ", 1000),
        ("2026-09", "SEO", 500),
        ("2026-10", None, 5000),
        ("2026-10", "Директ", 4000),
        ("2026-10", "SEO", 1000),
    ]


def test_csv_holds_the_same_in_full_precision(kpi: Kpi, shop: Path):
    options = (shop, "--kpi", "average_check,cac", "--by", "channel")
    result = kpi("compute", *options, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert rows[0] == {
        "kpi": "average_check",
        "period": "2026-10",
        "channel": "",
        "value": "1666.6666666666667",
        "unit": "money",
        "reason": "",
        "note": "",
    }
    as_json = values(kpi, *options)
    assert [float(row["value"]) if row["value"] else None for row in rows] == [value["value"] for value in as_json]


def test_nan_never_appears(kpi: Kpi, shop: Path):
    for shape in ("json", "csv", "table"):
        assert "nan" not in kpi("compute", shop, "--by", "channel", "--format", shape).out.casefold()


def test_table_of_one_month(kpi: Kpi, shop: Path):
    result = kpi("compute", shop, "--kpi", "revenue,cac,leads")
    assert result.out.splitlines()[0] == "мой магазин · октябрь 2026"
    lines = {line.split("  ")[0]: line for line in result.out.splitlines()}
    assert lines["Выручка"].endswith("5 000 ₽")
    assert "450 ₽¹" in lines["Стоимость привлечения клиента"]
    assert "—" in lines["Лиды"]
    assert lines["Лиды"].endswith("нет данных за период")
    assert "\x1b" not in result.out
    assert "\u00a0" not in result.out


def test_table_by_channel_has_a_column_for_each_kpi(kpi: Kpi, shop: Path):
    lines = kpi("compute", shop, "--kpi", "revenue,drr", "--by", "channel").out.splitlines()
    assert lines[2].split() == ["Канал", "Выручка", "ДРР"]
    assert lines[3].split("  ")[0] == "Все каналы"
    assert "5 000 ₽" in lines[3]


def test_table_that_is_too_wide_becomes_lists(kpi: Kpi, shop: Path):
    out = kpi("compute", shop, "--by", "channel").out
    for heading in ("Все каналы", "Директ", "SEO"):
        assert f"мой магазин · октябрь 2026 · {heading}\n" in out


def test_an_undefined_value_is_a_result(kpi: Kpi, shop: Path):
    [value] = values(kpi, shop, "--kpi", "cpl")
    assert (value["value"], value["reason"]) == (None, "no_data")


@pytest.mark.parametrize("options", [("--period", "2031-01"), ("--from", "2031-01", "--to", "2031-03")])
def test_nothing_at_all_names_the_months_there_are(kpi: Kpi, shop: Path, options: tuple[str, ...]):
    result = kpi("compute", shop, *options)
    assert (result.code, result.out) == (1, "")
    assert "Есть месяцы: 2026-09..2026-10." in result.err
    assert result.err.count("\n") == 1


def test_a_coming_month_with_a_target_is_not_nothing(kpi: Kpi, shop: Path):
    (shop / "план.csv").write_text("Месяц;Показатель;План\n2026-12;Выручка;9000\n", encoding="utf-8")
    [value] = values(kpi, shop, "--kpi", "target_revenue", "--period", "2026-12")
    assert value["value"] == 9000


def test_messages_follow_the_language_of_the_source(kpi: Kpi, tmp_path: Path):
    path = tmp_path / "orders.csv"
    path.write_text("Date,Order ID,Revenue\n2026-10-01,1,10\n2026-10-31,2,20\n", encoding="utf-8")
    result = kpi("compute", path, "--period", "2031")
    assert result.err.startswith("Error: orders.csv holds no data for 2031.")
