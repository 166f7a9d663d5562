"""Every measure on every engine, against plain loops; and every KPI with its reasons and notes against pandas."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from kpi_core.answer import Missing
from kpi_core.catalogue import catalogue
from kpi_core.measures import MEASURES
from kpi_core.periods import ALL, Period, parse_period
from tests.engines.conftest import ENGINES
from tests.engines.oracle import before_of

MONTHS = ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]
OTHERS = ["2026-Q1", "2026-01-14..2026-02-20", "all"]
CHANNELS = [None, "SEO", "VK Реклама", "Директ"]
COUNTED = [name for name, measure in MEASURES.items() if measure.how not in ("plan", "calendar")]


def asked(text: str) -> tuple[Period, tuple[date, date], tuple[date, date] | None]:
    """The period, its first and last day, and those of the period before it."""
    if text == "all":
        return ALL, (date(1900, 1, 1), date(2200, 1, 1)), None
    period = parse_period(text)
    days = (period.start, period.end)
    if text in MONTHS or "Q" in text:
        months = 3 if "Q" in text else 1
        number = period.start.year * 12 + period.start.month - 1 - months
        return period, days, (date(number // 12, number % 12 + 1, 1), date.fromordinal(period.start.toordinal() - 1))
    return period, days, before_of(*days)


# The others differ in how the rows are read, not in how they are counted.
OTHERS_OF = {"pandas": OTHERS, "duckdb": OTHERS, "postgres": OTHERS, "spark": []}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_measure_equals_plain_loops(engine, cubes, oracle):
    cube = cubes[engine]
    wrong = []
    for name in COUNTED:
        for text in (*MONTHS, *OTHERS_OF.get(engine, ())):
            period, days, before = asked(text)
            for channel in CHANNELS:
                found = cube.amount(name, period, channel)
                told = None if isinstance(found, Missing) else found
                expected = oracle.measure(name, days, before, channel)
                if told != expected:
                    wrong.append((name, text, channel, told, expected))
    assert not wrong, f"{len(wrong)} differ, the first: {wrong[:3]}"


@pytest.mark.parametrize("engine", [each for each in ENGINES if each != "pandas"])
def test_every_kpi_with_its_reason_and_notes_equals_pandas(engine, cubes):
    cube, plain = cubes[engine], cubes["pandas"]
    assert cube.channels == plain.channels
    assert cube.months == plain.months
    assert cube.report_month == plain.report_month
    for name in catalogue():
        for month in cube.months:
            for channel in CHANNELS:
                assert cube.kpi(name, month, channel) == plain.kpi(name, month, channel), (name, month, channel)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_row_is_accounted_for(engine, cubes):
    """Six rows of orders have no date, some are cancelled; nothing else is left out."""
    sources = {source.kind: source for source in cubes[engine].snapshot.sources}
    for kind, source in sources.items():
        assert source.rows_read == source.rows_used + sum(source.excluded.values()) + source.rows_refused, kind
    plain = {source.kind: source for source in cubes["pandas"].snapshot.sources}
    for kind, source in sources.items():
        counts = (source.rows_read, source.rows_used, dict(source.excluded), source.rows_refused)
        other = plain[kind]
        assert counts == (other.rows_read, other.rows_used, dict(other.excluded), other.rows_refused), kind
        assert (source.first, source.last, source.monthly) == (other.first, other.last, other.monthly)
    assert sources["orders"].rows_refused > 0
    assert sources["orders"].excluded["cancelled"] > 0


def test_a_sum_that_floats_would_get_wrong(cubes):
    """The oracle's own sanity: kopecks add up, 0.1 and 0.2 are 0.3."""
    assert isinstance(cubes["duckdb-floats"].amount("revenue", ALL, None), Fraction)


def test_a_server_that_refused_a_query_answers_the_next(request):
    """A wrong query, one that would write, one that fails on its rows: each is one sentence, and the server goes on."""
    from kpi_core.errors import SourceError
    from kpi_core.fetching import fetched
    from kpi_core.sources.server import served
    from kpi_core.sources.spec import SourceSpec
    from tests.engines.conftest import demand

    demand("postgres")
    url = request.getfixturevalue("postgres_url")
    for query in ("select nothing from nowhere", "drop table orders", "select 1 as a; drop table orders"):
        with pytest.raises(SourceError, match="postgresql://"):
            served(url, SourceSpec(query=query))
    with pytest.raises(SourceError, match="division by zero"):
        fetched(served(url, SourceSpec(query="select 1 / (n - 1) as a from generate_series(1, 2) as n")).frame)
    assert fetched(served(url, SourceSpec(query="select 5 as a")).frame) == [[5]]
