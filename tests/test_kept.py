"""A kept cube says what the live one says, for every period; a broken or foreign file is refused in one sentence."""

from __future__ import annotations

import io
import json
import os
import pickle
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core import kept
from kpi_core.analysis.activity import activity
from kpi_core.answer import Answer, Missing
from kpi_core.catalogue import catalogue
from kpi_core.cube import Cube
from kpi_core.engine import build
from kpi_core.errors import Finding, SourceError, UsageError
from kpi_core.explain import explain
from kpi_core.kept import detached, kept_path, open_kept, packed
from kpi_core.load import load
from kpi_core.measures import MEASURES
from kpi_core.periods import ALL, Period, parse_period
from kpi_core.shipped import shipped
from kpi_core.snapshot import Settings, Target
from tests.snapshots import cube, leads, orders, period, snapshot, spend

SAMPLES = ("shop-ru", "leads-ru", "summary-ru")
ODD_PERIODS = ("2026-Q3", "2026", "2025", "2026-09-05..2026-10-17", "2026-01..2026-09", "2026-10-03..2026-10-03", "всё")
# What the keeping has to leave out none of: everything a cell can ask for but the plan, which needs a KPI's name.
NAMES = [*catalogue(), *(name for name in MEASURES if not name.startswith("target_"))]


def through_a_file(live: Cube, folder: Path, name: str = "куб") -> Cube:
    path = folder / f"{name}.kpicube"
    path.write_bytes(packed(live, folder / f"{name}.xlsx"))
    return open_kept(path)


def questions(live: Cube) -> Iterator[tuple[str, Period, str | None]]:
    for each in [*live.months, *map(parse_period, ODD_PERIODS)]:
        for channel in (None, *live.channels):
            for name in NAMES:
                yield name, each, channel


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_answer_is_that_of_the_live_cube(sample: str, tmp_path: Path):
    live = build(load(shipped("sample_workbooks") / f"{sample}.xlsx"))
    found = through_a_file(live, tmp_path)

    asked = list(questions(live))
    different = [each for each in asked if live.kpi(*each) != found.kpi(*each)]

    assert len(asked) > 1_000
    assert not different
    assert (found.report_month, found.channels, found.months, found.chosen) == (
        live.report_month, live.channels, live.months, live.chosen
    )  # fmt: skip
    assert replace(found.snapshot, tables={}) == replace(live.snapshot, tables={})


@pytest.mark.parametrize("sample", SAMPLES)
def test_explanations_differ_by_the_date_of_the_cube_only(sample: str, tmp_path: Path):
    live = build(load(shipped("sample_workbooks") / f"{sample}.xlsx"))
    found = through_a_file(live, tmp_path, "склад")
    for name in ("revenue", "cac", "conversion", "ltv"):
        for when in (None, period("2026-Q3")):
            before, after = (explain(each, name, when, None, "ru") for each in (live, found))
            assert (after.numbers, after.result, after.sources) == (before.numbers, before.result, before.sources)
            assert after.remarks[: len(before.remarks)] == before.remarks
            assert after.remarks[-1].startswith("Из сохранённого куба «склад.xlsx», обновлён ")


# -- counts of customers against plain loops ---------------------------------------------------------------------


class Line(NamedTuple):
    """One row of the orders table."""

    when: datetime
    order: str | None
    customer: str | None
    channel: str | None
    revenue: int
    refund: int
    cost: int


def one_row(when: datetime, order: str | None, customer: str | None, channel: str | None, money: list[int]) -> Line:
    """A row without an order number has no refund: whether it was given back in full nothing would tell."""
    return Line(when, order, customer, channel, money[0], money[1] if order else 0, money[2])


lines = st.lists(
    st.builds(
        one_row,
        st.builds(
            lambda days, hour: datetime(2026, 1, 1, hour) + timedelta(days),
            st.integers(0, 130),
            st.sampled_from([0, 9]),
        ),
        st.sampled_from([None, "1", "2", "3", "4", "5", "6", "7", "8"]),
        st.sampled_from([None, "ann", "bob", "cid", "dan"]),
        st.sampled_from([None, "SEO", "VK"]),
        st.tuples(st.integers(0, 9), st.sampled_from([0, 0, 0, 5]), st.integers(0, 3)).map(list),
    ),
    min_size=1,
    max_size=25,
)


