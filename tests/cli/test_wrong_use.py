"""Every way to use the command wrongly: one line, the remedy in it, the right exit code, nothing on standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Kpi


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("compute", "SHOP", "--kpi", "kac"), 2, "«cac»"),
        (("compute", "SHOP", "--kpi", "щщщщщщ"), 2, "kpi list"),
        (("compute", "SHOP", "--period", "вчера"), 2, "2026-10"),
        (("compute", "SHOP", "--period", "2026-13"), 2, "2026-10"),
        (("compute", "SHOP", "--from", "2026-10", "--to", "2026-09"), 2, "раньше"),
        (("compute", "SHOP", "--period", "2026-10", "--from", "2026-09"), 2, "дважды"),
        (("compute", "SHOP", "--by", "chanel"), 2, "«channel»"),
        (("compute", "SHOP", "--by", "week"), 2, "month, channel"),
        (("compute", "SHOP", "--format", "xml"), 2, "table, csv, json"),
        (("compute", "SHOP", "--foramt", "csv"), 2, "«--format»"),
        (("compute", "SHOP", "--kpi"), 2, "--kpi"),
        (("compute",), 2, "SOURCE"),
        (("compute", "SHOP", "лишнее"), 2, "кавычки"),
        (("compute", "нет такого.xlsx"), 1, "нет такого.xlsx"),
        (("comput", "SHOP"), 2, "«compute»"),
        (("щ",), 2, "kpi --help"),
        (("explain", "SHOP"), 2, "KPI"),
        (("explain", "SHOP", "cac,ctr"), 2, "один показатель"),
        (("explain", "SHOP", "cac", "--channel", "Дирекс"), 1, "«Директ»"),
        (("explain", "SHOP", "cac", "--channel", "Радио"), 1, "Директ, SEO"),
        (("explain", "SHOP", "cac", "--period", "2031"), 1, "2026-09..2026-10"),
        (("check", "SHOP", "--format", "csv"), 2, "table, json"),
        (("report", "SHOP", "--month", "2026-Q3"), 2, "--month 2026-10"),
        (("report", "SHOP", "--month", "2031-01"), 1, "2026-09..2026-10"),
        (("report", "SHOP", "--lang", "de"), 2, "ru, en"),
        (("report", "SHOP", "--output", "нет/папки/а.pdf"), 1, "нет/папки"),
        (("suggest", "SHOP", "--month", "2026"), 2, "--month 2026-10"),
        (("suggest", "SHOP", "--format", "csv"), 2, "table, json"),
        (("alerts", "SHOP", "--month", "вчера"), 2, "2026-10"),
        (("alerts", "нет такого.xlsx"), 1, "нет такого.xlsx"),
        (("scorecard", "SHOP", "--month", "2026-Q3"), 2, "--month 2026-10"),
        (("scorecard", "SHOP", "--format", "xml"), 2, "table, csv, json"),
        (("bridge", "SHOP", "--against", "plam"), 2, "«plan»"),
        (("quadrant", "SHOP", "--period", "завтра"), 2, "2026-10"),
        (("forecast", "SHOP", "--kpi", "revenu"), 2, "«revenue»"),
        (("forecast", "SHOP", "--channel", "Дирекс"), 1, "«Директ»"),
        (("cohorts", "SHOP", "--kind", "ltw"), 2, "«ltv»"),
        (("cohorts", "SHOP", "--ages", "много"), 2, "от 1 до 120"),
        (("whatif", "SHOP", "--move", "1000", "--from", "SEO"), 2, "--to C"),
        (("whatif", "SHOP", "--move", "много", "--from", "SEO", "--to", "Директ"), 2, "50000"),
        (("whatif", "SHOP", "--move", "1000", "--from", "SEO", "--to", "Дирекс"), 1, "«Директ»"),
        (("list", "--lang", "rus"), 2, "«ru»"),
        (("new", "книга.xls"), 2, "книга.xlsx"),
        (("new", "книга.xlsx", "--kind", "stop"), 2, "«shop»"),
        (("--nonsense",), 2, "--nonsense"),
    ],
)
def test_one_line_with_the_remedy(kpi: Kpi, shop: Path, arguments: tuple[str, ...], code: int, words: str):
    result = kpi(*(shop if argument == "SHOP" else argument for argument in arguments))
    assert result.code == code, result
    assert result.out == ""
    assert result.err.startswith("Ошибка: ")
    assert result.err.count("\n") == 1
    assert words in result.err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("пусто.csv", b"", 1),
        ("пусто.xlsx", b"", 1),
        ("сломан.xlsx", b"PK\x03\x04 broken", 1),
        ("непонятно.csv", "а;б\n1;2\n".encode(), 1),
        ("kpi.toml", b"kpis = [\n", 2),
        ("kpi.toml", b'curency = "RUB"\n', 2),
    ],
)
@pytest.mark.parametrize("command", ["compute", "check", "report"])
def test_bad_files(kpi: Kpi, tmp_path: Path, name: str, content: bytes, code: int, command: str):
    path = tmp_path / name
    path.write_bytes(content)
    result = kpi(command, path)
    assert result.code == code, result
    assert result.out == ""
    assert name in result.err
    assert result.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_key_is_answered_with_the_near_one(kpi: Kpi, tmp_path: Path):
    (tmp_path / "kpi.toml").write_text('curency = "RUB"\n', encoding="utf-8")
    assert "currency" in kpi("compute", tmp_path).err


def test_english_words(kpi: Kpi, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KPI_LANG", "en")
    assert kpi("comput").err == "Error: There is no command “comput”. Did you mean “compute”? Help: kpi --help.\n"


def test_a_fault_of_ours_shows_no_traceback_without_debug(kpi: Kpi, shop: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(source: str) -> None:
        raise RuntimeError("boom\nand more")

    monkeypatch.setattr("kpi_core.load.load", fails)
    result = kpi("compute", shop)
    assert result.code == 1
    assert "RuntimeError: boom and more" in result.err
    assert "--debug" in result.err
    assert result.err.count("\n") == 1
    with pytest.raises(RuntimeError):
        kpi("compute", shop, "--debug")


@pytest.mark.parametrize(
    ("failure", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "Прервано."),
        (MemoryError(), 1, "памяти"),
        (OSError(28, "No space left on device"), 1, "нет места"),
        (PermissionError(13, "Permission denied", "/root/x"), 1, "/root/x"),
    ],
)
def test_what_the_system_throws(
    kpi: Kpi, shop: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: int, words: str
):
    def fails(source: str) -> None:
        raise failure

    monkeypatch.setattr("kpi_core.load.load", fails)
    result = kpi("compute", shop)
    assert (result.code, result.out) == (code, "")
    assert words in result.err
    assert result.err.count("\n") == 1


def test_rows_that_are_all_refused_are_not_called_missing(kpi: Kpi, tmp_path: Path):
    source = tmp_path / "a.csv"
    source.write_text("Дата;№ заказа;Выручка\nвчера;1;5\nзавтра;2;6\n", encoding="utf-8")
    made = kpi("compute", str(source))
    assert made.code == 1
    assert "отвергнуто: 2" in made.err
