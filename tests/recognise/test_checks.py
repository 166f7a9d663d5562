"""Warnings about tables that were read without a fault, each with its place."""

from __future__ import annotations

import datetime as dt

from tests.recognise.grids import codes, find, grid, snap

START = dt.date(2026, 1, 1)


def spend(days, channel="Директ", **columns):
    head = ["Дата", "Канал", "Расход", *columns]
    rows = [[START + dt.timedelta(days=day), channel, 5.0, *columns.values()] for day in days]
    return head, rows


def of(*parts, sheet="Расходы"):
    head = parts[0][0]
    return grid([head, *(row for _, rows in parts for row in rows)], sheet)


class TestMonths:
    def test_the_first_and_the_last_month_are_cut_short(self):
        snapshot = snap(of(spend(range(10, 100))))
        assert find(snapshot, "month_first_partial").params["day"] == "2026-01-11"
        assert find(snapshot, "month_last_partial").params["day"] == "2026-04-10"

    def test_whole_months_are_fine(self):
        assert not codes(snap(of(spend(range(90)))), "warning")

    def test_a_short_table_is_not_judged(self):
        assert not codes(snap(of(spend(range(10, 20)))), "warning")

    def test_a_month_without_rows(self):
        rows = [["Месяц", "Канал", "Расход"], *([dt.date(2026, m, 1), "Директ", 5.0] for m in (1, 2, 5))]
        assert find(snap(grid(rows, "Расходы")), "months_missing").params["months"] == ["2026-03", "2026-04"]

    def test_days_without_rows(self):
        told = find(snap(of(spend([*range(20), *range(40, 59)]))), "days_missing").params
        assert (told["first"], told["last"], told["days"]) == ("2026-01-20", "2026-02-10", 20)

    def test_a_channel_falls_silent(self):
        snapshot = snap(of(spend(range(90)), spend(range(60), "VK")))
        assert find(snapshot, "channels_silent").params["channels"] == ["VK (2026-03-01)"]

    def test_a_channel_that_is_seldom_there_is_not_silent(self):
        assert "channels_silent" not in codes(snap(of(spend(range(90)), spend(range(0, 60, 20), "VK"))))


class TestNumbers:
    def test_more_clicks_than_can_be(self):
        told = find(snap(of(spend(range(3), Показы=100.0, Клики=48.0))), "ctr_high")
        assert (told.row, told.params["count"]) == (2, 3)

    def test_clicks_without_impressions(self):
        assert find(snap(of(spend(range(1), Показы=0.0, Клики=48.0))), "ctr_high").row == 2

    def test_few_clicks_are_no_news(self):
        assert "ctr_high" not in codes(snap(of(spend(range(3), Показы=2.0, Клики=1.0))))


def leads(*channels):
    rows = [["Дата создания", "Номер лида", "Канал"]]
    return grid([*rows, *([START, float(n), name] for n, name in enumerate(channels))], "Лиды")


def test_spend_without_leads_proposes_the_other_name():
    snapshot = snap(of(spend(range(3), "Яндекс Директ"), spend(range(3), "VK")), leads("Директ", "VK", "SEO"))
    told = find(snapshot, "spend_without_result").params
    assert told["channels"] == ["Яндекс Директ → Директ?"]
    assert told["others"] == ["Директ", "SEO"]


def test_a_channel_called_test_stays_and_is_told():
    snapshot = snap(leads("Тест", "VK"))
    assert find(snapshot, "channel_test").params["count"] == 1
    assert snapshot.sources[0].rows_used == 2