class Plain:
    """The counts as a person with a pencil would make them."""

    def __init__(self, rows: list[Line]) -> None:
        self.rows = rows
        paid: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
        for place, row in enumerate(rows):
            # a line that names nobody is a part of its order all the same
            paid[row.order or place][0] += row.revenue
            paid[row.order or place][1] += row.refund
        back = {order for order, (taken, given_back) in paid.items() if given_back > 0 and given_back >= taken}
        self.first: dict[str, Line] = {}
        for place, row in sorted(enumerate(rows), key=lambda each: (each[1].when, each[0])):
            # an order is told by its rows; one without a number is its row alone, and goes by its own refund
            if row.customer and (row.order or place) not in back:
                self.first.setdefault(row.customer, row)

    def inside(self, when: Period, channel: str | None) -> list[tuple[Any, Line]]:
        return [
            (row.order or place, row)
            for place, row in enumerate(self.rows)
            if row.customer and when.first <= row.when.date().toordinal() <= when.last
            if channel in (None, row.channel)
        ]  # fmt: skip

    def won(self, when: Period) -> set[str]:
        return {who for who, row in self.first.items() if when.first <= row.when.date().toordinal() <= when.last}

    def customers(self, when: Period, channel: str | None) -> int:
        return len({row.customer for _, row in self.inside(when, channel)})

    def repeat_customers(self, when: Period, channel: str | None) -> int:
        made: dict[Any, set[Any]] = defaultdict(set)
        for order, row in self.inside(when, channel):
            made[row.customer].add(order)
        return sum(len(each) > 1 for each in made.values())

    def retained_customers(self, when: Period, channel: str | None) -> int:
        before = when.previous()
        if before is None:
            return 0
        now, then = ({row.customer for _, row in self.inside(each, channel)} for each in (when, before))
        return len(now & then)

    def new_customer_revenue(self, when: Period, channel: str | None) -> Fraction:
        won = self.won(when)
        return Fraction(sum(row.revenue for _, row in self.inside(when, channel) if row.customer in won))

    def cohort_gross_profit_by_age(self, when: Period, channel: str | None) -> tuple[Fraction, ...]:
        ages: dict[int, int] = defaultdict(int)
        for who in self.won(when):
            first = self.first[who]
            if channel not in (None, first.channel):
                continue
            for row in self.rows:
                if row.customer == who and row.when >= first.when:
                    months = (row.when.year - first.when.year) * 12 + row.when.month - first.when.month
                    ages[months] += row.revenue - row.cost
        return tuple(Fraction(ages[age]) for age in range(max(ages) + 1)) if ages else ()

    def cohort_gross_profit(self, when: Period, channel: str | None) -> Fraction:
        return sum(self.cohort_gross_profit_by_age(when, channel), Fraction(0))


HEADER = "date order_id customer_id channel revenue refund cost_of_goods"
COUNTED = ("customers", "repeat_customers", "retained_customers", "new_customer_revenue", "cohort_gross_profit",
           "cohort_gross_profit_by_age")  # fmt: skip
_ASKED_LIVE = ("2026-02", "2026-Q1", "2026-01-20..2026-02-11")
PERIODS = ("2026-01", "2026-02", "2026-03", "2026-05", "2026-Q1", "2026", "2026-01-20..2026-02-11", "всё")


@settings(max_examples=30, deadline=None)
@given(lines)
def test_customers_and_cohorts_against_plain_loops(rows: list[Line]):
    """Orders on several days, rows without number or customer, refunds, two orders a day."""
    if not any(row.customer for row in rows):
        return
    live = cube(orders(*rows, header=HEADER))
    found, plain = detached(live), Plain(rows)
    for when in map(parse_period, PERIODS):
        for channel in (None, *live.channels):
            for name in COUNTED:
                told = found.counted(name, when, channel)
                assert told == getattr(plain, name)(when, channel), (name, str(when), channel)
                if str(when) in _ASKED_LIVE:
                    assert told == live.counted(name, when, channel), (name, str(when), channel)


