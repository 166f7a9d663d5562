"""kpi.toml and the settings table."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from kpi_core.config import Address, load_config, settings_from_table
from kpi_core.errors import SourceError, UsageError
from kpi_core.periods import month
from kpi_core.snapshot import Guard, Override, Settings, Target
from kpi_core.sources import SourceSpec, read

FULL = """
company = "Северный дом"
currency = "₽"
language = "ru"
report_month = "2026-10"
kpis = ["sales_growth_yoy", "Средний чек", "САС"]
conversion = "conversion_lead_sale"
conversion_horizon_days = 30
ltv_months = 12
as_of = 2026-11-03

[[source]]
table = "leads"
path = "папка/лиды 2026.csv"
columns = { date = "Buy Ts", customer_id = "Uid" }
constants = { channel = "site" }
keep = { Stage = "Payment Done", Year = [2026] }
won = { Stage = ["Payment Done", "Paid"] }
decimal = ","
dates = "%d.%m.%Y"
encoding = "cp1251"
delimiter = ";"
sheet = "Лист1"
range = "B3:F900"
vat = "included"

[[source]]
path = "sqlite:///данные.db"
query = "select 1"

[[target]]
month = "окт 2026"
kpi = "CAC"
target = 1500
channel = "Авито"
weight = "20%"
norm = 0.5

[channels]
ya = "Яндекс.Директ"
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key(tmp_path):
    config = load_config(write(tmp_path / "Клиент 1" / "kpi.toml", FULL))
    folder = tmp_path / "Клиент 1"

    assert config.settings == Settings(
        company="Северный дом",
        currency="RUB",
        language="ru",
        report_month=month(2026, 10),
        kpis=("sales_growth_yoy", "average_check", "cac"),
        conversion="conversion_lead_sale",
        conversion_horizon_days=30,
        ltv_months=12,
        as_of=date(2026, 11, 3),
    )
    assert config.sources == (
        SourceSpec(
            table="leads",
            path=str(folder / "папка" / "лиды 2026.csv"),
            columns={"date": "Buy Ts", "customer_id": "Uid"},
            constants={"channel": "site"},
            keep={"Stage": ("Payment Done",), "Year": ("2026",)},
            won={"Stage": ("Payment Done", "Paid")},
            decimal=",",
            dates="%d.%m.%Y",
            encoding="cp1251",
            delimiter=";",
            sheet="Лист1",
            range="B3:F900",
            vat="included",
        ),
        SourceSpec(path=f"sqlite:///{folder.as_posix()}/данные.db", query="select 1"),
    )
    assert config.targets == (Target(month(2026, 10), "cac", 1500, "Авито", weight=0.2, norm=0.5),)
    assert config.channels == {"ya": "Яндекс.Директ"}


SCORECARD = """
vat = "without"
scorecard_form = "матрица"
payout_scale = [[80, 0], ["100%", 1], [1.2, "120 %"]]
kpi_cap = inf
index_cap = "150%"
bonus = 50000
withhold_insignificant = true

[[override]]
month = "2026-10"
kpi = "Лиды"
result = 90
who = "А.  Петров"
why = "сайт не работал"
channel = "SEO"
on = 2026-11-03

[[guard]]
kpi = "leads"
by = "qualified_share"
floor = 40
limit = "95%"
"""


def test_every_key_of_the_scorecard(tmp_path):
    config = load_config(write(tmp_path / "kpi.toml", SCORECARD))

    assert config.settings == Settings(
        vat="excluded",
        scorecard_form="matrix",
        payout_scale=((0.8, 0), (1, 1), (1.2, 1.2)),
        kpi_cap=math.inf,
        index_cap=1.5,
        bonus=50000,
        withhold_insignificant=True,
    )
    october, day = month(2026, 10), date(2026, 11, 3)
    assert config.overrides == (Override("leads", 0.9, "А. Петров", "сайт не работал", "SEO", day, october),)
    assert config.guards == (Guard("leads", "qualified_share", 0.4, 0.95),)


def test_overrides_and_guards_are_lists_that_replace(tmp_path):
    write(tmp_path / "бренд.toml", SCORECARD)
    kept = load_config(write(tmp_path / "a.toml", 'extends = "бренд.toml"\n'))
    dropped = load_config(write(tmp_path / "b.toml", 'extends = "бренд.toml"\noverride = []\nguard = []\n'))

    assert (len(kept.overrides), len(kept.guards), kept.settings.bonus) == (1, 1, 50000)
    assert (dropped.overrides, dropped.guards) == ((), ())


