"""Rules R1–R14 of the catalogue: each test draws the trap it is named after. Expected values are worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_core.answer import Answer
from kpi_core.kept import detached
from kpi_core.recognise.across import order_before_lead
from kpi_core.snapshot import Settings
from tests.snapshots import cube, facts, leads, orders, period, spend, target

OCTOBER = period("2026-10")


def value(answer: Answer) -> float | None:
    return answer.value


# R1 ---------------------------------------------------------------------------------------------------------------


def test_r1_total_cac_divides_totals_not_channels():
    """SEO: 1000 ÷ 100 = 10. Direct: 200 ÷ 2 = 100. The mean of the two would be 55; the right total is 1200 ÷ 102."""
    bought = [("2026-10-05", f"s{n}", f"s{n}", "SEO", 1.0) for n in range(100)]
    bought += [("2026-10-06", f"d{n}", f"d{n}", "Директ", 1.0) for n in range(2)]
    shop = cube(orders(*bought), spend(("2026-10-01", "SEO", 1000), ("2026-10-01", "Директ", 200)))

    assert value(shop.kpi("cac", OCTOBER, "SEO")) == 10
    assert value(shop.kpi("cac", OCTOBER, "Директ")) == 100
    assert value(shop.kpi("cac", OCTOBER)) == pytest.approx(1200 / 102, rel=1e-15)


def test_r1_quarter_ctr_is_not_the_mean_of_months():
    """July 1/10, August 0/990: the mean of the months is 5 %, the quarter's CTR 1/1000."""
    shop = cube(
        spend(
            ("2026-07-10", "VK", 1, 10, 1),
            ("2026-08-10", "VK", 1, 990, 0),
            header="date channel spend impressions clicks",
        )
    )
    assert value(shop.kpi("ctr", period("2026-Q3"))) == 0.001


# R2 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kpi", "reason"),
    [
        ("cac", "no_new_customers"),
        ("cpc", "no_clicks"),
        ("ctr", "no_impressions"),
        ("cpo", "no_orders"),
        ("roas", None),
        ("sales_growth_mom", "no_base"),
    ],
)
def test_r2_zero_denominator_is_undefined_with_its_reason(kpi, reason):
    """Spend of 500 without a single result: never 0, never infinity."""
    shop = cube(
        orders(("2026-10-01", "1", "a", "SEO", 100)),
        spend(("2026-10-01", "Директ", 500, 0, 0), header="date channel spend impressions clicks"),
    )
    answer = shop.kpi(kpi, OCTOBER, "Директ")
    assert (answer.value is None, answer.reason) == (reason is not None, reason)


def test_r2_zero_spend_has_no_roas():
    shop = cube(orders(("2026-10-01", "1", "a", "SEO", 100)), spend(("2026-10-01", "SEO", 0)))
    assert shop.kpi("roas", OCTOBER) == Answer(None, "no_spend")


# R3 ---------------------------------------------------------------------------------------------------------------


def test_r3_missing_is_not_zero():
    """Orders are events: October is complete, so a channel without orders sold 0. Spend is a total: a channel without
    a row is not known. A month in which a table has no row at all is missing, not zero."""
    shop = cube(
        orders(("2026-08-05", "0", "z", "SEO", 5), ("2026-10-05", "1", "a", "SEO", 100)),
        spend(("2026-10-01", "Директ", 500)),
    )
    assert shop.kpi("revenue", OCTOBER, "Директ").value == 0
    assert shop.kpi("spend", OCTOBER, "SEO") == Answer(None, "no_data")
    assert shop.kpi("cac", OCTOBER, "SEO").reason == "no_data"
    assert shop.kpi("revenue", period("2026-09")).reason == "no_data"
    assert shop.kpi("sales_growth_mom", OCTOBER).reason == "no_base"