@settings(max_examples=15, deadline=None)
@given(lines)
def test_the_activity_of_cohorts_against_the_live_one(rows: list[Line]):
    live = cube(orders(*rows, header=HEADER))
    before, after = activity(live), activity(detached(live))
    if isinstance(after, Missing):
        assert not live.tells_customers
        return
    assert not isinstance(before, Missing)
    for month in range(2026 * 12, 2026 * 12 + 14):
        for channel in (None, *live.channels):
            assert dict(after.active(month, channel)) == dict(before.active(month, channel))


def test_an_identifier_on_several_days_counts_once_in_a_kept_cube(tmp_path: Path):
    """One order paid in two parts, one lead entered twice: two days, one event."""
    live = cube(
        orders(
            ("2026-10-01", "1", "a", "SEO", 10), ("2026-10-05", "1", "a", "SEO", 10), ("2026-10-05", "2", "b", "VK", 5)
        ),
        leads(("2026-10-01", "x", "SEO", True, "2026-10-02"), ("2026-10-03", "x", "VK", False, None)),
    )
    found = through_a_file(live, tmp_path)
    answers = [found.kpi(name, period("2026-10")).value for name in ("orders", "leads", "sales")]
    assert answers == [2, 1, 1]
    assert found.kpi("orders", period("2026-10-05..2026-10-05")).value == 2


# -- more rows than are kept -------------------------------------------------------------------------------------


class TestMoreRowsThanAreKept:
    """Customers are then counted beforehand for the usual periods; of any other it is said that it was not."""

    @pytest.fixture
    def pair(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Cube, Cube]:
        live = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
        monkeypatch.setattr(kept, "MOST_ROWS", 100)
        return live, through_a_file(live, tmp_path)

    def test_months_quarters_years_and_everything_are_exact(self, pair: tuple[Cube, Cube]):
        live, found = pair
        for when in ("2026-10", "2026-02", "2026-Q3", "2025", "2026", "всё"):
            for channel in (None, *live.channels):
                for name in ("customers", "retention_rate", "repeat_customers", "ltv", "new_customer_revenue", "cac"):
                    asked = (name, period(when), channel)
                    assert found.kpi(*asked) == live.kpi(*asked), asked

    def test_any_other_period_is_no_number(self, pair: tuple[Cube, Cube]):
        _, found = pair
        odd = period("2026-10-05..2026-10-20")
        assert found.kpi("customers", odd) == Answer(None, "not_kept")
        assert found.kpi("revenue", odd).value is not None
        told = explain(found, "customers", odd, None, "en")
        assert told.reason.startswith("too many rows to keep")
        assert "kpi compute" in told.remedy

    def test_cohorts_followed_for_other_months_are_no_number(self, pair: tuple[Cube, Cube]):
        _, found = pair
        other = found.under(replace(found.snapshot, settings=replace(found.snapshot.settings, ltv_months=2)))
        assert other.kpi("ltv", period("2026-02")).reason == "not_kept"
        assert other.kpi("customers", period("2026-02")) == found.kpi("customers", period("2026-02"))

    def test_cohort_tables_say_so_too(self, pair: tuple[Cube, Cube]):
        assert activity(pair[1]) == Missing("not_kept")


# -- under other settings ----------------------------------------------------------------------------------------


def test_under_other_settings_the_figures_follow(tmp_path: Path):
    live = build(load(shipped("sample_workbooks") / "shop-ru.xlsx"))
    found = through_a_file(live, tmp_path)
    own = Settings(report_month=period("2026-05"), ltv_months=3)
    plan = (Target(period("2026-05"), "revenue", 1e6),)
    other = found.under(replace(found.snapshot, settings=own, targets=plan))
    direct = build(replace(live.snapshot, settings=own, targets=plan))

    assert other.report_month == period("2026-05")
    for name in ("ltv", "cac", "run_rate", "plan_completion"):
        if name in catalogue():
            assert other.kpi(name) == direct.kpi(name)
    assert other.target("revenue") == direct.target("revenue") == Answer(1e6)
    assert found.report_month == live.report_month


# -- the file ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small() -> Cube:
    return cube(
        orders(("2026-10-01", "1", "a", "SEO", 10), ("2026-10-05", "2", "b", "VK", 5)), spend(("2026-10-01", "VK", 4))
    )


