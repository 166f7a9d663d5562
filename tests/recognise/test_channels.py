"""Channels: utm marks and systems' own names fold into channels everybody knows; what people write stays."""

from __future__ import annotations

import pytest

from kpi_core.recognise.shipped_channels import shipped_channels, translated
from kpi_core.sources.spec import SourceSpec
from tests.recognise.grids import find, snap, table, values

CRM = """
Дата создания | Номер лида | utm_source | utm_medium
01.10.2026    | 1          | yandex     | cpc
02.10.2026    | 2          | google     | organic
03.10.2026    | 3          | blogger_a  | post7x
04.10.2026    | 4          |            |
05.10.2026    | 5          | yandex     | cpc
"""


@pytest.mark.parametrize(
    ("mark", "channel"),
    [
        ("yandex / cpc", "yandex_direct"), ("YANDEX / CPC", "yandex_direct"), ("google / cpc", "google_ads"),
        ("vk / cpc", "vk_ads"), ("vk / post", "social"), ("vk", None), ("yandex", None), ("unisender", "email"),
        ("anything / email", "email"), ("bing / organic", "seo"), ("(direct) / (none)", "direct"),
        ("Organic Search", "seo"), ("Переходы по рекламе", "ads_other"), ("somewhere / cpc", "ads_other"),
        ("t.me / channel", "social"), ("instagram / paid", "meta_ads"), ("avito", "avito"), ("", None),
    ],
)  # fmt: skip
def test_what_a_mark_means(mark, channel):
    assert translated(mark) == channel


def test_no_spelling_means_two_channels():
    seen: dict[tuple[str, str], str] = {}
    for channel in shipped_channels().values():
        for pair in channel.match:
            assert seen.setdefault(pair, channel.id) == channel.id, pair


def test_utm_marks_become_channels_and_unknown_ones_are_listed():
    snapshot = snap(table(CRM, "Лиды"))
    assert values(snapshot, "leads", "channel") == [
        "Яндекс.Директ", "Органический поиск", "blogger_a / post7x", None, "Яндекс.Директ",
    ]  # fmt: skip
    assert find(snapshot, "channels_unknown").params["listed"] == ["blogger_a / post7x (1) → Блогеры?"]


def test_the_firms_own_name_for_a_channel_wins():
    """«Директ» of the spend table and yandex/cpc of the CRM are one channel, named as the firm names it."""
    spend = table("Дата | Канал | Расход\n01.10.2026 | Директ | 5\n02.10.2026 | Директ | 6", "Расходы")
    spend_names = table("Дата | Канал | Расход\n01.10.2026 | Яндекс Директ | 5", "Расходы")
    assert values(snap(spend_names, table(CRM, "Лиды")), "leads", "channel")[0] == "Яндекс Директ"
    snapshot = snap(spend, table(CRM, "Лиды"), channels={"yandex / cpc": "Директ"})
    assert values(snapshot, "leads", "channel")[0] == "Директ"


def test_the_channels_table_comes_first():
    told = table("Как записано | Канал\nblogger_a | Блогеры\ngoogle | Гугл", "Каналы")
    snapshot = snap(table(CRM, "Лиды"), told)
    assert values(snapshot, "leads", "channel")[1:3] == ["Гугл", "Блогеры"]
    assert "channels_unknown" not in [finding.code for finding in snapshot.findings]


def test_what_a_person_wrote_is_not_translated():
    """Only utm and campaign columns are."""
    orders = table(
        "Дата | Номер заказа | Канал | Выручка\n01.10.2026 | 1 | SEO | 5\n01.10.2026 | 2 | yandex | 6", "Продажи"
    )
    assert values(snap(orders), "orders", "channel") == ["SEO", "yandex"]


def test_in_english_the_names_are_english():
    rows = "Created | Lead ID | utm_source | utm_medium\n2026-10-01 | 1 | google | organic\n2026-10-02 | 2 | x | cpc"
    assert values(snap(table(rows, "Leads")), "leads", "channel") == ["Organic search", "Other advertising"]


def test_a_constant_of_kpi_toml_is_a_channel_as_written():
    spec = SourceSpec(table="leads", constants={"channel": "Сайт"})
    assert values(snap((table(CRM, "Лиды"), spec)), "leads", "channel") == ["Сайт"] * 5