def test_r3_empty_cells_of_a_totals_table_are_missing():
    """Clicks were never filled in for VK: its CTR is not 0 %."""
    shop = cube(
        spend(
            ("2026-10-01", "VK", 10, None, None),
            ("2026-10-01", "Директ", 10, 100, 5),
            header="date channel spend impressions clicks",
        )
    )
    assert shop.kpi("ctr", OCTOBER, "VK").reason == "no_data"
    assert shop.kpi("ctr", OCTOBER).value == 0.05


def test_r3_months_without_rows_stay_in_the_calendar():
    shop = cube(orders(("2026-08-05", "0", "z", "SEO", 5), ("2026-10-05", "1", "a", "SEO", 100)))
    assert [str(month) for month in shop.months] == ["2026-08", "2026-09", "2026-10"]


# R4 ---------------------------------------------------------------------------------------------------------------


def test_r4_free_channel_is_noted_blended_in_and_left_out_of_paid():
    """300 spent on Direct for 2 customers; SEO costs 0 for 1: blended 100, paid 150, SEO itself 0 with a note."""
    shop = cube(
        orders(
            ("2026-10-01", "1", "a", "Директ", 10),
            ("2026-10-02", "2", "b", "Директ", 10),
            ("2026-10-03", "3", "c", "SEO", 10),
        ),
        spend(("2026-10-01", "Директ", 300), ("2026-10-01", "SEO", 0)),
    )
    assert shop.kpi("cac", OCTOBER).value == 100
    assert shop.kpi("cac_paid", OCTOBER).value == 150
    free = shop.kpi("cac", OCTOBER, "SEO")
    assert free.value == 0
    assert "free_channel" in free.notes
    assert "free_channel" not in shop.kpi("cac", OCTOBER, "Директ").notes


# R5 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("revenue_vat", "spend_vat", "noted"),
    [(None, None, True), ("included", None, True), ("included", "excluded", True), ("excluded", "excluded", False)],
)
def test_r5_ratio_of_money_across_sources_says_when_vat_is_unknown(revenue_vat, spend_vat, noted):
    """The value stays as it is: nothing is converted by guess."""
    shop = cube(
        orders(("2026-10-01", "1", "a", "SEO", 120), vat=revenue_vat), spend(("2026-10-01", "SEO", 30), vat=spend_vat)
    )
    answer = shop.kpi("drr", OCTOBER)
    assert answer.value == 0.25
    assert ("vat_unknown" in answer.notes) is noted
    assert "vat_unknown" not in shop.kpi("average_check", OCTOBER).notes


# R6 ---------------------------------------------------------------------------------------------------------------


def test_r6_customers_of_a_quarter_are_counted_again():
    """Anna buys in July, August and September: three months of one customer are a quarter of one."""
    shop = cube(
        orders(*[(f"2026-0{number}-10", f"o{number}", "Анна", "SEO", 10) for number in (7, 8, 9)]),
    )
    assert [shop.kpi("customers", period(f"2026-0{n}")).value for n in (7, 8, 9)] == [1, 1, 1]
    assert shop.kpi("customers", period("2026-Q3")).value == 1
    assert shop.kpi("arppu", period("2026-Q3")).value == 30


def test_r6_monthly_totals_of_people_do_not_add_up():
    summary = facts(
        "summary",
        "date users customers visits",
        [("2026-09-01", 50, 5, 70), ("2026-10-01", 60, 6, 80)],
        monthly=True,
    )
    firm = cube(summary)
    assert firm.kpi("users", OCTOBER).value == 60
    assert firm.kpi("users", period("2026-09..2026-10")) == Answer(None, "not_additive")
    assert firm.kpi("visits", period("2026-09..2026-10")).value == 150


def test_r6_one_order_in_two_channels_is_one_order():
    """Lines of order 7 stand under two channels, and on the last of July and the first of August."""
    shop = cube(
        orders(
            ("2026-07-31", "7", "a", "SEO", 10),
            ("2026-07-31", "7", "a", "VK", 10),
            ("2026-08-01", "7", "a", "SEO", 10),
            ("2026-08-02", "8", "b", "SEO", 10),
        )
    )
    assert shop.kpi("orders", period("2026-07")).value == 1
    assert shop.kpi("orders", period("2026-08")).value == 2
    assert shop.kpi("orders", period("2026")).value == 2
    assert [shop.kpi("orders", period("2026-07"), channel).value for channel in ("SEO", "VK")] == [1, 1]