def test_the_same_cube_gives_the_same_bytes(small: Cube, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2026, 11, 23, 14, 5)

    monkeypatch.setattr(kept, "datetime", Stopped)
    assert packed(small, "a.xlsx") == packed(small, "a.xlsx")


def test_findings_with_errors_inside_come_back(tmp_path: Path):
    """A remark may carry another refusal as its reason, and dates."""
    why = UsageError("setting_month", value="13.2026")
    remark = Finding("warning", "config_value", {"path": "kpi.toml", "key": "month", "why": why}, "kpi.toml")
    live = build(replace(snapshot(orders(("2026-10-01", "1", "a", "SEO", 10))), findings=(remark,)))
    back = through_a_file(live, tmp_path).snapshot.findings
    assert [each.message("ru") for each in back] == [remark.message("ru")]
    assert str(pickle.loads(pickle.dumps(why))) == str(why)


@pytest.mark.parametrize(
    ("source", "beside"),
    [("shop/kpi.toml", "shop/kpi.kpicube"), ("o.parquet", "o.kpicube"), ("team.kpicube", "team.kpicube")],
)
def test_it_lies_beside_its_source(source: str, beside: str):
    assert kept_path(source).as_posix() == beside


def test_of_a_folder_it_lies_beside_the_folder_or_its_kpi_toml(tmp_path: Path):
    folder = tmp_path / "выгрузки"
    folder.mkdir()
    assert kept_path(folder) == tmp_path / "выгрузки.kpicube"
    (folder / "kpi.toml").write_text("")
    assert kept_path(folder) == folder / "kpi.kpicube"


def test_a_reader_keeps_its_own(small: Cube, tmp_path: Path):
    """Whoever has opened the old file goes on with it; the next one who opens it gets the new one."""
    path = tmp_path / "a.kpicube"
    path.write_bytes(packed(small, "a.xlsx"))
    old = open_kept(path)
    assert open_kept(path) is old

    aside = tmp_path / "aside"
    aside.write_bytes(packed(cube(orders(("2026-10-01", "1", "a", "SEO", 99))), "a.xlsx"))
    os.replace(aside, path)

    assert old.kpi("revenue", period("2026-10")).value == 15
    assert open_kept(path).kpi("revenue", period("2026-10")).value == 99


