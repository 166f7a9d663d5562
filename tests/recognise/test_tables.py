"""One grid as a table: what is read, left out, refused and remarked."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.errors import SourceError
from kpi_core.recognise import vocabulary
from kpi_core.sources.spec import SourceSpec
from tests.recognise.grids import codes, days, find, grid, snap, table, values

ORDERS = """
Дата       | Номер заказа | Клиент | Канал    | Выручка
01.10.2026 | 1            | К1     | Директ   | 100.5
02.10.2026 | 2            | К2     |          | 200
03.10.2026 | 3            |        | SEO      |
"""


def test_a_plain_table_of_orders():
    snapshot = snap(table(ORDERS, "Продажи"))
    facts = snapshot.tables["orders"]
    assert list(facts.frame.columns) == [
        "date", "revenue", "order_id", "customer_id", "channel", "monthly", "source", "row",
    ]  # fmt: skip
    assert days(snapshot, "orders") == ["2026-10-01", "2026-10-02", "2026-10-03"]
    assert values(snapshot, "orders", "revenue") == [1005, 2000, None]
    assert facts.decimals == {"revenue": 1}
    assert str(facts.frame["revenue"].dtype) == "Int64"
    assert values(snapshot, "orders", "order_id") == ["1", "2", "3"]
    assert values(snapshot, "orders", "customer_id") == ["К1", "К2", None]
    assert values(snapshot, "orders", "channel") == ["Директ", None, "SEO"]
    assert isinstance(facts.frame["channel"].dtype, pd.CategoricalDtype)
    assert values(snapshot, "orders", "monthly") == [False] * 3
    assert values(snapshot, "orders", "row") == [2, 3, 4]
    source = facts.sources[0]
    assert source.headers["revenue"] == "Выручка"
    assert (str(source.first), str(source.last), source.place) == ("2026-10-01", "2026-10-03", "книга.xlsx · Продажи")
    assert snapshot.language == "ru"
    assert not snapshot.findings


def test_money_without_empty_cells_is_plain_int64():
    snapshot = snap(table("Date | Order ID | Revenue\n2026-10-01 | 1 | 5", "Orders"))
    assert str(snapshot.tables["orders"].frame["revenue"].dtype) == "int64"
    assert snapshot.language == "en"


def test_thousands_in_the_header_scale_exactly():
    snapshot = snap(table("Месяц | Выручка, тыс. ₽ | Заказы\nокт 2026 | 1234,5 | 10\nноя 2026 | 7 | 1", "Сводка"))
    assert values(snapshot, "summary", "revenue") == [1_234_500, 7_000]
    assert snapshot.tables["summary"].decimals["revenue"] == 0


def test_blank_lines_are_no_rows():
    rows = [
        ["Дата", "Заказ", "Выручка"],
        ["01.10.2026", 1.0, 5.0],
        ["", "", ""],
        [None, " ", ""],
        ["02.10.2026", 2.0, 5.0],
        ["", "", ""],
    ]
    source = snap(grid(rows, "Продажи")).sources[0]
    assert (source.rows_read, source.rows_used) == (2, 2)


class TestRefusal:
    """A wrong cell refuses its row, with file, sheet, row, column, value and remedy; it never becomes 0."""

    ROWS = (
        ["Отчёт"],
        ["Дата", "Номер заказа", "Клиент", "Выручка"],
        [dt.date(2026, 10, 1), 1.0, "К1", 100.0],
        [dt.date(2026, 10, 2), 2.0, "К2", "сто"],
        [dt.date(2026, 10, 3), 3.0, "К3", dt.date(2026, 10, 3)],
        ["", 4.0, "К4", 7.0],
        ["позавчера", 5.0, "К5", 8.0],
    )

    def test_the_row_is_left_out_and_told(self):
        snapshot = snap(grid(self.ROWS, "Продажи", first_row=3))
        assert values(snapshot, "orders", "revenue") == [100]
        assert snapshot.sources[0].rows_refused == 4
        told = [(f.level, f.code, f.file, f.sheet, f.row, f.column, f.value) for f in snapshot.findings]
        assert told == [
            ("error", "number_is_text", "книга.xlsx", "Продажи", 6, "Выручка", "сто"),
            ("error", "number_is_date", "книга.xlsx", "Продажи", 7, "Выручка", "2026-10-03"),
            ("error", "date_blank", "книга.xlsx", "Продажи", 8, "Дата", ""),
            ("error", "date_is_text", "книга.xlsx", "Продажи", 9, "Дата", "позавчера"),
        ]

    def test_an_error_cell_and_an_uncached_formula_look_empty_and_are_not(self):
        rows = [
            ["Дата", "Заказ", "Выручка", "Заметка"],
            *([dt.date(2026, 10, day), float(day), "", ""] for day in (1, 2, 3)),
        ]
        snapshot = snap(
            grid(rows, "Продажи", errors={(1, 2): "#N/A", (3, 3): "#REF!"}, uncached={(2, 2): "=A1*2", (2, 3): "=1"})
        )
        assert days(snapshot, "orders") == ["2026-10-03"]
        assert [(f.code, f.row, f.column) for f in snapshot.findings if f.level == "error"] == [
            ("cell_error", 2, "Выручка"),
            ("cell_uncached", 3, "Выручка"),
        ]

    def test_a_lone_error_cell_in_a_column_nobody_asks_for_makes_no_row(self):
        rows = [["Дата", "Заказ", "Выручка", "Заметка"], [dt.date(2026, 10, 1), 1.0, 5.0, ""], ["", "", "", ""]]
        assert snap(grid(rows, "Продажи", uncached={(2, 3): "=COUNT(A:A)"})).sources[0].rows_read == 1

    def test_after_twenty_of_a_kind_one_sentence_tells_the_rest(self):
        rows = [
            ["Дата", "Заказ", "Выручка"],
            *([dt.date(2026, 10, 1), float(n), "?"] for n in range(50)),
            [dt.date(2026, 10, 1), 99.0, 1.0],
        ]
        snapshot = snap(grid(rows, "Продажи"))
        assert codes(snapshot).count("number_is_text") == 20
        assert find(snapshot, "rows_refused_more").params["count"] == 30
        assert snapshot.sources[0].rows_refused == 50

    def test_undecided_dates_are_refused_in_one_finding_with_both_readings(self):
        rows = "Date | Order | Revenue\n2/1/21 | 1 | 5\n3/4/21 | 2 | 6\n2021-05-20 | 3 | 7"
        snapshot = snap(table(rows, "Orders"))
        finding = find(snapshot, "date_undecided")
        assert codes(snapshot, "error") == ["date_undecided"]
        assert (finding.params["example"], finding.params["one"], finding.params["other"]) == (
            "2/1/21",
            "2021-01-02",
            "2021-02-01",
        )
        assert finding.params["count"] == 2
        assert "dates =" in finding.message("en")
        assert days(snapshot, "orders") == ["2021-05-20"]

    def test_an_ambiguous_number_is_refused_with_both_readings(self):
        snapshot = snap(
            grid([["Дата", "Заказ", "Выручка"], ["01.10.2026", "1", "1,234"], ["01.10.2026", "2", "7"]], "Продажи")
        )
        assert {find(snapshot, "number_ambiguous").params[key] for key in ("one", "other")} == {"1234", "1.234"}
        assert values(snapshot, "orders", "revenue") == [7]

    def test_a_percent_in_a_column_of_money(self):
        snapshot = snap(
            grid([["Дата", "Заказ", "Выручка"], ["01.10.2026", "1", "5 %"], ["01.10.2026", "2", "7"]], "Продажи")
        )
        assert codes(snapshot, "error") == ["number_is_percent"]

    def test_rows_of_records_over_several_lines_keep_their_numbers(self):
        rows = [["Дата", "Заказ", "Выручка"], ["01.10.2026", "1", "5"], ["01.10.2026", "2", "?"]]
        snapshot = snap(grid(rows, "Продажи", row_numbers=[1, 2, 5]))
        assert find(snapshot, "number_is_text").row == 5
        assert values(snapshot, "orders", "row") == [2]


def test_amounts_too_large_for_exact_sums_are_refused():
    """A quadrillion is an identifier in the wrong column, in millions all the more."""
    snapshot = snap(table("Месяц | Выручка, млн ₽ | Заказы\nокт 2026 | 2e9 | 1\nноя 2026 | 5 | 1", "Сводка"))
    assert codes(snapshot, "error") == ["number_too_long"]
    assert values(snapshot, "summary", "revenue") == [5_000_000]
    rows = [["Дата", "Заказ", "Выручка"], *([dt.date(2026, 10, 1), float(n), 9e14] for n in range(6000))]
    with pytest.raises(SourceError) as caught:
        snap(grid(rows, "Продажи"))
    assert caught.value.code == "column_too_large"


class TestTotals:
    """A totals row is never data, and is a checksum of it."""

    HEAD = "Дата | Название кампании | Расход, ₽ | Клики\n"

    @pytest.mark.parametrize(
        "rows",
        [
            "Итого | | 30.5 | 3\n01.03.2026 | A | 10.5 | 1\n02.03.2026 | B | 20 | 2",  # as Direct does
            "01.03.2026 | A | 10.5 | 1\n02.03.2026 | B | 20 | 2\nВсего: | | 30.5 | 3",
            "01.03.2026 | A | 10.5 | 1\n02.03.2026 | B | 20 | 2\n | Total: Account | 30.5 | 3",
            "01.03.2026 | A | 10.5 | 1\n02.03.2026 | B | 20 | 2\n | Итого и средние | 30.5 | 3",
        ],
    )
    def test_it_is_excluded_and_agrees(self, rows):
        snapshot = snap(table(self.HEAD + rows, "Расходы"))
        assert values(snapshot, "spend", "spend") == [105, 200]
        assert snapshot.sources[0].excluded == {"total": 1}
        assert not codes(snapshot, "error")

    def test_it_disagrees_and_both_figures_are_named(self):
        snapshot = snap(table(self.HEAD + "01.03.2026 | A | 10 | 1\nИтого | | 1000 | 2", "Расходы"))
        told = [
            (f.column, f.row, f.params["stated"], f.params["counted"])
            for f in snapshot.findings
            if f.code == "total_disagrees"
        ]
        assert told == [("Расход, ₽", 3, "1000", "10"), ("Клики", 3, "2", "1")]

    def test_rounding_is_no_disagreement_for_money(self):
        """The rows of a real export miss its own total by 0.15 ₽."""
        lines = "\n".join(f"01.03.2026 | A{n} | 10.33 | 1" for n in range(40))
        assert not codes(snap(table(f"{self.HEAD}{lines}\nИтого | | 413.35 | 40", "Расходы")), "error")

    def test_subtotals_add_up_what_stands_above_them(self):
        march, april = "01.03.2026 | A | 10 | 1", "01.04.2026 | A | 20 | 2"
        rows = f"{march}\nИтого за март | | 10 | 1\n{april}\nИтого за апрель | | 20 | 2\nВсего | | 30 | 3"
        snapshot = snap(table(self.HEAD + rows, "Расходы"))
        assert snapshot.sources[0].excluded == {"total": 3}
        assert not codes(snapshot, "error")

    def test_a_campaign_called_total_wine_is_none(self):
        snapshot = snap(
            table(
                "Date | Campaign | Cost | Clicks\n2026-03-01 | Total Wine | 10 | 1\n2026-03-02 | Totally | 5 | 1", "Ads"
            )
        )
        assert values(snapshot, "spend", "spend") == [10, 5]


class TestStatus:
    def test_orders_that_are_no_sales_are_counted_out_by_reason(self):
        rows = """
        Дата       | Номер заказа | Сумма | Статус
        01.10.2026 | 1 | 10 | Выполнен
        01.10.2026 | 2 | 20 | Отменён
        01.10.2026 | 3 | 30 | не оплачен
        01.10.2026 | 4 | 40 | ТЕСТ
        01.10.2026 | 5 | 50 | Дубль
        01.10.2026 | 6 | 60 | Спам
        01.10.2026 | 7 | 70 | Загадочный
        01.10.2026 | 8 | 80 |
        """
        snapshot = snap(table(rows, "Продажи"))
        assert values(snapshot, "orders", "revenue") == [10, 70, 80]
        assert snapshot.sources[0].excluded == {"cancelled": 1, "unpaid": 1, "test": 1, "duplicate": 1, "spam": 1}

    def test_a_cancelled_order_needs_no_remark_about_its_cells(self):
        snapshot = snap(
            table("Дата | Заказ | Сумма | Статус\n01.10.2026 | 1 | ? | Отменён\n01.10.2026 | 2 | 5 | ок", "Продажи")
        )
        assert not codes(snapshot, "error")
        assert snapshot.sources[0].rows_refused == 0

    def test_lost_leads_stay_leads(self):
        rows = "Дата создания | Номер лида | Стадия сделки\n01.10.2026 | 1 | Сделка провалена\n01.10.2026 | 2 | Дубль"
        snapshot = snap(table(rows, "Лиды"))
        assert snapshot.sources[0].excluded == {"duplicate": 1}

    def test_keep_names_the_rows_that_count(self):
        spec = SourceSpec(table="orders", keep={"Stage": ("Payment Done", "paid")})
        snapshot = snap(
            (
                table(
                    "Date | Order | Revenue | Stage\n2026-10-01 | 1 | 5 | payment done\n2026-10-01 | 2 | 6 | Call", "S"
                ),
                spec,
            )
        )
        assert values(snapshot, "orders", "revenue") == [5]
        assert snapshot.sources[0].excluded == {"not_kept": 1}
        assert find(snapshot, "listed_value_absent").value == "paid"


class TestWon:
    HEAD = "Дата создания | Номер лида | Канал | "

    def won(self, header: str, *cells: object, spec: SourceSpec | None = None):
        rows = [
            [*map(str.strip, self.HEAD.split("|")[:3]), header],
            *(["01.10.2026", f"Л{n}", "А", cell] for n, cell in enumerate(cells)),
        ]
        snapshot = snap((grid(rows, "Лиды"), spec))
        return snapshot, values(snapshot, "leads", "won") if snapshot.tables["leads"].has("won") else None

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            (("да", "нет", ""), [True, False, False]),
            (("yes", "No", "YES"), [True, False, True]),
            ((1.0, 0.0, ""), [True, False, False]),
            ((True, False, False), [True, False, False]),
            (("+", "-", ""), [True, False, False]),
            (("x", "", ""), [True, False, False]),
            (("Оплачен", "Отказ", ""), [True, False, False]),
        ],
    )
    def test_flags(self, cells, expected):
        assert self.won("Продажа", *cells)[1] == expected

    def test_a_flag_of_unknown_words_is_no_flag(self):
        snapshot, won = self.won("Продажа", "да", "возможно")
        assert won is None
        assert find(snapshot, "flag_unknown_won").params["words"] == ["возможно"]

    @pytest.mark.parametrize("word", ["Успешно реализовано", "Сделка успешна", "Payment Done", "won", "Closed Won"])
    def test_stages_that_every_system_has(self, word):
        snapshot, won = self.won("Этап сделки", word, "Первичный контакт", "Закрыто и не реализовано")
        assert won == [True, False, False]
        assert find(snapshot, "won_by_status").params["others"] == ["Первичный контакт", "Закрыто и не реализовано"]

    def test_stages_of_ones_own_leave_it_unknown(self):
        assert self.won("Стадия", "Позвонили", "Привезли")[1] is None

    def test_kpi_toml_says_it(self):
        spec = SourceSpec(table="leads", won={"Стадия": ("Привезли",)})
        assert self.won("Стадия", "Позвонили", "привезли ", spec=spec)[1] == [False, True]

    def test_a_date_of_sale_is_a_sale_a_closing_date_is_none(self):
        assert self.won("Дата продажи", "05.10.2026", "")[1] == [True, False]
        assert self.won("Дата закрытия", "05.10.2026", "")[1] is None

    def test_won_without_a_date_stay_and_are_counted_in_one_warning(self):
        rows = """
        Дата создания | Номер лида | Продажа | Дата продажи
        01.10.2026 | 1 | да | 05.10.2026
        02.10.2026 | 2 | да |
        03.10.2026 | 3 | да |
        04.10.2026 | 4 | нет |
        """
        snapshot = snap(table(rows, "Лиды"))
        assert len(snapshot.tables["leads"].frame) == 4
        finding = find(snapshot, "won_without_date")
        assert (finding.level, finding.params["won"], finding.params["count"]) == ("warning", 3, 2)

    def test_a_sale_before_its_lead_stays_with_a_warning(self):
        lines = ["05.10.2026 10:00 | 1 | да | 05.10.2026", "05.10.2026 | 2 | да | 04.10.2026"]
        rows = "\n".join(["Дата создания | Номер лида | Продажа | Дата продажи", *lines])
        snapshot = snap(table(rows, "Лиды"))
        assert find(snapshot, "sold_before_lead").params["count"] == 1
        assert len(snapshot.tables["leads"].frame) == 2

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [(("да", ""), [True, False]), (("Целевой", "нецелевой"), [True, False]), (("A - High", "D"), None)],
    )
    def test_qualified_likewise(self, cells, expected):
        rows = [
            ["Дата создания", "Номер лида", "Качество"],
            *(["01.10.2026", f"{n}", cell] for n, cell in enumerate(cells)),
        ]
        snapshot = snap(grid(rows, "Лиды"))
        assert (
            values(snapshot, "leads", "qualified") if snapshot.tables["leads"].has("qualified") else None
        ) == expected


class TestIdentifiers:
    def ids(self, *cells: object):
        rows = [["Дата", "Номер заказа", "Выручка"], *([dt.date(2026, 10, 1), cell, 1.0] for cell in cells)]
        snapshot = snap(grid(rows, "Продажи"))
        return snapshot, values(snapshot, "orders", "order_id")

    def test_text_always(self):
        assert self.ids(12345.0, " A-1 ", 7, "0012", "-", "")[1] == ["12345", "A-1", "7", "0012", None, None]

    def test_nineteen_digits_stay_apart(self):
        """R11: as floats these two would be one."""
        snapshot, ids = self.ids("5805028000056864695", "5805028000056864696")
        assert len(set(ids)) == 2
        assert not snapshot.findings

    def test_what_a_spreadsheet_has_destroyed_is_told_once(self):
        snapshot, ids = self.ids(5.80502800005684e18, "1.03293E+19", "A1")
        assert ids == ["5805028000056840000", "1.03293E+19", "A1"]
        assert codes(snapshot, "warning") == ["ids_damaged"]
        assert find(snapshot, "ids_damaged").params["count"] == 2


class TestCustomers:
    HEAD = ("Дата", "Номер заказа", "Телефон", "E-mail", "Клиент", "Выручка")

    def customers(self, *people: tuple[object, object, object]):
        rows = [self.HEAD, *([dt.date(2026, 10, 1), f"{n}", *person, 1.0] for n, person in enumerate(people))]
        snapshot = snap(grid(rows, "Продажи"))
        return snapshot, values(snapshot, "orders", "customer_id")

    def test_the_identifier_comes_first(self):
        assert self.customers(("89161234567", "a@b.ru", "К1"), ("", "", ""))[1] == ["К1", None]

    def test_then_the_phone_however_it_is_written(self):
        snapshot, ids = self.customers(
            ("+7 (916) 123-45-67", "a@b.ru", ""), (89161234567.0, "", ""), ("9161234567", "", ""), ("нет", "", "")
        )
        assert ids == ["9161234567"] * 3 + [None]
        assert codes(snapshot, "info") == ["customers_by_phone"]

    def test_then_the_mail(self):
        snapshot, ids = self.customers(("", "Anna@Mail.ru ", ""), ("", "anna@mail.ru", ""), ("", "?", ""))
        assert ids == ["anna@mail.ru", "anna@mail.ru", None]
        assert codes(snapshot, "info") == ["customers_by_email"]

    def test_the_contacts_themselves_are_not_kept(self):
        assert not {"phone", "email"} & set(self.customers(("1", "2", "3"))[0].tables["orders"].frame.columns)


class TestMonths:
    def monthly(self, *dates: object, header: str = "Дата", channels: str = "АБ"):
        rows = [
            [header, "Канал", "Расход"],
            *([day, channel, 1.0 + n] for n, day in enumerate(dates) for channel in channels),
        ]
        snapshot = snap(grid(rows, "Расходы"))
        assert set(values(snapshot, "spend", "monthly")) == {snapshot.sources[0].monthly}
        return snapshot.sources[0].monthly, sorted(set(days(snapshot, "spend")))

    def test_first_days_only(self):
        assert self.monthly(dt.date(2026, 9, 1), dt.date(2026, 10, 1)) == (True, ["2026-09-01", "2026-10-01"])

    def test_a_column_headed_month(self):
        assert self.monthly(dt.date(2026, 10, 31), header="Месяц") == (True, ["2026-10-01"])

    def test_months_in_words(self):
        assert self.monthly("окт 2026", "Ноябрь 2026") == (True, ["2026-10-01", "2026-11-01"])

    def test_a_single_first_day_is_a_day(self):
        assert self.monthly(dt.date(2026, 10, 1)) == (False, ["2026-10-01"])

    def test_days_are_days(self):
        assert self.monthly(dt.date(2026, 10, 1), dt.date(2026, 11, 2))[0] is False

    def test_several_rows_a_first_day_are_daily_data(self):
        assert self.monthly(dt.date(2026, 9, 1), dt.date(2026, 10, 1), channels="АА")[0] is False


class TestSpend:
    def test_kinds_of_cost(self):
        words = ["реклама", "ФОТ", "Зарплата", "агентство", "сервисы", "salary", "", "Печенье"]
        rows = [["Дата", "Вид", "Расход"], *([dt.date(2026, 10, 1 + n), word, 1.0] for n, word in enumerate(words))]
        snapshot = snap(grid(rows, "Расходы"))
        assert values(snapshot, "spend", "kind") == [
            "advertising", "salary", "salary", "contractor", "service", "salary", "advertising", "Печенье",
        ]  # fmt: skip
        assert find(snapshot, "spend_kinds_unknown").params["words"] == ["Печенье"]

    def test_a_column_type_of_something_else_is_not_the_kind_of_cost(self):
        rows = [["Дата", "Тип", "Расход"], [dt.date(2026, 10, 1), "Поиск", 1.0], [dt.date(2026, 10, 2), "Сети", 1.0]]
        snapshot = snap(grid(rows, "Расходы"))
        assert not snapshot.tables["spend"].has("kind")
        assert find(snapshot, "columns_unused").params["columns"] == ["Тип"]

    def test_a_negative_amount_and_a_blank_one_stay_and_are_told(self):
        rows = [
            ["Дата", "Канал", "Расход"],
            [dt.date(2026, 10, 1), "А", -5.0],
            [dt.date(2026, 10, 2), "А", ""],
            [dt.date(2026, 10, 3), "А", 7.0],
        ]
        snapshot = snap(grid(rows, "Расходы"))
        assert values(snapshot, "spend", "spend") == [-5, None, 7]
        assert codes(snapshot, "warning") == ["amounts_negative", "required_blank"]

    def test_exact_duplicates_stay_and_are_counted(self):
        rows = [["Дата", "Канал", "Кампания", "Расход"], *([dt.date(2026, 10, 1), "А", name, 5.0] for name in "ББВБ")]
        snapshot = snap(grid(rows, "Расходы"))
        assert len(snapshot.tables["spend"].frame) == 4
        assert find(snapshot, "rows_repeated").params["count"] == 2


def test_bare_sales_in_a_summary_are_asked_for():
    asked = snap(table("Месяц | Расходы | Продажи\nокт 2026 | 5 | 7\nноя 2026 | 5 | 7", "Сводка"))
    assert "sales_ambiguous" in codes(asked)
    assert not asked.tables["summary"].has("sales")
    told = snap(table("Месяц | Выручка | Продажи\nокт 2026 | 500 | 7\nноя 2026 | 5 | 7", "Сводка"))
    assert values(told, "summary", "sales") == [7, 7]


class TestSpec:
    """What kpi.toml says is obeyed."""

    ROWS = "Buy Ts | Uid | Total Paid | Source\n2026-10-01 | u1 | 1,234 | site\n2026-10-02 | u2 | 5 | app"

    def test_columns_constants_and_decimal(self):
        spec = SourceSpec(
            table="orders",
            columns={"date": "buy ts", "customer_id": "Uid", "revenue": "Total Paid"},
            constants={"channel": "Сайт"},
            decimal=",",
        )
        rows = [[cell.strip() for cell in line.split("|")] for line in self.ROWS.splitlines()]
        snapshot = snap((grid(rows), spec))
        assert values(snapshot, "orders", "revenue") == [1234, 5000]
        assert snapshot.tables["orders"].decimals == {"revenue": 3}
        assert values(snapshot, "orders", "channel") == ["Сайт", "Сайт"]

    def test_a_header_that_is_not_there_offers_the_near_one(self):
        spec = SourceSpec(table="orders", columns={"revenue": "Total Payd"})
        with pytest.raises(SourceError) as caught:
            snap((table(self.ROWS), spec))
        assert caught.value.code == "spec_column_missing_near"
        assert caught.value.params["near"] == "Total Paid"

    def test_required_columns_that_are_lacking_are_named(self):
        with pytest.raises(SourceError) as caught:
            snap((table("Дата | Канал\n01.10.2026 | А"), SourceSpec(table="spend")))
        assert caught.value.code == "table_lacks_columns"
        assert caught.value.params["lacking"] == ["spend"]

    def test_one_sheet_of_the_file_is_enough(self):
        spec = SourceSpec(table="orders", columns={"revenue": "Total Paid", "date": "Buy Ts"}, decimal=",")
        snapshot = snap((table("Что-то | другое\n1 | 2", "А"), spec), (table(self.ROWS, "Б"), spec))
        assert len(snapshot.tables["orders"].frame) == 2

    def test_vat(self):
        spec = SourceSpec(vat="excluded")
        assert snap((table(ORDERS, "Продажи"), spec)).sources[0].vat == "excluded"
        assert snap(table("Дата | Расход (руб., с НДС)\n01.10.2026 | 5", "Расходы")).sources[0].vat == "included"

    @pytest.mark.parametrize("barred", ["pivot", "kpi_formulas"])
    def test_a_barred_grid_is_never_a_source(self, barred):
        snapshot = snap(table(ORDERS, "Продажи"), table(ORDERS, "Сводная", barred=barred))
        assert codes(snapshot, "info") == [f"barred_{barred}"]
        with pytest.raises(SourceError):
            snap((table(ORDERS, "Продажи", barred=barred), SourceSpec(table="orders")))


class TestNothing:
    @pytest.mark.parametrize(
        ("grids", "code"),
        [
            ([], "nothing_in_file"),
            ([grid([])], "nothing_in_file"),
            ([table("Имя | Возраст\nАнна | 5")], "nothing_recognised"),
            ([table("Дата | Сумма\n01.10.2026 | 5")], "table_undecided"),
            ([table("Месяц | KPI | План\nокт 2026 | cac | 5", "План")], "only_plan"),
        ],
    )
    def test_it_names_what_was_looked_at_and_the_remedy(self, grids, code):
        with pytest.raises(SourceError) as caught:
            snap(*grids)
        assert caught.value.code == code
        assert caught.value.message("ru")
        assert caught.value.message("en")

    def test_an_undecided_sheet_beside_others_is_asked_about(self):
        snapshot = snap(table(ORDERS, "Продажи"), table("Дата | Сумма\n01.10.2026 | 5", "Лист2"))
        assert find(snapshot, "table_undecided").sheet == "Лист2"

    def test_a_sheet_of_results_counts_only_where_nothing_else_does(self):
        results = table("Месяц | Выручка | Расходы\nокт 2026 | 5 | 1\nноя 2026 | 5 | 1", "KPI")
        assert "summary" not in snap(table(ORDERS, "Продажи"), results).tables
        assert "summary" in snap(results).tables


def test_a_row_of_equal_words_is_no_second_line_of_the_header():
    """A lead without a date is refused; taken for a header it would vanish, and «Продажа» with it."""
    rows = """
    Дата создания | Номер лида | Канал | Целевой | Продажа
                  |            | Блог  | нет     | нет
    05.10.2026    | 2          | Блог  | да      | да
    31.10.2026    | 3          | Блог  | да      | нет
    """
    snapshot = snap(table(rows, "Лиды"))
    assert values(snapshot, "leads", "won") == [True, False]
    assert (snapshot.sources[0].rows_read, snapshot.sources[0].rows_refused) == (3, 1)


CELLS = st.one_of(
    st.none(),
    st.just(""),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-(10**6), 10**6),
    st.booleans(),
    st.dates(dt.date(1980, 1, 1), dt.date(2110, 1, 1)),
    st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2110, 1, 1)),
    st.times(),
    st.timedeltas(),
    st.sampled_from(
        ["Итого", "да", "1,234", "1 234,5", "2/1/21", "окт 2026", "Отменён", "—", "a@b.ru", "\u00a0", "Тест"]
    ),
    st.text(max_size=8),
)
HEADERS = st.sampled_from(
    [
        ("Продажи", ["Дата", "Номер заказа", "Выручка", "Канал", "Статус", "Телефон"]),
        ("Расходы", ["Месяц", "Расход, тыс. ₽", "Канал", "Вид", "Клики", "Прочее"]),
        ("Лиды", ["Дата создания", "Номер лида", "Канал", "Продажа", "Дата продажи", "Сумма"]),
        ("Сводка", ["Месяц", "Выручка", "Лиды", "Расходы", "Продажи", "Канал"]),
    ]
)


@settings(max_examples=250, deadline=None)
@given(HEADERS, st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=12))
def test_every_row_is_accounted_for_whatever_stands_in_it(headed, rows):
    """`snap` checks the sum of used, excluded and refused; here the rows that hold anything are counted apart."""
    sheet, header = headed
    source = snap(grid([header, *rows], sheet)).sources[0]
    filled = [
        row for row in rows if any(not (cell is None or (isinstance(cell, str) and not cell.strip())) for cell in row)
    ]
    assert source.rows_read == len(filled)


WORDS = [
    word.strip(" ~") for table in vocabulary.HEADERS.values() for words in table.values() for word in words.split("|")
]
SHEETS = st.sampled_from(
    [
        "Лист1",
        "Продажи",
        "Расходы",
        "Лиды",
        "Трафик",
        "Сводка",
        "План",
        "Решения",
        "Каналы",
        "Настройки",
        "Закрыто",
        "KPI",
    ]
)


@settings(max_examples=250, deadline=None)
@given(
    st.lists(
        st.tuples(
            SHEETS,
            st.lists(st.sampled_from(WORDS), min_size=5, max_size=5),
            st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6),
            st.booleans(),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_nothing_in_a_sheet_keeps_the_other_sheets_from_being_read(sheets):
    grids = [grid([header, *rows], sheet, headed=headed) for sheet, header, rows, headed in sheets]
    snap(table(ORDERS, "Продажи 0"), *grids)
