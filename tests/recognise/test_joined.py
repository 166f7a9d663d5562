"""Orders in one table, their amounts in another: every row of both is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_core.engine import build
from kpi_core.load import load
from kpi_core.periods import ALL, month
from kpi_core.snapshot import Snapshot

ORDERS = """order_id,customer_id,order_status,order_date
A1,c1,delivered,2026-09-10
A2,c2,delivered,2026-10-05
A3,c3,canceled,2026-10-06
A4,c1,delivered,2026-10-31
"""
PAYMENTS = """order_id,payment_type,payment_value
A1,card,10.10
A1,voucher,5.05
A2,card,20.20
A3,card,99
"""
ITEMS = """order_id,product_id,quantity,unit_price
A1,p1,2,3.50
A1,p2,1,1.00
A2,p1,1,3.50
A4,p2,4,1.00
"""


def folder(path: Path, **files: str) -> Snapshot:
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    snapshot = load(path)
    for each in snapshot.sources:
        assert each.rows_read == each.rows_used + sum(each.excluded.values()) + each.rows_refused
        assert each.rows_read > 0
    return snapshot


def codes(snapshot: Snapshot) -> set[str]:
    return {finding.code for finding in snapshot.findings}


def source(snapshot: Snapshot, file: str):
    return next(each for each in snapshot.sources if each.file == file)


def test_payments_take_the_day_the_customer_and_the_status_of_their_order(tmp_path):
    snapshot = folder(tmp_path, orders=ORDERS, payments=PAYMENTS)
    cube = build(snapshot)

    assert cube.kpi("revenue", month(2026, 9), None).value == pytest.approx(15.15, abs=1e-12)
    assert cube.kpi("revenue", month(2026, 10), None).value == pytest.approx(20.20, abs=1e-12)
    # A4 has no payment: an order it is all the same.
    assert [cube.kpi("orders", month(2026, n), None).value for n in (9, 10)] == [1, 2]
    assert cube.kpi("new_customers", ALL, None).value == 2
    told = next(finding for finding in snapshot.findings if finding.code == "lines_joined")
    assert (told.params["count"], told.params["bare"]) == (3, 1)
    assert source(snapshot, "payments.csv").excluded == {"cancelled": 1}
    assert source(snapshot, "orders.csv").excluded == {"cancelled": 1, "lines": 2}
    assert source(snapshot, "orders.csv").rows_used == 1


def test_a_list_of_customers_tells_who_they_are(tmp_path):
    """Olist: each order has a customer number of its own."""
    customers = "customer_id,customer_unique_id,customer_city\nc1,u1,x\nc2,u1,x\nc3,u2,y\n"
    snapshot = folder(tmp_path, orders=ORDERS, payments=PAYMENTS, customers=customers)

    assert build(snapshot).kpi("new_customers", ALL, None).value == 1
    assert "customers_unique" in codes(snapshot)


def test_a_price_times_a_quantity_of_lines(tmp_path):
    cube = build(folder(tmp_path, orders=ORDERS, order_items=ITEMS))

    assert [cube.kpi("revenue", month(2026, n), None).value for n in (9, 10)] == [8, 7.5]
    assert [cube.kpi("items", month(2026, n), None).value for n in (9, 10)] == [3, 5]


def test_a_payment_comes_before_a_price(tmp_path):
    cube = build(folder(tmp_path, orders=ORDERS, payments=PAYMENTS, order_items=ITEMS))
    assert cube.kpi("revenue", ALL, None).value == pytest.approx(35.35, abs=1e-12)


def test_amounts_of_the_order_itself_count_once(tmp_path):
    """A refund stands with the order, which has two payments."""
    orders = "order_id,order_date,refund\nA1,2026-10-01,4\nA2,2026-10-31,\n"
    cube = build(folder(tmp_path, orders=orders, payments=PAYMENTS.replace("A3", "A2")))
    assert cube.kpi("net_revenue", ALL, None).value == pytest.approx(10.10 + 5.05 + 20.20 + 99 - 4, abs=1e-9)


def test_a_line_without_an_order_is_refused_and_told(tmp_path):
    snapshot = folder(tmp_path, orders=ORDERS, payments=PAYMENTS + "A9,card,7\n,card,8\n")
    told = next(finding for finding in snapshot.findings if finding.code == "line_without_order")

    assert (told.params["count"], told.row, told.value) == (2, 6, "A9")
    assert source(snapshot, "payments.csv").rows_refused == 2
    assert build(snapshot).kpi("revenue", ALL, None).value == pytest.approx(35.35, abs=1e-12)


def test_a_wrong_amount_or_a_wrong_day_refuses_its_rows_and_no_others(tmp_path):
    snapshot = folder(tmp_path, orders=ORDERS.replace("2026-10-05", "soon"), payments=PAYMENTS.replace("5.05", "five"))
    assert build(snapshot).kpi("revenue", ALL, None).value == pytest.approx(10.10, abs=1e-12)
    assert source(snapshot, "orders.csv").rows_refused == 1
    assert source(snapshot, "payments.csv").rows_refused == 2


@pytest.mark.parametrize(
    "files",
    [
        {"orders": ORDERS + "A1,c9,delivered,2026-10-07\n", "payments": PAYMENTS},  # an order twice
        {"orders": ORDERS, "payments": PAYMENTS.replace("A", "B")},  # of other orders
        {"orders": ORDERS, "payments": PAYMENTS, "invoices": PAYMENTS.replace("card", "cash")},  # which of the two?
        {"orders": ORDERS, "payments": PAYMENTS.replace("payment_type", "payment_status")},  # two statuses
    ],
)
def test_what_is_doubtful_is_not_joined_and_still_asks(tmp_path, files):
    snapshot = folder(tmp_path, **files)

    assert "lines_joined" not in codes(snapshot)
    assert "table_lacks_date" in codes(snapshot)
    assert build(snapshot).kpi("revenue", ALL, None).reason == "no_data"


def test_two_sources_of_kpi_toml(tmp_path):
    (tmp_path / "o.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "p.csv").write_text(PAYMENTS.replace("payment_value", "Wert"), encoding="utf-8")
    (tmp_path / "kpi.toml").write_text(
        '[[source]]\ntable = "orders"\npath = "o.csv"\n[[source]]\ntable = "orders"\npath = "p.csv"\n'
        'columns = { revenue = "Wert" }\n',
        encoding="utf-8",
    )
    assert build(load(tmp_path / "kpi.toml")).kpi("revenue", ALL, None).value == pytest.approx(35.35, abs=1e-12)
