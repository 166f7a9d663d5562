"""`kpi report --format html` and `--email`: what is sent, what is held back, and what is refused before any work."""

# ruff: noqa: F811  (fixtures are imported)
from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import ORDERS, Kpi, process
from tests.report.post_office import PASSWORD, USER, authority, serve  # noqa: F401

BROKEN = ORDERS.replace("2026-10-15", "32.13.2026")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "магазин.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


@pytest.fixture
def office(serve, monkeypatch: pytest.MonkeyPatch):
    """A server that wants STARTTLS and a login, named by the environment."""
    box = serve("starttls", login=True)
    for name, value in {"HOST": "localhost", "PORT": str(box.port), "USER": USER, "PASSWORD": PASSWORD}.items():
        monkeypatch.setenv(f"KPI_SMTP_{name}", value)
    return box


def test_a_page_for_the_screen(kpi: Kpi, source: Path, tmp_path: Path):
    result = kpi("report", source, "--format", "html")
    page = source.with_name("магазин-2026-10.html")
    assert (result.code, result.out, result.err) == (0, f"{page}\n", "")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    # The name says it as well.
    named = tmp_path / "report.HTML"
    kpi("report", source, "--output", named)
    assert named.read_bytes() == page.read_bytes()


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_the_report_is_written_and_sent(kpi: Kpi, source: Path, office, form: str):
    result = kpi("report", source, "--email", "boss@firma.ru, anna@firma.ru", "--format", form)
    path = source.with_name(f"магазин-2026-10.{form}")
    assert (result.code, result.out) == (0, f"{path}\n")
    assert result.err == "Отправлено: boss@firma.ru, anna@firma.ru.\n"
    [(sender, to, mail)] = office.taken
    assert (sender, to) == (USER, ["boss@firma.ru", "anna@firma.ru"])
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == path.name
    content = attached.get_content()
    assert (content.encode() if form == "html" else content) == path.read_bytes()
    # 1500 + 2500 + 1000 of October by hand.
    assert "Выручка: 5 000 ₽" in mail.get_body().get_content()
    assert "октябрь 2026" in mail["Subject"]


def test_a_report_on_broken_rows_is_held_back_until_approved(kpi: Kpi, source: Path, office):
    source.write_text(BROKEN, encoding="utf-8")
    result = kpi("report", source, "--email", "boss@firma.ru")
    path = source.with_name("магазин-2026-10.pdf")
    assert (result.code, result.out) == (3, f"{path}\n")
    assert path.read_bytes().startswith(b"%PDF")
    assert office.taken == []
    told = result.err.splitlines()
    assert "--approve" in told[0]
    assert "1\u00a0ошибка" in told[0] or "1 ошибка" in told[0]
    assert "магазин.csv" in told[1]
    assert "32.13.2026" in told[1]

    approved = kpi("report", source, "--email", "boss@firma.ru", "--approve")
    assert approved.code == 0
    assert len(office.taken) == 1


def test_a_server_that_refuses_leaves_the_report_and_no_password(source: Path, office):
    """Not in a traceback either."""
    done = process("report", source, "--email", "boss@firma.ru", "--debug", KPI_SMTP_PASSWORD=PASSWORD + "x")
    assert done.returncode == 1
    assert source.with_name("магазин-2026-10.pdf").exists()
    assert "Traceback" in done.stderr.decode()
    assert "hunter2" not in done.stderr.decode()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--email", "boss"], "«boss»"),
        (["--email", ""], "адрес"),
        (["--email", "boss@firma.ru"], "KPI_SMTP_HOST"),
        (["--approve"], "--email"),
        (["--format", "docx"], "pdf, html"),
        (["--format", "html", "--standard", "pdf/ua-1"], "pdf/ua-1"),
        (["--standard", "pdf/ua1"], "pdf/ua-1"),
    ],
)
def test_wrong_use_is_told_before_the_work(kpi: Kpi, source: Path, options: list[str], said: str):
    result = kpi("report", source, *options)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not source.with_name("магазин-2026-10.pdf").exists()


# Batch.


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """One to send, one whose data has errors, one without addresses."""
    folder = tmp_path / "клиенты"
    for name, rows, email in (
        ("a", ORDERS, '"boss@a.ru, anna@a.ru"'),
        ("b", BROKEN, '["boss@b.ru"]'),
        ("c", ORDERS, ""),
    ):
        (folder / name).mkdir(parents=True)
        (folder / name / "orders.csv").write_text(rows, encoding="utf-8")
        address = f"email = {email}\n" if email else ""
        config = f'company = "{name}"\n{address}[[source]]\ntable = "orders"\npath = "orders.csv"\n'
        (folder / name / "kpi.toml").write_text(config, encoding="utf-8")
    return folder


def test_batch_sends_once_holds_back_and_goes_on_after_a_refusal(kpi: Kpi, clients: Path, office):
    office.refuse = {"boss@a.ru": "451 try later", "anna@a.ru": "451 try later"}
    first = kpi("batch", clients, "--send")
    assert first.code == 1
    assert "a: Сервер не принял адреса" in first.err
    assert "Не отправлено, b" in first.err
    assert office.taken == []

    office.refuse = {"anna@a.ru": "550 no such user"}
    second = kpi("batch", clients, "--send")
    assert second.code == 1
    assert [to for _, to, _ in office.taken] == [["boss@a.ru"]]

    # Who has got it does not get it again; approval lets the other one go.
    office.refuse = {}
    third = kpi("batch", clients, "--send", "--approve")
    assert third.code == 0, third.err
    assert [to for _, to, _ in office.taken[1:]] == [["anna@a.ru"], ["boss@b.ru"]]
    assert kpi("batch", clients, "--send").code == 0
    assert len(office.taken) == 3

    # New data makes a new report, which is sent.
    (clients / "a" / "orders.csv").write_text(ORDERS.replace("2500", "2600"), encoding="utf-8")
    assert kpi("batch", clients, "--send").code == 0
    [body] = [mail.get_body().get_content() for _, _, mail in office.taken[3:]]
    assert "Выручка: 5 100 ₽" in body


def test_held_back_alone_is_code_three(kpi: Kpi, clients: Path, office):
    result = kpi("batch", clients, "--send")
    assert result.code == 3
    assert [to for _, to, _ in office.taken] == [["boss@a.ru", "anna@a.ru"]]
    assert "удержан" in result.out