@pytest.mark.parametrize("value", ['"a@firma.ru; b@firma.ru"', '["a@firma.ru", "b@firma.ru"]'])
def test_addresses_of_the_report(tmp_path, value):
    base = write(tmp_path / "kpi.toml", f"email = {value}\n")
    child = write(tmp_path / "north" / "kpi.toml", 'extends = "../kpi.toml"\n')
    own = write(tmp_path / "south" / "kpi.toml", 'extends = "../kpi.toml"\nemail = "c@firma.ru"\n')
    both = ("a@firma.ru", "b@firma.ru")
    assert [load_config(path).settings.email for path in (base, child, own)] == [both, both, ("c@firma.ru",)]


def test_empty_file_is_all_defaults(tmp_path):
    config = load_config(write(tmp_path / "kpi.toml", "\ufeff# только комментарий\n"))

    assert (config.settings, config.sources, config.targets) == (Settings(), (), ())


def test_extends_overrides_key_by_key_and_lists_whole(tmp_path):
    """Scalars replace, lists of sources and targets replace, channels are added; paths stay with their file."""
    write(tmp_path / "бренд.toml", 'currency = "EUR"\nlanguage = "en"\n[channels]\na = "A"\nb = "B"\n')
    write(tmp_path / "агентство.toml", 'extends = "бренд.toml"\nlanguage = "ru"\n[[source]]\npath = "общее.csv"\n')
    child = 'extends = "../агентство.toml"\ncompany = "X"\n[channels]\nb = "C"\n'

    inherited = load_config(write(tmp_path / "клиент" / "kpi.toml", child))
    replaced = load_config(write(tmp_path / "другой" / "kpi.toml", child + '[[source]]\npath = "свое.csv"\n'))

    assert inherited.settings == Settings(company="X", currency="EUR", language="ru")
    assert inherited.channels == {"a": "A", "b": "C"}
    assert [Path(source.path) for source in inherited.sources] == [tmp_path / "общее.csv"]
    assert [Path(source.path) for source in replaced.sources] == [tmp_path / "другой" / "свое.csv"]


