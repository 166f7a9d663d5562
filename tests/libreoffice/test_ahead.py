"""What the worker answers before it is asked, and tables handed over in blocks. No office is needed."""

from __future__ import annotations

import io

import pytest

from addin.libreoffice import worker
from addin.libreoffice.office.link import receive, send
from addin.libreoffice.worker import Book, grid_of
from tests.libreoffice.shop import ORDERS, SPEND, Shop, serial

SHOP = Shop(400, months=6, channels=4)
NOTHING = (None, None, None, None)
KPIS = ("KPI_REVENUE", "KPI_CPO", "KPI_DRR")


def table(name, rows, date_rows):
    floats = tuple(tuple(float(cell) if isinstance(cell, int) else cell for cell in row) for row in rows)
    return {"name": name, "row": 1, "column": 1, "headed": True, "rows": floats, "errors": [], "kinds": date_rows}


def tables():
    return {
        ORDERS: [table(ORDERS, SHOP.orders, [(0, 1, len(SHOP.orders) - 1, "date")])],
        SPEND: [table(SPEND, SHOP.spend, [(0, 1, len(SHOP.spend) - 1, "date")])],
    }


def book():
    made = Book("shop")
    made.take("shop", (ORDERS, SPEND), tables())
    return made


def filled(made, spell):
    """Ask as a sheet does, cell after cell; how often the worker had to be asked."""
    known, exchanges = {}, 0
    for month in SHOP.months[::-1]:
        for channel in SHOP.channels:
            for kpi in KPIS:
                question = (kpi, (spell(month), channel, *NOTHING))
                if question not in known:
                    known.update(made.ahead.answers(*question))
                    exchanges += 1
                    while made.ahead.guess():
                        pass
    return known, exchanges


@pytest.mark.parametrize("spell", [str, lambda month: float(serial(month)[0])], ids=["text", "date"])
def test_what_is_told_ahead_is_what_the_question_itself_gives(spell):
    known, exchanges = filled(book(), spell)
    fresh = book()
    assert known == {(name, given): fresh.answer(name, given) for name, given in known}
    assert exchanges < 10  # of 72 cells


def test_nothing_is_told_twice():
    made = book()
    first = (KPIS[0], (SHOP.months[0], SHOP.channels[0], *NOTHING))
    second = (KPIS[0], (SHOP.months[1], SHOP.channels[1], *NOTHING))
    told = [question for each in (first, second) for question, _ in made.ahead.answers(*each)]
    while made.ahead.guess():
        pass
    told += [question for question, _ in made.ahead.answers(KPIS[1], second[1])]
    assert len(told) == len(set(told))


def test_changed_tables_leave_nothing_of_what_was_guessed():
    made = book()
    question = (KPIS[0], (SHOP.months[0], SHOP.channels[0], *NOTHING))
    made.ahead.answers(*question)
    made.ahead.answers(KPIS[0], (SHOP.months[1], SHOP.channels[1], *NOTHING))
    while made.ahead.guess():
        pass
    changed = tables()
    twice = tuple((*row[:4], row[4] * 2, *row[5:]) for row in changed[ORDERS][0]["rows"][1:])
    changed[ORDERS][0]["rows"] = (changed[ORDERS][0]["rows"][0], *twice)
    before = dict(made.ahead.answers(*question))
    made.take("shop", (ORDERS, SPEND), changed)
    after = dict(made.ahead.answers(*question))
    assert after == {question: 2 * before[question]}


ROWS = tuple(tuple(map(str, range(number, number + 3))) for number in range(25))


@pytest.mark.parametrize("size", [1, 7, 24, 25])
def test_rows_in_blocks_are_the_rows_as_a_whole(size):
    whole = {"name": "", "row": 1, "column": 1, "rows": ROWS}
    starts = range(0, len(ROWS) - size, size)  # one row at least is left for the end
    blocks = [[list(column) for column in zip(*ROWS[at : at + size], strict=True)] for at in starts]
    rest = ROWS[len(blocks) * size :]
    assert grid_of({**whole, "rows": rest}, "f", "s", blocks=blocks) == grid_of(whole, "f", "s")


def test_blocks_of_a_reading_that_was_broken_off_are_forgotten():
    made, told = Book("x"), {"name": "", "row": 1, "column": 1, "address": "$A$1", "given": 2, "rows": ROWS[20:]}
    made.unpack("$A$1", 0, ROWS[:5])
    made.unpack("$A$1", 0, ROWS[:10])
    made.unpack("$A$1", 1, ROWS[10:20])
    made.take("x", ("s",), {"s": [told]})
    (grid,) = made._grids()
    assert grid.columns == [list(column) for column in zip(*ROWS, strict=True)]
    made.unpack("$A$1", 0, ROWS[:10])
    with pytest.raises(AssertionError):
        made.take("x", ("s",), {"s": [told]})


def test_what_is_given_is_not_answered():
    requests, answers = io.BytesIO(), io.BytesIO()
    send(requests, ("rows", "document", "$A$1", 0, ROWS))
    send(requests, ("explaining", ("Как читать", "Заказы")))
    requests.seek(0)
    worker.serve(requests, answers)
    answers.seek(0)
    assert isinstance(receive(answers), list)
    assert answers.read() == b""


def test_after_a_while_everything_may_be_told_again(monkeypatch):
    """The office drops what no cell has asked for: nobody else would ever tell it."""
    made, now = book(), [100.0]
    monkeypatch.setattr("addin.libreoffice.ahead.time.monotonic", lambda: now[0])
    one, other = ((KPIS[0], (SHOP.months[0], channel, *NOTHING)) for channel in SHOP.channels[:2])

    def told():
        return {question for each in (one, other) for question, _ in made.ahead.answers(*each)}

    assert len(told()) == len(SHOP.channels)
    assert told() == {one, other}
    now[0] += 10
    assert len(told()) == len(SHOP.channels)