# R7 ---------------------------------------------------------------------------------------------------------------


def test_r7_each_measure_has_one_date():
    """A lead of August, sold in October; an October order refunded in November."""
    firm = cube(leads(("2026-08-10", "L1", "SEO", True, "2026-10-04"), ("2026-10-01", "L2", "SEO", False, None)))
    assert firm.kpi("leads", period("2026-08")).value == 1
    assert firm.kpi("sales", OCTOBER).value == 1
    assert firm.kpi("conversion_lead_sale", period("2026-08")).value == 1
    assert firm.kpi("conversion_lead_sale_calendar", period("2026-08")).value == 0

    shop = cube(
        orders(
            ("2026-10-05", "1", "a", "SEO", 100, 40, "2026-11-02"),
            ("2026-11-05", "2", "b", "SEO", 50, None, None),
            header="date order_id customer_id channel revenue refund refund_date",
        )
    )
    assert shop.kpi("net_revenue", OCTOBER).value == 100
    assert shop.kpi("net_revenue", period("2026-11")).value == 10
    assert shop.kpi("refund_rate", OCTOBER).value == 0.4
    assert shop.kpi("refund_rate", period("2026-11")).value == 0


def test_r7_refund_without_a_date_falls_in_the_orders_month():
    shop = cube(
        orders(
            ("2026-10-05", "1", "a", "SEO", 100, 40),
            header="date order_id customer_id channel revenue refund",
        )
    )
    assert shop.kpi("net_revenue", OCTOBER).value == 60


# R10 --------------------------------------------------------------------------------------------------------------


def test_r10_partial_month_is_noted_and_not_chosen():
    """Sales end on 20 November: the report month is October, and November's figure says that it is partial."""
    shop = cube(
        orders(
            *[(f"2026-10-{day:02}", f"o{day}", "a", "SEO", 10) for day in range(1, 32)],
            *[(f"2026-11-{day:02}", f"n{day}", "a", "SEO", 10) for day in range(1, 21)],
        )
    )
    assert shop.report_month == OCTOBER
    november = shop.kpi("revenue", period("2026-11"))
    assert (november.value, november.notes) == (200, ("partial_period",))
    assert shop.kpi("revenue").notes == ()
    growth = shop.kpi("sales_growth_mom", period("2026-11"))
    assert growth.value == pytest.approx(200 / 310 - 1)
    assert "partial_period" in growth.notes


def test_r10_source_that_stops_early_is_noted():
    """Sales run to the 31st, advertising data usually does too, but this month it ends on the 20th."""
    days = [f"2026-{month}-{day:02}" for month in ("09", "10") for day in range(1, 31)] + ["2026-10-31"]
    shop = cube(
        orders(*[(day, day, "a", "SEO", 10) for day in days]),
        spend(*[(day, "SEO", 1) for day in days if day <= "2026-10-20"]),
    )
    assert "partial_source" in shop.kpi("drr", OCTOBER).notes
    assert "partial_source" not in shop.kpi("drr", period("2026-09")).notes
    assert "partial_source" not in shop.kpi("revenue", OCTOBER).notes


# R11 --------------------------------------------------------------------------------------------------------------


def test_r11_nineteen_digit_ids_stay_apart():
    """As floats both are 5.805028000056865e+18: two customers would become one."""
    a, b = "5805028000056864695", "5805028000056864696"
    assert float(a) == float(b)
    shop = cube(orders(("2026-10-01", "1", a, "SEO", 10), ("2026-10-02", "2", b, "SEO", 10)))
    assert shop.kpi("new_customers", OCTOBER).value == 2


# R12 --------------------------------------------------------------------------------------------------------------