def told(path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        open_kept(path)
    assert "\n" not in refused.value.message("ru")
    assert str(path) in refused.value.message("ru")
    return refused.value.code


class TestFilesThatAreNone:
    @pytest.fixture
    def path(self, small: Cube, tmp_path: Path) -> Path:
        path = tmp_path / "a.kpicube"
        path.write_bytes(packed(small, "a.xlsx"))
        return path

    @pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04", pickle.dumps({"format": 1})])
    def test_other_bytes(self, path: Path, content: bytes):
        path.write_bytes(content)
        assert told(path) == "kept_broken"

    def test_a_workbook_renamed(self, path: Path):
        path.write_bytes((shipped("sample_workbooks") / "summary-ru.xlsx").read_bytes())
        assert told(path) == "kept_broken"

    def test_none_at_all(self, tmp_path: Path):
        assert told(tmp_path / "нет.kpicube") == "kept_missing"

    def test_a_folder(self, tmp_path: Path):
        (tmp_path / "b.kpicube").mkdir()
        assert told(tmp_path / "b.kpicube") in ("source_unreadable", "kept_broken")

    def test_cut_short(self, path: Path):
        whole = path.read_bytes()
        for length in range(0, len(whole), len(whole) // 40):
            path.write_bytes(whole[:length])
            os.utime(path, ns=(length, length))
            assert told(path) == "kept_broken"

    def test_a_member_before_the_begin_of_the_file_is_damage_and_no_fault_of_the_disk(self, path: Path):
        """ZIP counts from where the end of the file says its directory is: the disk refused to go there."""
        whole = path.read_bytes()
        later = int.from_bytes(whole[-6:-2], "little") + 1
        path.write_bytes(whole[:-6] + later.to_bytes(4, "little") + whole[-2:])
        assert told(path) == "kept_broken"

    @settings(max_examples=100, deadline=None)
    @given(data=st.data())
    def test_a_byte_that_has_turned_is_refused_or_changes_nothing(self, tmp_path_factory: Any, data: st.DataObject):
        """ZIP says the same thing several times; what it says once, it sums up."""
        live = cube(orders(("2026-10-01", "1", "a", "SEO", 10), ("2026-10-05", "2", "b", "VK", 5)))
        whole = bytearray(packed(live, "a.xlsx"))
        place, value = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(1, 255))
        whole[place] ^= value
        path = tmp_path_factory.mktemp("turned") / "a.kpicube"
        path.write_bytes(whole)
        try:
            found = open_kept(path)
        except SourceError:
            assert told(path) in ("kept_broken", "kept_other_version")
            return
        for name in ("revenue", "orders", "customers", "new_customers"):
            assert found.kpi(name, ALL).value == live.kpi(name, ALL).value

    def rewritten(self, path: Path, change: Any, stored: int = zipfile.ZIP_STORED) -> None:
        content = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w", stored) as new:
            for member in old.namelist():
                new.writestr(member, change(member, old.read(member)))
        path.write_bytes(content.getvalue())

    def index(self, path: Path, change: Any) -> None:
        def changed(member: str, content: bytes) -> bytes:
            if member != "kept.json":
                return content
            tree = json.loads(content)
            change(tree)
            return json.dumps(tree).encode()

        self.rewritten(path, changed)

    def test_another_version(self, path: Path):
        self.index(path, lambda tree: tree.update(format=99))
        assert told(path) == "kept_other_version"

    @pytest.mark.parametrize(
        "foreign",
        [
            {"@": "os.system", "of": {"command": "true"}},
            {"@": "cube.Cube", "of": {}},
            {"@": "cube.find", "of": {"name": "cac"}},
            {"@": "snapshot.Settings", "of": {"company": "x"}},
            {"@": "array", "of": "a999"},
            {"no": "tag"},
            [[[[]]]],
        ],
    )
    def test_what_we_never_wrote_is_never_made(self, path: Path, foreign: Any):
        self.index(path, lambda tree: tree.update(snapshot=foreign))
        assert told(path) == "kept_broken"

    def test_nothing_is_unpickled(self, path: Path):
        """An array of objects is a pickle in disguise."""
        content = io.BytesIO()
        np.lib.format.write_array(content, np.array([object], dtype=object), allow_pickle=True)
        self.rewritten(path, lambda member, old: content.getvalue() if member.endswith(".npy") else old)
        assert told(path) == "kept_broken"

    def test_a_packed_one_is_refused_unread(self, path: Path):
        """We store arrays as they are; what unpacks to a thousand times its size was made to."""
        self.rewritten(path, lambda _, content: content, zipfile.ZIP_DEFLATED)
        assert told(path) == "kept_broken"


# -- age ---------------------------------------------------------------------------------------------------------


class TestWhetherTheSourceHasChanged:
    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        folder = tmp_path / "склад"
        (folder / "заказы").mkdir(parents=True)
        (folder / "заказы" / "a.csv").write_text("Дата;Выручка\n2026-10-01;5\n", encoding="utf-8")
        (tmp_path / "общее.toml").write_text('currency = "RUB"\n', encoding="utf-8")
        config = 'extends = "../общее.toml"\n[[source]]\ntable = "orders"\npath = "заказы"\n'
        (folder / "kpi.toml").write_text(config, encoding="utf-8")
        return folder / "kpi.toml"

    def found(self, source: Path) -> kept.Kept:
        path = kept_path(source)
        path.write_bytes(packed(build(load(source)), source))
        found = open_kept(path).kept
        assert found is not None
        return found

    def test_untouched_it_has_not(self, source: Path):
        found = self.found(source)
        assert found.changed() == ""
        assert len(list(found.said("ru"))) == 1

    @pytest.mark.parametrize("name", ["kpi.toml", "../общее.toml", "заказы/a.csv"])
    def test_a_file_behind_it_was_saved_again(self, source: Path, name: str):
        found = self.found(source)
        (source.parent / name).write_text((source.parent / name).read_text("utf-8") + "\n", encoding="utf-8")
        assert found.changed() == Path(name).name
        assert list(found.said("ru"))[1].startswith(f"Файл «{Path(name).name}» с тех пор изменился")

    def test_a_file_came_or_went(self, source: Path):
        found = self.found(source)
        (source.parent / "заказы" / "b.csv").write_text("Дата;Выручка\n2026-10-02;5\n", encoding="utf-8")
        assert found.changed() == "заказы"
        (source.parent / "заказы" / "b.csv").unlink()
        (source.parent / "заказы" / "a.csv").unlink()
        assert found.changed()

    def test_where_the_source_cannot_be_seen_nothing_is_said(self, source: Path, tmp_path: Path):
        """The kept cube lies on a team drive; the warehouse is on another machine."""
        found = self.found(source)
        source.parent.rename(tmp_path / "там")
        elsewhere = replace(found, files=tuple(file for file in found.files if "общее" not in file.path))
        assert elsewhere.changed() == ""


def test_a_database_file_is_watched_too(tmp_path: Path):
    import sqlite3

    with sqlite3.connect(tmp_path / "магазин 1.db") as database:
        database.execute("CREATE TABLE sold (date TEXT, revenue REAL)")
        database.execute("INSERT INTO sold VALUES ('2026-10-01', 5.0)")
    database.close()
    source = tmp_path / "kpi.toml"
    query = 'table = "orders"\npath = "sqlite:///магазин 1.db"\nquery = "SELECT date, revenue FROM sold"\n'
    source.write_text(f"[[source]]\n{query}", encoding="utf-8")
    kept_path(source).write_bytes(packed(build(load(source)), source))
    found = open_kept(kept_path(source)).kept
    assert found is not None
    assert found.changed() == ""
    with sqlite3.connect(tmp_path / "магазин 1.db") as database:
        database.execute("INSERT INTO sold VALUES ('2026-10-02', 5.0)")
    database.close()
    os.utime(tmp_path / "магазин 1.db", ns=(1, 1))
    assert found.changed() == "магазин 1.db"


def test_a_kept_cube_holds_what_an_empty_table_is_not(tmp_path: Path):
    """A source of leads alone: no orders table, won leads are orders, and their customers are told apart."""
    live = cube(leads(("2026-10-01", "x", "SEO", True, "2026-10-02"), ("2026-10-03", "y", "VK", False, None)))
    found = through_a_file(live, tmp_path)
    for name in ("orders", "conversion", "customers", "leads", "revenue"):
        assert found.kpi(name, period("2026-10")) == live.kpi(name, period("2026-10"))
    assert date.fromordinal(found.span.last) == date.fromordinal(live.span.last)


def test_rows_that_stay_in_their_files_are_kept_as_well(tmp_path: Path):
    """DuckDB counts a Parquet file where it lies; its numbers and identifiers reach the kept cube exactly."""
    import pandas as pd

    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(
                ["2026-09-01 10:00", "2026-10-01 00:00", "2026-10-05 00:00", "2026-10-05 09:00", "2026-10-31 00:00"]
            ),
            "order_id": pd.array([9007199254740993, 9007199254740992, 3, 4, None], dtype="Int64"),
            "customer_id": ["a", "b", "a", None, "c"],
            "channel": ["SEO", "VK", "SEO", "VK", None],
            "revenue": [10.25, 20.5, 30.75, 5.0, 1.0],
        }
    )
    frame.to_parquet(tmp_path / "orders.parquet", index=False)
    found = {}
    for engine in ("pandas", "duckdb"):
        config = f'engine = "{engine}"\n[[source]]\ntable = "orders"\npath = "orders.parquet"\n'
        (tmp_path / f"{engine}.toml").write_text(config, encoding="utf-8")
        live = build(load(tmp_path / f"{engine}.toml"))
        kept_path(tmp_path / f"{engine}.toml").write_bytes(packed(live, tmp_path / f"{engine}.toml"))
        found[engine] = open_kept(kept_path(tmp_path / f"{engine}.toml"))

    october = period("2026-10")
    for name, value in (("revenue", 57.25), ("orders", 4), ("customers", 3), ("retained_customers", 1)):
        assert [each.kpi(name, october).value for each in found.values()] == [value, value], name
    assert [each.kpi("orders", ALL).value for each in found.values()] == [5, 5]
    assert [each.counted("repeat_customers", ALL, None) for each in found.values()] == [1, 1]