def test_a_source_of_the_config_can_be_read(tmp_path):
    write(tmp_path / "данные 1.csv", "Дата;Сумма\n01.10.2026;5\n")
    (spec,) = load_config(write(tmp_path / "kpi.toml", '[[source]]\npath = "данные 1.csv"\n')).sources

    assert read(spec.path, spec)[0].columns == [["Дата", "01.10.2026"], ["Сумма", "5"]]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("compny = 1", "config_key_near", ["compny", "company"]),
        ("qqq = 1", "config_key", ["qqq", "report_month"]),
        ('[[source]]\ntabel = "x"', "config_key_near", ["source 1: tabel", "table"]),
        ('[[source]]\npath = "a"\n[[source]]\ntable = "leads"', "config_missing_key", ["source 2: path"]),
        ("company = 5", "config_text", ["company"]),
        ('ltv_months = "x"', "config_whole", ["ltv_months"]),
        ('[[source]]\npath = "a"\ncolumns = { date = 5 }', "config_text", ["source 1: columns: date"]),
        ('[[source]]\npath = "a"\ncolumns = "x"', "config_table", ["source 1: columns", "{ date"]),
        ('[[source]]\npath = "a"\nvat = "yes"', "config_choice", ["vat", "included"]),
        ("source = 5", "config_entries", ["[[source]]"]),
        ('[[target]]\nmonth = "2026-10"\nkpi = "cac"\ntarget = []', "config_number", ["target 1: target"]),
        ('[[target]]\nmonth = "2026-10"\nkpi = "cac"\ntarget = "много"', "config_value", ["target 1: target", "много"]),
        ('[[target]]\nmonth = "2026"\nkpi = "cac"\ntarget = 1', "config_value", ["target 1: month", "2026"]),
        ('[[target]]\nmonth = "2026-10"\nkpi = "romii"\ntarget = 1', "config_value", ["target 1: kpi", "romi"]),
        ('kpis = ["average_chek"]', "config_value", ["kpis", "average_check"]),
        ('conversion = "cac"', "config_value", ["conversion_lead_sale"]),
        ("conversion_horizon_days = 0", "config_value", ["conversion_horizon_days"]),
        ('language = "fr"', "config_value", ["language", "fr"]),
        ('currency = "тугрики"', "config_value", ["currency", "тугрики"]),
        ('as_of = "вчера"', "config_value", ["as_of", "вчера"]),
        ('vat = "20%"', "config_value", ["vat", "20%"]),
        ('scorecard_form = "best"', "config_value", ["scorecard_form", "best"]),
        ("payout_scale = [[1, 1], [0.8, 1]]", "config_value", ["payout_scale", "100%"]),
        ("payout_scale = [[1, 1, 1]]", "config_value", ["payout_scale"]),
        ("payout_scale = []", "config_value", ["payout_scale"]),
        ("kpi_cap = 5", "config_value", ["kpi_cap", "5"]),
        ("index_cap = 0", "config_value", ["index_cap"]),
        ('bonus = "50,000"', "config_value", ["bonus", "50,000"]),
        ("bonus = -1", "config_value", ["bonus"]),
        ('withhold_insignificant = "наверно"', "config_value", ["withhold_insignificant", "наверно"]),
        ('[[override]]\nmonth = "2026-10"\nkpi = "cac"\nresult = 1\nwho = "a"', "config_missing_key", ["1: why"]),
        ('[[override]]\nmonth = "2026-10"\nkpi = "cac"\nresult = 1\nwho = " "\nwhy = "b"', "config_value", ["1: who"]),
        ('[[override]]\nmonth = "2026-10"\nkpi = "cac"\nresult = 5\nwho = "a"\nwhy = "b"', "config_value", ["result"]),
        ('[[override]]\nmont = "2026-10"', "config_key_near", ["override 1: mont", "month"]),
        ('[[guard]]\nkpi = "leads"\nby = "qualified_shar"\nfloor = 1', "config_value", ["1: by", "qualified_share"]),
        ('[[guard]]\nkpi = "leads"\nby = "ctr"\nfloor = "x"', "config_value", ["guard 1: floor", "x"]),
        ("guard = 5", "config_entries", ["[[guard]]"]),
        ('report_month = "всегда"', "config_value", ["report_month", "всегда"]),
        ('[[source]]\npath = "a"\ntable = "order"', "config_value", ["source 1: table", "orders"]),
        ('[[source]]\npath = "a"\ntable = "orders"\ncolumns = { reveneu = "x" }', "config_value", ["revenue"]),
        ('[[source]]\npath = "a"\nconstants = { chanel = "x" }', "config_value", ["constants", "channel"]),
        ('[[source]]\npath = "a"\ntable = "orders"\nwon = { a = "x" }', "config_won", ["source 1: won"]),
        ('[[source]]\npath = "a"\nencoding = "utf-9"', "config_value", ["encoding", "utf-9"]),
        ('[[source]]\npath = "a"\ndelimiter = "||"', "config_value", ["delimiter"]),
        ('[[source]]\npath = "a"\nrange = "ываб"', "config_value", ["range"]),
        ('[[source]]\npath = "a"\ndates = "%q"', "config_value", ["source 1: dates", "%q"]),
        ('[[source]]\npath = "a"\ndates = "%d.%m"', "config_value", ["source 1: dates", "%d.%m"]),
        ("[rates]\nUSD = -5", "config_value", ["rates", "USD", "-5"]),
        ("[rates]\nUSD = nan", "config_value", ["rates", "USD"]),
        ('[rates]\n"доллар" = 90', "config_value", ["rates", "доллар"]),
        ('company = "A"\ncurrency = RUB', "config_syntax", ["2"]),
        ('company = "A"\n[[source]\n', "config_syntax", ["2"]),
        ('extends = "kpi.toml"', "config_cycle", ["kpi.toml"]),
        ('extends = "нет.toml"', "config_extends_missing", ["нет.toml"]),
    ],
)
def test_each_fault_names_the_file_and_the_key(tmp_path, text, code, words):
    with pytest.raises(UsageError) as caught:
        load_config(write(tmp_path / "kpi.toml", text))

    assert caught.value.code == code
    for language in ("ru", "en"):
        sentence = caught.value.message(language)
        assert all(word in sentence for word in ["kpi.toml", *words]), sentence


def test_circle_of_two_files(tmp_path):
    write(tmp_path / "a.toml", 'extends = "b.toml"')
    write(tmp_path / "b.toml", 'extends = "a.toml"')

    with pytest.raises(UsageError, match=r"b\.toml: extends = a\.toml"):
        load_config(tmp_path / "a.toml")