def test_r12_money_adds_up_to_the_kopeck():
    """A million times 0.10 is 100,000.00; added as floats it is 100000.00000133288."""
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-10-01"] * 1_000_000).astype("datetime64[us]"),
            "revenue": [10] * 1_000_000,
            "monthly": False,
        }
    )
    table = orders(("2026-10-01", "1", "a", "SEO", 0.1))
    shop = cube(type(table)("orders", frame, {"revenue": 2}))
    assert shop.kpi("revenue", OCTOBER).value == 100_000.0


# R13 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("base", "noted"), [(19, True), (20, False)])
def test_r13_change_of_a_small_base_is_noted(base, noted):
    rows = [("2026-09-10", f"s{n}", "a", "SEO", 10) for n in range(base)]
    rows += [("2026-10-10", f"o{n}", "a", "SEO", 10) for n in range(40)]
    shop = cube(orders(*rows))
    answer = shop.kpi("sales_growth_mom", OCTOBER)
    assert answer.value == pytest.approx(40 / base - 1)
    assert ("small_base" in answer.notes) is noted
    assert ("small_base" in shop.change("average_check", OCTOBER, None, "mom").notes) is noted


# R14 --------------------------------------------------------------------------------------------------------------


def test_r14_first_months_of_a_file_are_left_censored():
    rows = [
        (f"{year}-{month:02}-01", f"{year}{month}", "a", "SEO", 10) for year in (2025, 2026) for month in range(1, 13)
    ]
    shop = cube(orders(*rows))
    assert "left_censored" in shop.kpi("new_customers", period("2025-12")).notes
    assert "left_censored" not in shop.kpi("new_customers", period("2026-01")).notes


def test_r14_a_column_customer_since_tells_old_customers_from_new():
    """Both look new in the file; one has been a customer since 2019."""
    shop = cube(
        orders(
            ("2026-10-01", "1", "old", "SEO", 10, "2019-05-05"),
            ("2026-10-02", "2", "new", "SEO", 10, "2026-10-02"),
            header="date order_id customer_id channel revenue customer_since",
        )
    )
    answer = shop.kpi("new_customers", OCTOBER)
    assert answer.value == 1
    assert "left_censored" not in answer.notes


def test_r14_a_kept_cube_follows_customers_older_than_its_first_row():
    """Months of a cohort's life were counted from the first row: of a customer of 2019 there was no place for them."""
    shop = cube(
        orders(
            ("2026-09-01", "1", "old", "SEO", 10, "2019-05-05"),
            ("2026-10-02", "2", "new", "SEO", 7, "2026-10-02"),
            ("2026-10-03", "3", "old", "VK", 5, "2019-05-05"),
            header="date order_id customer_id channel revenue customer_since",
        )
    )
    for each in (shop, detached(shop)):
        assert each.amount("cohort_gross_profit", OCTOBER, None) == 7
        assert each.counted("cohort_gross_profit_by_age", period("2019-05"), "SEO") == (*[0] * 88, 10, 5)
        assert each.amount("new_customer_revenue", OCTOBER, None) == 7


def test_r14_first_order_refunded_in_full_wins_nobody():
    """Boris sends his first order back and stays with the second, a month later."""
    shop = cube(
        orders(
            ("2026-09-10", "1", "Борис", "SEO", 100, 100),
            ("2026-10-10", "2", "Борис", "VK", 100, 20),
            header="date order_id customer_id channel revenue refund",
        )
    )
    assert shop.kpi("new_customers", period("2026-09")).value == 0
    assert shop.kpi("new_customers", OCTOBER, "VK").value == 1


# Settled definitions that are easily got wrong ----------------------------------------------------------------------


def test_customers_are_never_a_count_of_orders():
    shop = cube(orders(("2026-10-01", "1", "SEO", 10), header="date order_id channel revenue"))
    for name in ("new_customers", "cac", "repeat_rate", "retention", "ltv"):
        assert shop.kpi(name, OCTOBER).reason in ("no_customer_id", "no_data"), name
    assert shop.kpi("new_customers", OCTOBER).reason == "no_customer_id"


