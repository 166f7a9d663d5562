"""What exports mean: periods without dates, currencies, statuses, ids that a spreadsheet has destroyed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from kpi_core.errors import KpiError
from kpi_core.load import load
from kpi_core.recognise.profile import read_profile
from kpi_core.recognise.ranges import range_in
from kpi_core.snapshot import Settings
from tests.recognise.grids import codes, days, find, grid, snap, table, values

META = """
Reporting starts | Reporting ends | Campaign name | Amount spent (RUB) | Impressions | Link clicks
{first}          | {last}         | A             | 10                 | 1000        | 5
{first}          | {last}         | B             | 20                 | 2000        | 6
"""


class TestPeriods:
    @pytest.mark.parametrize(
        ("first", "last", "monthly", "dates"),
        [
            ("2026-03-01", "2026-03-31", True, ["2026-03-01"] * 2),
            ("2026-03-05", "2026-03-05", False, ["2026-03-05"] * 2),
            ("2026-02-01", "2026-02-28", True, ["2026-02-01"] * 2),
        ],
    )
    def test_a_row_of_a_day_or_of_a_whole_month(self, first, last, monthly, dates):
        snapshot = snap(table(META.format(first=first, last=last), "Ads"))
        assert (days(snapshot, "spend"), snapshot.sources[0].monthly) == (dates, monthly)

    @pytest.mark.parametrize(("first", "last"), [("2026-03-01", "2026-04-30"), ("2026-03-02", "2026-03-31")])
    def test_anything_else_is_refused_with_both_dates(self, first, last):
        snapshot = snap(table(META.format(first=first, last=last), "Ads"))
        told = find(snapshot, "period_of_row").params
        assert (told["first"], told["last"], told["count"]) == (first, last, 2)
        assert snapshot.sources[0].rows_refused == 2

    DIRECT = (
        ["Клиент: Анна"], ["Отчет: Мастер отчетов"], ["Период: {}"], [],
        ["Название кампании", "№ Кампании", "Расход, ₽", "Показы", "Клики"], ["Бренд", "7", 10.5, 100.0, 5.0],
    )  # fmt: skip

    def direct(self, period: str):
        rows = [[cell.format(period) if isinstance(cell, str) else cell for cell in row] for row in self.DIRECT]
        return snap(grid(rows, "Отчет", file="Мастер отчетов.xlsx"))

    def test_a_quarter_without_days_is_refused_with_the_question(self):
        told = find(self.direct("01.01.2026 - 31.03.2026"), "period_not_month")
        assert (told.params["first"], told.params["last"]) == ("2026-01-01", "2026-03-31")
        assert "отдельно за каждый месяц" in told.message("ru")

    def test_a_month_is_read(self):
        assert days(self.direct("01.03.2026 - 31.03.2026"), "spend") == ["2026-03-01"]

    def test_no_period_at_all_asks_which_month(self):
        snapshot = snap(grid(self.DIRECT[4:], "Отчет", file="Мастер отчетов.xlsx"))
        assert find(snapshot, "period_unknown").params["count"] == 1

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("1 марта 2026 г. – 31 марта 2026 г.", ("2026-03-01", "2026-03-31")),
            ("# Start date: 20260801", ("2026-08-01", "2026-08-01")), ("Q1", None), ("№ 20261399", None),
            ("2026-10", ("2026-10-01", "2026-10-31")), ("Сентябрь 2026", ("2026-09-01", "2026-09-30")),
        ],
    )  # fmt: skip
    def test_periods_in_words(self, text, found):
        told = range_in(text)
        assert (told and (str(told.first), str(told.last))) == found


@dataclass(frozen=True)
class WithRates(Settings):
    """Settings as they are once they know rates."""

    rates: dict[str, float] = field(default_factory=dict)


class TestCurrencies:
    ORDERS = """
    Дата       | Номер заказа | Выручка | Валюта
    01.10.2026 | 1            | 100     | RUB
    02.10.2026 | 2            | 10.5    | USD
    03.10.2026 | 3            | 7       | EUR
    """

    def test_several_in_one_table_are_refused(self):
        snapshot = snap(table(self.ORDERS, "Продажи"))
        assert values(snapshot, "orders", "revenue") == [1000]
        assert snapshot.tables["orders"].decimals["revenue"] == 1
        told = find(snapshot, "currencies_mixed").params
        assert (told["lacking"], told["count"]) == (["EUR", "USD"], 2)

    def test_unless_rates_are_given(self):
        snapshot = snap(table(self.ORDERS, "Продажи"), settings=WithRates(rates={"USD": 92.5}))
        assert values(snapshot, "orders", "revenue") == [10_000, 97_125]
        assert snapshot.tables["orders"].decimals["revenue"] == 2
        assert find(snapshot, "currencies_mixed").params["lacking"] == ["EUR"]

    def test_one_foreign_currency_is_told_and_not_converted(self):
        rows = "Дата | Номер заказа | Выручка | Валюта\n01.10.2026 | 1 | 100 | USD"
        snapshot = snap(table(rows, "Продажи"), settings=Settings(currency="RUB"))
        assert values(snapshot, "orders", "revenue") == [100]
        assert "currency_of_rows" in codes(snapshot, "warning")

    @pytest.mark.parametrize(
        "rows",
        [
            "Дата | Номер заказа | Выручка | Валюта\n01.10.2026 | 1 | 100 | USD",
            "Date | Order ID | Revenue, $\n01.10.2026 | 1 | 100",
            "Date | Order ID | Revenue\n01.10.2026 | 1 | $100.00",
        ],
    )
    def test_the_only_currency_of_the_data_is_the_report_s(self, rows: str):
        """No roubles are put beside dollars where nobody named a currency."""
        snapshot = snap(table(rows, "orders"))
        assert snapshot.settings.currency == "USD"
        assert not codes(snapshot, "warning")

    def test_where_nobody_names_a_currency_none_is_made_up(self):
        assert snap(table("Date | Order ID | Revenue\n01.10.2026 | 1 | 100", "orders")).settings.currency == ""

    def test_a_rate_is_into_roubles_where_no_currency_is_set(self):
        rows = "Дата | Номер заказа | Выручка | Валюта\n01.10.2026 | 1 | 100 | USD"
        snapshot = snap(table(rows, "Продажи"), settings=WithRates(rates={"USD": 90}))
        assert (snapshot.settings.currency, values(snapshot, "orders", "revenue")) == ("RUB", [900_000])

    def test_no_row_is_rounded_to_kopecks_on_the_way_into_another_currency(self):
        """Ten thousand rows of 0.33 roubles are 35.64 dollars; each rounded to a cent they would be nothing at all."""
        rows = ["Date | Order ID | Revenue | Currency", *(f"01.10.2026 | {n} | 0.33 | RUB" for n in range(10_000))]
        snapshot = snap(table("\n".join(rows), "orders"), settings=WithRates(currency="USD", rates={"RUB": "0.0108"}))
        decimals = snapshot.tables["orders"].decimals["revenue"]
        assert Decimal(sum(values(snapshot, "orders", "revenue"))) / 10**decimals == Decimal("35.64")

    def test_tables_in_two_currencies_are_never_added(self):
        one = table("Дата | Канал | Расход, ₽\n01.10.2026 | А | 5", "Расходы")
        other = table("Дата | Канал | Расход, $\n01.10.2026 | Б | 5", "Расходы 2")
        snapshot = snap(one, other)
        assert values(snapshot, "spend", "channel") == ["А"]
        assert find(snapshot, "currencies_mixed").sheet == "Расходы 2"
        rated = snap(one, other, settings=WithRates(rates={"USD": "90.5"}))
        assert values(rated, "spend", "spend") == [500, 45_250]


class TestStatuses:
    def test_an_unknown_status_of_a_known_system_is_kept_and_told(self):
        rows = """
        Номер заказа | Дата оформления заказа | Статус заказа | Общая сумма с учетом скидки
        1            | 2026-10-01 10:00:00    | Выполнен      | 10
        2            | 2026-10-02 10:00:00    | Космос        | 20
        3            | 2026-10-02 10:00:00    | Отменен       | 40
        """
        snapshot = snap(table(rows, "orders"))
        assert values(snapshot, "orders", "revenue") == [10, 20]
        assert find(snapshot, "status_unknown").params["words"] == ["Космос"]

    def test_refunds_without_a_date_are_told(self):
        rows = "Дата | Номер заказа | Выручка | Возврат\n01.10.2026 | 1 | 100 | 5"
        assert "refund_by_order_date" in codes(snap(table(rows, "Продажи")), "info")


def test_identifiers_that_all_end_in_zeros_were_destroyed():
    ids = ["5805028000056860000", "5805028000056860000", "5805028000056870000"]
    rows = [["Дата", "Номер заказа", "Выручка"], *(["01.10.2026", each, 1.0] for each in ids)]
    assert find(snap(grid(rows, "Продажи")), "ids_damaged").params["count"] == 3
    rows[-1][1] = "5805028000056864695"
    assert "ids_damaged" not in codes(snap(grid(rows, "Продажи")))


@pytest.mark.parametrize(
    "wrong", [{"tabel": "x"}, {"table": "order"}, {"columns": {"revenu": "x"}}, {"statuses": {"lots": "x"}}]
)
def test_a_profile_with_a_wrong_key_names_its_file(wrong):
    good = {"label": ["а", "a"], "table": "orders", "headers": ["Name"], "columns": {"date": "Date"}}
    assert read_profile("x", good).table == "orders"
    with pytest.raises(ValueError, match=r"profiles/x\.toml"):
        read_profile("x", good | wrong)


@pytest.mark.parametrize("name", ["a.csv"])
def test_a_table_without_a_system_is_read_by_the_generic_recogniser(tmp_path, name):
    (tmp_path / name).write_text("Дата;Кампания;Расход;Показы;Клики\n01.10.2026;A;5;100;1\n", encoding="utf-8")
    try:
        snapshot = load(tmp_path / name)
    except KpiError as error:  # pragma: no cover
        pytest.fail(error.message("ru"))
    assert "profile_matched" not in codes(snapshot)
    assert values(snapshot, "spend", "spend") == [5]


class TestTotalsOfDays:
    """A row a day with its revenue is no order: thirty days would be thirty orders, each as large as a day."""

    ROWS = "Дата | Выручка\n" + "\n".join(f"{day:02}.10.2026 | {day}000" for day in range(1, 9))

    def test_a_date_and_an_amount_each_date_once(self):
        snapshot = snap(table(self.ROWS, "Лист1"))
        assert sum(values(snapshot, "summary", "revenue")) == 36_000
        assert "orders" not in snapshot.tables
        assert "rows_are_totals" in codes(snapshot, "warning")

    def test_what_is_called_orders_stays_orders_and_is_asked_about(self):
        snapshot = snap(table(self.ROWS, "Продажи"))
        assert len(values(snapshot, "orders", "revenue")) == 8
        assert "rows_maybe_totals" in codes(snapshot, "warning")

    @pytest.mark.parametrize(
        "rows",
        [
            ROWS + "\n08.10.2026 | 5",
            "\n".join(ROWS.splitlines()[:5]),
            "\n".join(f"{line} | {n or 'Номер заказа'}" for n, line in enumerate(ROWS.splitlines())),
        ],
        ids=["two rows of one date", "a few rows", "numbered"],
    )
    def test_orders_are_left_alone(self, rows: str):
        snapshot = snap(table(rows, "Лист1"))
        assert "orders" in snapshot.tables
        assert not codes(snapshot, "warning")

    def test_a_header_that_says_so_needs_no_rule(self):
        snapshot = snap(table("Date | Weekly_Sales\n05.02.2010 | 10\n12.02.2010 | 20", "Walmart"))
        assert values(snapshot, "summary", "revenue") == [10, 20]


def test_clicks_without_a_spend_column_are_one_precise_question():
    """A cost of acquisition may be of one customer or of all: it is asked, and the columns are named."""
    rows = (
        "Channel_Used | Acquisition_Cost | Clicks | Impressions | Date\nGoogle | $16,174.00 | 506 | 1922 | 01.10.2026"
    )
    with pytest.raises(KpiError) as asked:
        snap(table(rows, "data"))
    assert asked.value.code == "table_lacks_spend"
    assert asked.value.params["others"] == "Acquisition_Cost"