def test_file_that_is_not_utf8_or_not_there(tmp_path):
    (tmp_path / "kpi.toml").write_bytes('company = "Дом"'.encode("cp1251"))

    with pytest.raises(UsageError, match="UTF-8"):
        load_config(tmp_path / "kpi.toml")
    with pytest.raises(SourceError, match=r"kpi\.toml"):
        load_config(tmp_path / "kpi.tml")


HERE = Address("книга.xlsx", "Настройки", 5, "B")


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("Компания", "Дом", Settings(company="Дом")),
        ("валюта ", "руб.", Settings(currency="RUB")),
        ("Currency", "€", Settings(currency="EUR")),
        ("currency", "kzt", Settings(currency="KZT")),
        ("Язык", "английский", Settings(language="en")),
        ("Отчетный месяц:", datetime(2026, 10, 1), Settings(report_month=month(2026, 10))),
        ("report_month", "окт 2026", Settings(report_month=month(2026, 10))),
        ("Показатели", "САС; средний чек, cac", Settings(kpis=("cac", "average_check"))),
        ("KPIs", "cac\nctr", Settings(kpis=("cac", "ctr"))),
        ("Конверсия", "conversion_visit_order", Settings(conversion="conversion_visit_order")),
        ("Горизонт конверсии, дней", 30.0, Settings(conversion_horizon_days=30)),
        ("conversion horizon", "45", Settings(conversion_horizon_days=45)),
        ("Горизонт LTV, мес.", 12.0, Settings(ltv_months=12)),
        ("Дата данных", "03.11.2026", Settings(as_of=date(2026, 11, 3))),
        ("as of", datetime(2026, 11, 3, 10), Settings(as_of=date(2026, 11, 3))),
        ("НДС", "включён", Settings(vat="included")),
        ("НДС", "без НДС", Settings(vat="excluded")),
        ("VAT", "included", Settings(vat="included")),
        ("Форма матрицы", "Индекс", Settings(scorecard_form="index")),
        (
            "Шкала выплат",
            "80 %=80 %; 100 %=100 %; 120 %=120 %",
            Settings(payout_scale=((0.8, 0.8), (1, 1), (1.2, 1.2))),
        ),
        ("Payout scale", "80% → 0; 100%: 1", Settings(payout_scale=((0.8, 0), (1, 1)))),
        ("Предел по показателю", 1.3, Settings(kpi_cap=1.3)),
        ("Предел по показателю", "нет", Settings(kpi_cap=math.inf)),
        ("Index cap", "150%", Settings(index_cap=1.5)),
        ("Премия", "50\u00a0000 ₽", Settings(bonus=50000)),
        ("Bonus", 50000.0, Settings(bonus=50000)),
        ("Незначимое не премировать", "да", Settings(withhold_insignificant=True)),
        ("Withhold insignificant", False, Settings()),
        ("Кому отправлять", "a@firma.ru, b@firma.ru", Settings(email=("a@firma.ru", "b@firma.ru"))),
        ("Send to", "a@firma.ru", Settings(email=("a@firma.ru",))),
        ("Компания", "  ", Settings()),
        ("Язык", None, Settings()),
    ],
)
def test_settings_table(key, value, expected):
    assert settings_from_table([(key, value, HERE)]) == (expected, [])


@pytest.mark.parametrize(
    ("key", "value", "level", "code"),
    [
        ("Комапния", "Дом", "warning", "setting_unknown_near"),
        ("Погода", "ясно", "warning", "setting_unknown"),
        ("Отчётный месяц", "скоро", "error", "period_unknown"),
        ("Отчётный месяц", "2026-Q3", "error", "setting_month"),
        ("Показатели", "cak", "error", "kpi_unknown_near"),
        ("Горизонт LTV, мес.", 1.5, "error", "setting_count"),
        ("Горизонт LTV, мес.", True, "error", "setting_count"),
        ("Дата данных", "31.02.2026", "error", "setting_date"),
        ("Валюта", "фантики", "error", "setting_currency"),
        ("Язык", "fr", "error", "setting_language"),
        ("НДС", "20 %", "error", "setting_vat"),
        ("Форма матрицы", "лучшая", "error", "setting_form"),
        ("Шкала выплат", "как обычно", "error", "setting_scale"),
        ("Шкала выплат", "100%=100%; 80%=100%", "error", "scorecard_scale"),
        ("Предел по показателю", 5.0, "error", "setting_share"),
        ("Премия", "много", "error", "setting_money"),
        ("Кому отправлять", "директор", "error", "mail_address"),
        ("Незначимое не премировать", "иногда", "error", "setting_flag"),
        ("Конверсия", "cac", "error", "setting_conversion"),
    ],
)
def test_settings_table_faults_are_findings_and_leave_the_default(key, value, level, code):
    settings, (finding,) = settings_from_table([(key, value, HERE)])

    assert settings == Settings()
    assert (finding.level, finding.code) == (level, code)
    assert (finding.file, finding.sheet, finding.row, finding.column) == HERE
    assert finding.value == str(value)
    assert finding.message("ru") != finding.message("en")