def test_cac_counts_salaries_and_cpo_does_not():
    shop = cube(
        orders(("2026-10-01", "1", "a", "VK", 10), ("2026-10-02", "2", "a", "VK", 10)),
        spend(
            ("2026-10-01", "VK", 100, "advertising"),
            ("2026-10-01", None, 60, "salary"),
            header="date channel spend kind",
        ),
    )
    assert shop.kpi("spend", OCTOBER).value == 160
    assert shop.kpi("cac", OCTOBER).value == 160
    assert shop.kpi("cpo", OCTOBER).value == 50
    assert shop.kpi("cac_paid", OCTOBER).value == 100


def test_new_customer_belongs_to_the_channel_of_the_first_order():
    shop = cube(
        orders(
            ("2026-09-30", "1", "a", "VK", 10), ("2026-10-01", "2", "a", "SEO", 10), ("2026-10-02", "3", "b", "SEO", 1)
        )
    )
    assert shop.kpi("new_customers", period("2026-09"), "VK").value == 1
    assert shop.kpi("new_customers", OCTOBER, "SEO").value == 1


def test_retention_and_repeat_rate_by_hand():
    """September: a, b, c. October: a twice, d. Retained a: 1/3. Repeat in October: a of a, d."""
    shop = cube(
        orders(
            ("2026-09-01", "1", "a", "SEO", 1),
            ("2026-09-02", "2", "b", "SEO", 1),
            ("2026-09-03", "3", "c", "VK", 1),
            ("2026-10-01", "4", "a", "SEO", 1),
            ("2026-10-09", "5", "a", "VK", 1),
            ("2026-10-03", "6", "d", "VK", 1),
        )
    )
    assert shop.kpi("retention", OCTOBER).value == pytest.approx(1 / 3)
    assert shop.kpi("churn", OCTOBER).value == pytest.approx(2 / 3)
    assert shop.kpi("repeat_rate", OCTOBER).value == 0.5
    assert shop.kpi("retention", OCTOBER, "SEO").value == 0.5
    assert shop.kpi("retention", period("2026-10-03..2026-10-30")).value == 1.0  # of 5–2 October only a, who came back
    assert shop.kpi("customers", period("2026-10-01..2026-10-03")).value == 2


def test_cohort_follows_its_customers_to_the_end():
    """Two customers of September bring 100 then and 60 in November: LTV 80. CAC 60 is repaid at age 2."""
    shop = cube(
        orders(
            ("2026-09-01", "1", "a", "SEO", 50),
            ("2026-09-02", "2", "b", "SEO", 50),
            ("2026-11-02", "3", "a", "VK", 60),
            ("2026-11-02", "4", "c", "VK", 999),
        ),
        spend(("2026-09-01", "SEO", 120)),
    )
    september = period("2026-09")
    assert shop.kpi("ltv", september).value == 80
    assert shop.kpi("ltv", september, "SEO").value == 80
    assert shop.kpi("ltv_cac", september).value == pytest.approx(80 / 60)
    assert shop.kpi("payback_months", september).value == 2
    assert "immature" in shop.kpi("ltv", september).notes


def test_payback_not_reached_says_how_far_it_looked():
    shop = cube(
        orders(("2026-08-01", "1", "a", "SEO", 50), ("2026-10-01", "2", "a", "SEO", 10)),
        spend(("2026-08-01", "SEO", 500)),
    )
    assert shop.kpi("payback_months", period("2026-08")) == Answer(None, "not_reached", (), 2)


def test_profit_counts_costs_of_goods_where_every_order_tells_them():
    header = "date order_id customer_id channel revenue cost_of_goods"
    told = [("2026-10-01", "1", "a", "SEO", 100, 60), ("2026-10-02", "2", "b", "SEO", 100, 50)]
    half = [told[0], ("2026-10-02", "2", "b", "SEO", 100, None)]
    paid = spend(("2026-10-01", "SEO", 45))
    assert cube(orders(*told, header=header), paid).kpi("romi", OCTOBER).value == 1.0
    by_revenue = cube(orders(*half, header=header), paid)
    assert not by_revenue.profit_known
    assert by_revenue.kpi("romi", OCTOBER).value == pytest.approx(200 / 45 - 1)
    assert cube(orders(*told, header=header), paid).kpi("ltv", OCTOBER).value == 45


