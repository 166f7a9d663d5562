"""The office itself as the second oracle: each KPI as SUMIFS and COUNTIFS beside our function, over 100,000 orders."""

from __future__ import annotations

from tests.libreoffice.shop import ALL, KPIS, SHEET, Shop, ours, plain


def test_sumifs_and_our_functions_agree_to_the_kopeck(office, opened):
    shop, document = Shop(100_000, months=25, channels=4), opened()
    shop.put(office, document)
    shop.mark_first_orders(office, document)
    asked = [
        (kpi, month, channel) for kpi in KPIS for month in shop.months[-2:] for channel in (ALL, *shop.channels[:2])
    ]
    rows = [
        [ours(*cell), plain(*cell, shop), f"=AND(ISNUMBER(A{row});ABS(A{row}-B{row})<0.005;ABS(A{row}/B{row}-1)<1E-11)"]
        for row, cell in enumerate(asked, start=1)
    ]
    office.put(document, SHEET, f"A1:C{len(rows)}", rows)
    found = office.get(document, SHEET, f"A1:C{len(rows)}")
    assert [cell for cell, row in zip(asked, found, strict=True) if row[2] != 1] == []
    # and again after an edit in the midst of the last month
    middle = len(shop.orders) - 100
    office.put(document, "Заказы", f"E{middle}", [[1_234_567.89]])
    edited = office.get(document, SHEET, f"A1:C{len(rows)}")
    assert [cell for cell, row in zip(asked, edited, strict=True) if row[2] != 1] == []
    assert sum(old[0] != new[0] for old, new in zip(found, edited, strict=True)) >= len(KPIS) // 3