def test_near_name_of_a_setting_is_offered():
    _, (finding,) = settings_from_table([("Комапния", "Дом", HERE)])

    assert "«Компания»" in finding.message("ru")


def test_importing_the_config_costs_neither_pydantic_nor_pandas():
    code = (
        "import sys, kpi_core.config, kpi_core.sources;"
        "print({'pydantic', 'pandas', 'python_calamine'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_kpi_toml_sets_a_setting_of_the_workbook_back_to_its_default(tmp_path):
    """`_merged` cannot tell "says the default" from "says nothing", so kpi.toml names what it sets."""
    import xlsxwriter

    from kpi_core.load import load

    book = xlsxwriter.Workbook(str(tmp_path / "а.xlsx"))
    sales, kept = book.add_worksheet("Продажи"), book.add_worksheet("Настройки")
    for line, row in enumerate([["Дата", "Заказ", "Выручка"], ["01.10.2026", "1", 5]]):
        sales.write_row(line, 0, row)
    rows = [["Параметр", "Значение"], ["Форма матрицы", "матрица"], ["Незначимое не премировать", "да"], ["Премия", 7]]
    for line, row in enumerate(rows):
        kept.write_row(line, 0, row)
    book.close()
    path = tmp_path / "kpi.toml"
    path.write_text(
        'scorecard_form = "auto"\nwithhold_insignificant = false\n[[source]]\npath = "а.xlsx"\n', encoding="utf-8"
    )
    settings = load(path).settings
    assert (settings.scorecard_form, settings.withhold_insignificant, settings.bonus) == ("auto", False, 7)


RATES = [
    (20, [(date.min, "20")]),
    (0.22, [(date.min, "22")]),
    ("5 %", [(date.min, "5")]),
    ("20 %; 22 % с 2026-01-01", [(date.min, "20"), (date(2026, 1, 1), "22")]),
    ("20% до 31.12.2025; 22%", [(date.min, "20"), (date(2026, 1, 1), "22")]),
    ([["0%", ""], ["5%", date(2025, 1, 1)], ["7%", "2026-01-01"]],
     [(date.min, "0"), (date(2025, 1, 1), "5"), (date(2026, 1, 1), "7")]),
    ("без НДС; 5 % с 01.01.2025", [(date.min, "0"), (date(2025, 1, 1), "5")]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), RATES)
def test_rates_of_vat(value, expected):
    from kpi_core.sources.vat import vat_rates

    assert [(day, str(rate)) for day, rate in vat_rates(value)] == expected


@pytest.mark.parametrize(
    "value", ["", "много", "22 % с 2026-01-01", "20 %; 22 %", True, [["20%"]], "20 % с 31.02.2026"]
)
def test_rates_of_vat_that_are_none(value):
    from kpi_core.sources.vat import vat_rates

    with pytest.raises(UsageError) as fault:
        vat_rates(value)
    assert fault.value.code == "setting_vat_rate"


def test_vat_of_a_source_and_of_the_report(tmp_path):
    path = tmp_path / "kpi.toml"
    path.write_text(
        'report_vat = "без НДС"\nvat_rate = "20%; 22% from 2026-01-01"\n[[source]]\npath = "a.csv"\nvat = "included"\n'
        'vat_rate = "5%"\n', encoding="utf-8",
    )  # fmt: skip
    config = load_config(path)
    assert config.settings.report_vat == "excluded"
    assert [str(rate) for _, rate in config.settings.vat_rate] == ["20", "22"]
    assert config.sources[0].vat_rate == ((date.min, 5),)
    assert config.given == {"report_vat", "vat_rate"}