def test_conversion_names_the_pair_that_the_data_carries():
    visits = facts("traffic", "date channel visits", [("2026-10-01", "SEO", 100)])
    sold = orders(("2026-10-01", "1", "a", "SEO", 10))
    asked = leads(("2026-10-01", "L1", "SEO"), ("2026-10-01", "L2", "SEO"), header="date lead_id channel")
    outcome = leads(("2026-10-01", "L1", "SEO", True, "2026-10-09"), ("2026-10-01", "L2", "SEO", False, None))
    assert cube(sold, visits).resolved("conversion") == "conversion_visit_order"
    assert cube(sold, visits).kpi("conversion", OCTOBER).value == 0.01
    assert cube(sold, visits, asked).resolved("conversion") == "conversion_lead_sale_calendar"
    assert cube(sold, visits, asked).kpi("conversion", OCTOBER).value == 0.5
    assert cube(sold, visits, outcome).resolved("conversion") == "conversion_lead_sale"
    chosen = cube(sold, visits, outcome, settings=Settings(conversion="conversion_visit_order"))
    assert chosen.kpi("conversion", OCTOBER).value == 0.01


def test_won_lead_without_a_date_counts_for_its_cohort_and_in_no_month():
    firm = cube(
        leads(
            ("2026-10-01", "L1", "SEO", True, "2026-10-09"),
            ("2026-10-02", "L2", "SEO", True, None),
            ("2026-10-03", "L3", "SEO", False, None),
        )
    )
    assert firm.kpi("conversion_lead_sale", OCTOBER).value == pytest.approx(2 / 3)
    assert firm.kpi("sales", OCTOBER).value == 1
    assert firm.kpi("orders", OCTOBER).value == 1


def test_order_wins_its_lead_and_takes_its_channel():
    shop = cube(
        orders(("2026-10-20", "1", "a", None, 500, "L1"), header="date order_id customer_id channel revenue lead_id"),
        leads(("2026-09-30", "L1", "VK"), ("2026-09-30", "L2", "VK"), header="date lead_id channel"),
    )
    assert shop.kpi("conversion_lead_sale", period("2026-09")).value == 0.5
    assert shop.kpi("revenue", OCTOBER, "VK").value == 500
    assert shop.kpi("sales", OCTOBER).value == 1


def test_month_of_leads_without_a_sale_is_a_month_of_zero_sales():
    firm = cube(
        leads(
            ("2026-09-01", "L1", "SEO", True, "2026-09-09", 100),
            ("2026-10-03", "L3", "SEO", False, None, None),
            header="date lead_id channel won won_date revenue",
        )
    )
    assert firm.kpi("revenue", OCTOBER).value == 0
    assert firm.kpi("average_check", OCTOBER).reason == "no_orders"


def test_horizon_counts_only_sales_in_time():
    table = leads(("2026-08-01", "1", "SEO", True, "2026-08-20"), ("2026-08-01", "2", "SEO", True, "2026-10-30"))
    assert cube(table).kpi("conversion_lead_sale", period("2026-08")).value == 1
    short = cube(table, settings=Settings(conversion_horizon_days=30))
    assert short.kpi("conversion_lead_sale", period("2026-08")).value == 0.5


def test_young_cohort_is_compared_at_equal_age():
    """August's leads sold 1 of 2 within 10 days and 2 of 2 later; September's, 10 days old, 1 of 2.

    As they stand, 50 % against 100 % would read as a collapse; at equal age nothing has changed."""
    rows = [
        ("2026-08-31", "a", "SEO", True, "2026-09-05"),
        ("2026-08-31", "b", "SEO", True, "2026-10-05"),
        ("2026-09-30", "c", "SEO", True, "2026-10-05"),
        ("2026-09-30", "d", "SEO", False, None),
        ("2026-10-10", "e", "SEO", False, None),
    ]
    firm = cube(leads(*rows))
    september = period("2026-09")
    assert "immature" in firm.kpi("conversion_lead_sale", september).notes
    assert firm.change("conversion_lead_sale", september, None, "mom").value == 0


