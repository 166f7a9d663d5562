"""`kpi report`: where the PDF goes, in which language, and closing a month."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kpi_core.closing import closed_path
from tests.cli.conftest import ORDERS, Kpi


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The orders alone: a data file whose name has a space."""
    path = tmp_path / "мои продажи.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


def text_of(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages).replace("\u00a0", " ")


def test_it_stands_beside_the_source_and_its_path_is_the_output(kpi: Kpi, source: Path):
    result = kpi("report", source)
    expected = source.with_name("мои продажи-2026-10.pdf")
    assert (result.code, result.out, result.err) == (0, f"{expected}\n", "")
    assert expected.read_bytes().startswith(b"%PDF")
    assert sorted(source.parent.iterdir()) == sorted([expected, source])


def test_month_language_and_output(kpi: Kpi, source: Path, tmp_path: Path):
    output = tmp_path / "september.pdf"
    result = kpi("report", source, "--month", "сен 2026", "--lang", "en", "--output", output)
    assert result.out == f"{output}\n"
    assert "September 2026" in text_of(output)


@pytest.mark.parametrize(
    ("company", "name"), [("ООО «Северный дом»", "ООО-Северный-дом-2026-10.pdf"), ("", "мой-магазин-2026-10.pdf")]
)
def test_a_config_names_it_after_the_company_or_its_folder(kpi: Kpi, shop: Path, company: str, name: str):
    config = shop / "kpi.toml"
    config.write_text(f'company = "{company}"\n[[source]]\ntable = "orders"\npath = "продажи.csv"\n', encoding="utf-8")
    assert kpi("report", config).out == f"{shop / name}\n"


def test_a_folder_has_it_beside_itself(kpi: Kpi, shop: Path):
    assert kpi("report", shop).out == f"{shop.parent / 'мой магазин-2026-10.pdf'}\n"


def test_nothing_half_written_is_left(kpi: Kpi, source: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = kpi("report", source)
    assert (result.code, result.out) == (1, "")
    assert list(source.parent.iterdir()) == [source]


def test_closing_keeps_the_month_and_a_later_report_knows(kpi: Kpi, source: Path):
    first = kpi("report", source, "--month", "2026-09", "--close")
    assert first.code == 0
    path = source.with_name("мои продажи.closed.csv")
    assert str(path) in first.err
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "month,kpi,channel,value,as_of"
    # September by hand: 1000 + 500.
    revenue = [row.split(",")[:4] for row in rows if ",revenue," in row]
    assert revenue == [
        ["2026-09", "revenue", "", "1500.0"],
        ["2026-09", "revenue", "Директ", "1000.0"],
        ["2026-09", "revenue", "SEO", "500.0"],
    ]
    before = path.read_bytes()

    again = kpi("report", source, "--month", "2026-09", "--close")
    assert again.code == 0
    assert "уже закрыт с теми же значениями" in again.err
    assert path.read_bytes() == before

    source.write_text(ORDERS.replace("SEO;500", "SEO;700"), encoding="utf-8")
    [line] = kpi("compute", source, "--kpi", "revenue", "--period", "2026-09", "--format", "csv").out.splitlines()[1:]
    assert line == "revenue,2026-09,,1700.0,money,,recalculated"
    assert "Месяц был закрыт со значением 1 500,00 ₽." in kpi("explain", source, "revenue", "--period", "2026-09").out

    changed = kpi("report", source, "--month", "2026-09", "--close", "--output", source.with_name("новый.pdf"))
    assert (changed.code, changed.out) == (1, "")
    assert "1500.0" in changed.err
    assert "1700.0" in changed.err
    assert path.read_bytes() == before
    assert not source.with_name("новый.pdf").exists()


def test_closing_two_months_keeps_both(kpi: Kpi, source: Path):
    for month in ("2026-09", "2026-10"):
        assert kpi("report", source, "--month", month, "--close").code == 0
    months = {line[:7] for line in closed_path(source).read_text(encoding="utf-8-sig").splitlines()[1:]}
    assert months == {"2026-09", "2026-10"}


def test_a_month_that_is_not_over_is_closed_with_a_warning(kpi: Kpi, source: Path):
    source.write_text(ORDERS.replace("2026-10-31", "2026-10-20"), encoding="utf-8")
    assert "ещё не полный" in kpi("report", source, "--month", "2026-10", "--close").err


@pytest.mark.parametrize(
    "content", ["month,value\n2026-09,1\n", "month,kpi,channel,value,as_of\n2026-09,revenue,,много,\n", "\xff\xfe"]
)
def test_a_broken_file_of_closed_months_is_never_skipped(kpi: Kpi, source: Path, content: str):
    closed_path(source).write_bytes(content.encode("latin-1") if "\xff" in content else content.encode())
    result = kpi("compute", source)
    assert result.code == 1
    assert "closed.csv" in result.err


def test_a_russian_spreadsheet_may_have_saved_the_closed_months(kpi: Kpi, source: Path):
    content = "month;kpi;channel;value;as_of\n2026-09;revenue;;1400,5;\n"
    closed_path(source).write_text(content, encoding="utf-8-sig")
    out = kpi("explain", source, "revenue", "--period", "2026-09").out
    assert "Месяц был закрыт со значением 1 400,50 ₽." in out


def test_a_folder_reads_what_was_closed_beside_it(kpi: Kpi, shop: Path, tmp_path: Path):
    assert kpi("report", shop, "--month", "2026-09", "--close").code == 0
    assert closed_path(shop) == tmp_path / "мой магазин.closed.csv"
    moved = tmp_path / "другой"
    shutil.copytree(shop, moved)
    assert "recalculated" not in kpi("compute", moved, "--by", "month", "--format", "csv").out