def test_monthly_rows_answer_whole_months_only():
    summary = facts(
        "summary", "date spend new_customers", [("2026-09-01", 90, 3), ("2026-10-01", 100, 5)], monthly=True
    )
    firm = cube(summary)
    assert firm.kpi("cac", OCTOBER).value == 20
    assert firm.kpi("cac", period("2026-09..2026-10")).value == 190 / 8
    assert firm.kpi("cac", period("2026-10-01..2026-10-20")).reason == "monthly_only"
    assert firm.kpi("cac", period("2026-10-10..2026-10-20")).reason == "monthly_only"


def test_own_table_comes_before_the_summary():
    summary = facts("summary", "date revenue visits", [("2026-10-01", 999, 100)], monthly=True)
    shop = cube(orders(("2026-10-01", "1", "a", "SEO", 100)), summary)
    assert shop.kpi("revenue", OCTOBER).value == 100
    assert shop.kpi("conversion_visit_order", OCTOBER).value == 0.01


def test_two_tables_that_cannot_be_told_apart_are_never_summed():
    table = spend(("2026-10-01", "VK", 100))
    torn = type(table)(table.kind, table.frame, table.decimals, table.sources, conflict=("a.xlsx", "b.xlsx"))
    shop = cube(orders(("2026-10-01", "1", "a", "VK", 10)), torn)
    assert shop.kpi("spend", OCTOBER) == Answer(None, "ambiguous")
    assert shop.kpi("cac", OCTOBER) == Answer(None, "ambiguous")
    assert shop.kpi("revenue", OCTOBER).value == 10


def test_plan_of_a_quarter_adds_up_and_half_a_month_has_half_a_plan():
    rows = [
        (f"2026-{month:02}-{day:02}", f"{month}/{day}", "a", "SEO", 10) for month in (7, 8, 9) for day in range(1, 31)
    ]
    targets = [target(f"2026-0{month}", "revenue", 400) for month in (7, 8, 9)]
    shop = cube(orders(*rows), targets=[*targets, target("2026-09", "cac", 50)])
    assert shop.kpi("plan_attainment", period("2026-Q3")).value == 900 / 1200
    assert shop.kpi("plan_attainment", period("2026-09-01..2026-09-15")).value == pytest.approx(150 / 200)
    assert shop.target("cac", period("2026-Q3")).reason == "no_plan"
    assert shop.kpi("plan_attainment", period("2026-06")).reason == "no_data"


def test_plan_is_held_against_the_days_so_far():
    """300 a month planned; after 10 of 30 days 100 are due, 120 are there."""
    rows = [(f"2026-09-{day:02}", str(day), "a", "SEO", 12) for day in range(1, 11)]
    shop = cube(orders(*rows), targets=[target("2026-09", "revenue", 300)])
    assert shop.kpi("plan_attainment", period("2026-09")).value == pytest.approx(1.2)


def test_attainment_of_a_cost_turns_round():
    shop = cube(
        orders(("2026-10-01", "1", "a", "SEO", 10), ("2026-10-31", "2", "b", "SEO", 10)),
        spend(("2026-10-01", "SEO", 100)),
        targets=[target("2026-10", "cac", 60)],
    )
    assert shop.attainment("cac", OCTOBER).value == pytest.approx(60 / 50)


def test_no_forecast_before_day_seven():
    rows = [(f"2026-09-{day:02}", str(day), "a", "SEO", 10) for day in range(1, 31)]
    early = cube(orders(*rows, ("2026-10-06", "x", "a", "SEO", 60)))
    assert early.kpi("run_rate", OCTOBER) == Answer(None, "too_early")
    later = cube(orders(*rows, ("2026-10-10", "x", "a", "SEO", 100)))
    assert later.kpi("run_rate", OCTOBER).value == 310
    assert later.kpi("run_rate", period("2026-09")).value == 300


def test_change_of_a_percent_is_a_difference():
    table = spend(
        ("2026-09-01", "VK", 1, 100, 4), ("2026-10-01", "VK", 2, 100, 5), header="date channel spend impressions clicks"
    )
    shop = cube(table)
    assert shop.change("ctr", OCTOBER, None, "mom").value == pytest.approx(0.01)
    assert shop.change("spend", OCTOBER, None, "mom").value == 1.0
    assert shop.change("spend", OCTOBER, None, "yoy").reason == "no_base"
    assert shop.change("spend", OCTOBER, None, "plan").reason == "no_plan"


def test_growth_from_a_negative_base_is_undefined():
    shop = cube(orders(("2026-09-01", "1", "a", "SEO", -100), ("2026-10-01", "2", "a", "SEO", 50)))
    assert shop.kpi("sales_growth_mom", OCTOBER).reason == "no_base"


def test_channels_fold_and_an_unknown_one_has_no_data():
    shop = cube(orders(("2026-10-01", "1", "a", "Яндекс.Директ", 10)))
    assert shop.kpi("revenue", OCTOBER, "яндекс директ").value == 10
    assert shop.kpi("revenue", OCTOBER, "Марс") == Answer(None, "no_data")
    assert shop.change("revenue", OCTOBER, "яндекс директ", "mom").reason == "no_base"
    assert shop.change("revenue", OCTOBER, "Марс", "mom").reason == "no_data"


def test_closed_month_that_was_recalculated_is_noted():
    from kpi_core.snapshot import Closed

    shop = cube(
        orders(("2026-10-01", "1", "a", "SEO", 5), ("2026-10-31", "1", "a", "SEO", 5)),
        closed=(Closed(OCTOBER, "revenue", 12.0), Closed(OCTOBER, "orders", 1.0)),
    )
    assert shop.kpi("revenue", OCTOBER).notes == ("recalculated",)
    assert shop.kpi("orders", OCTOBER).notes == ()


def test_orders_without_amounts_have_no_ltv_rather_than_zero():
    """A list of order numbers and customers says nothing of money: 0 ÷ 2 customers would read as worthless ones."""
    rows = [("2026-10-05", "o1", "a"), ("2026-10-06", "o2", "b")]
    shop = cube(facts("orders", "date order_id customer_id", rows))

    assert value(shop.kpi("new_customers", OCTOBER)) == 2
    for name in ("ltv", "ltv_cac", "payback_months", "new_revenue_share", "arppu"):
        assert shop.kpi(name, OCTOBER).reason == "no_data", name


def test_a_total_kept_beside_the_orders_makes_no_ltv():
    """The summary's revenue is of the month, not of these customers."""
    rows = [("2026-10-05", "o1", "a"), ("2026-10-06", "o2", "b")]
    kept = facts("summary", "date revenue", [("2026-10-01", 900)], monthly=True)
    shop = cube(facts("orders", "date order_id customer_id", rows), kept)

    assert value(shop.kpi("revenue", OCTOBER)) == 900
    assert shop.kpi("ltv", OCTOBER).reason == "no_data"


def test_a_summary_that_counts_sales_tells_the_average_check():
    """«Лиды; Продажи; Выручка»: eight sales for 210,000 are eight orders of 26,250, though nobody wrote «Заказы»."""
    kept = facts("summary", "date leads sales revenue", [("2026-10-01", 21, 8, 210_000)], monthly=True)
    firm = cube(kept)
    assert value(firm.kpi("orders", OCTOBER)) == 8
    assert value(firm.kpi("average_check", OCTOBER)) == 26_250


def test_leads_of_which_none_has_a_number_are_earlier_than_no_order():
    """Both tables have the column, and no row of the leads fills it."""
    sold = orders(("2026-10-01", "1", "L1", 10), header="date order_id lead_id revenue")
    made = leads(("2026-10-02", None, "SEO"), header="date lead_id channel")
    assert order_before_lead({"orders": sold, "leads": made}) == []
