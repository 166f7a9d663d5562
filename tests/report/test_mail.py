"""Sending a report: to a server on this machine, with and without TLS and login, and every way it may refuse."""

# ruff: noqa: F811  (fixtures are imported)
from __future__ import annotations

import email
import smtplib
import socket
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import trustme

from kpi_core.addresses import addresses
from kpi_core.errors import KpiError
from kpi_core.report.build import build_report
from kpi_core.report.mail import Letter, Post, Smtp, letter_of, message, smtp_settings
from tests.report.post_office import PASSWORD, USER, authority, serve  # noqa: F401
from tests.report.stand_in import shop, tiny

LETTER = Letter("Отчёт, октябрь 2026", "Выручка 2,49 млн ₽\n")
PDF = b"%PDF-1.7 no more than a sample\n%%EOF"


def settings(box: Any, security: str = "none", *, login: bool = False, **more: Any) -> Smtp:
    user = {"user": USER, "password": PASSWORD} if login else {}
    return Smtp("localhost", USER, box.port, security, **user | more)  # type: ignore[arg-type]


def send(made: Smtp, *to: str, letter: Letter = LETTER, name: str = "отчёт-2026-10.pdf") -> None:
    with Post(made) as post:
        post.send(letter, to or ("boss@firma.ru",), name, PDF)


@pytest.mark.parametrize(
    ("security", "login"), [("none", False), ("starttls", False), ("starttls", True), ("ssl", True)]
)
def test_a_letter_arrives(serve, security: str, login: bool):
    box = serve(security, login=login)
    send(settings(box, security, login=login), "boss@firma.ru", "anna@firma.ru")
    [(sender, to, mail)] = box.taken
    assert (sender, to) == (USER, ["boss@firma.ru", "anna@firma.ru"])
    assert (mail["Subject"], mail["From"], mail["To"]) == (LETTER.subject, USER, "boss@firma.ru, anna@firma.ru")
    assert mail.get_body().get_content().splitlines() == LETTER.body.splitlines()
    [attached] = mail.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "отчёт-2026-10.pdf"
    assert attached.get_content() == PDF
    assert mail["Message-ID"].endswith("@firma.ru>")
    assert socket.gethostname() not in mail["Message-ID"]


def test_one_conversation_for_several_letters_and_another_where_it_broke(serve):
    box = serve()
    with Post(settings(box)) as post:
        for _ in range(3):
            post.send(LETTER, ("a@b.ru",), "a.pdf", PDF)
        assert len(box.sessions) == 1
        post._server.sock.shutdown(socket.SHUT_RDWR)
        post.send(LETTER, ("a@b.ru",), "a.pdf", PDF)
    assert len(box.taken) == 4
    assert len(box.sessions) == 2


def refused(made: Smtp, *to: str) -> str:
    """The code of what is told; nothing that is told holds the password."""
    with pytest.raises(KpiError) as caught:
        send(made, *to)
    told = "".join([*(caught.value.message(language) for language in ("ru", "en")), repr(made), repr(caught.value)])
    assert PASSWORD not in told
    assert "hunter2" not in told
    assert caught.value.exit_code == 1
    return caught.value.code


def test_a_wrong_password(serve):
    box = serve("starttls", login=True)
    made = settings(box, "starttls", login=True)
    assert refused(Smtp(made.host, made.sender, made.port, "starttls", USER, PASSWORD + "x")) == "mail_login"
    assert box.taken == []


def test_a_server_that_repeats_the_password_is_not_quoted(serve):
    box = serve("starttls", login=True)
    box.refuse["data"] = f"554 spam, says {PASSWORD}"
    assert refused(settings(box, "starttls", login=True)) == "mail_failed"


def test_nothing_goes_in_the_open_where_the_server_has_no_tls(serve):
    box = serve()
    assert refused(settings(box, "starttls", login=True)) == "mail_no_starttls"
    assert box.taken == []


def test_a_server_that_wants_no_login(serve):
    assert refused(settings(serve(), login=True)) == "mail_no_login"


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_certificate_of_another_name(serve, security: str):
    box = serve(security, name="mail.example.org")
    assert refused(settings(box, security)) == "mail_not_secure"
    assert box.taken == []


def test_a_certificate_that_nobody_vouches_for(serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    box = serve("ssl")
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    assert refused(settings(box, "ssl")) == "mail_not_secure"


def test_plain_talk_to_a_port_of_tls_and_back(serve, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kpi_core.report.mail.TIMEOUT", 0.5)
    assert refused(settings(serve("ssl"), "none")) in ("mail_hung_up", "mail_unreachable")
    assert refused(settings(serve("none"), "ssl")) == "mail_not_secure"


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    assert refused(Smtp("localhost", USER, port, "none")) == "mail_unreachable"
    assert refused(Smtp("no-such-host.invalid", USER, port, "none")) == "mail_unreachable"


def test_refusals_of_the_server(serve):
    box = serve()
    box.refuse = {"gone@firma.ru": "550 no such user"}
    assert refused(settings(box), "gone@firma.ru") == "mail_refused"
    assert box.taken == []
    assert refused(settings(box), "boss@firma.ru", "gone@firma.ru") == "mail_partly"
    assert box.taken[0][1] == ["boss@firma.ru"]
    box.refuse = {"sender": "550 not you"}
    assert refused(settings(box)) == "mail_sender"
    box.refuse = {"data": "552 too large"}
    assert refused(settings(box)) == "mail_failed"


def test_an_address_in_cyrillic(serve):
    box = serve(enable_SMTPUTF8=False)
    assert refused(settings(box), "почта@firma.ru") == "mail_letters"
    send(settings(box), "info@пример.рф")
    assert box.taken[0][1] == ["info@xn--e1afmkfd.xn--p1ai"]


def test_a_name_from_a_file_begins_no_header():
    letter = Letter("Фирма\r\nBcc: spy@evil.org\r\n\r\nbody", "x")
    mail = message(letter, USER, ["a@b.ru"], "отчёт\r\nX-Evil: 1.pdf", PDF)
    read = email.message_from_bytes(mail.as_bytes(), policy=default)
    assert read["Bcc"] is None
    assert read["X-Evil"] is None
    assert sorted(read.keys()) == sorted(
        ["Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert read["Subject"] == "Фирма Bcc: spy@evil.org body"


@pytest.mark.parametrize("line", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\0"])
def test_no_way_to_break_a_line(line: str):
    mail = message(Letter(f"a{line}Bcc: b", "x"), USER, ["a@b.ru"], f"a{line}b.pdf", PDF)
    head = mail.as_bytes().split(b"\r\n\r\n")[0]
    assert not [row for row in head.split(b"\r\n") if row.startswith(b"Bcc")]
    assert b"\0" not in head


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b", ("a@b",)),
        (" a@b.ru ,c@d.ru;e@f.ru\ng@h.ru ", ("a@b.ru", "c@d.ru", "e@f.ru", "g@h.ru")),
        (["a@b.ru", " c@d.ru"], ("a@b.ru", "c@d.ru")),
        ("имя@пример.рф", ("имя@пример.рф",)),
    ],
)
def test_addresses(text: object, found: tuple[str, ...]):
    assert addresses(text) == found


@pytest.mark.parametrize(
    "text",
    ["", " , ", [], "boss", "a@b@c", "Boss <a@b.ru>", "a@", "@b.ru", "a\x00@b.ru", ["a@b.ru\nBcc: c@d.ru"],
     ["a b@c.ru"], '"a"@b.ru', "a@b[.ru", "x" * 65 + "@b.ru"],
)  # fmt: skip
def test_what_is_no_address(text: object):
    with pytest.raises(KpiError) as caught:
        addresses(text)
    assert caught.value.exit_code == 2


def environment(**values: str) -> dict[str, str]:
    return {f"KPI_SMTP_{name.upper()}": value for name, value in values.items()}


@pytest.mark.parametrize(
    ("values", "made"),
    [
        ({"user": "a@b.ru", "password": "p"}, Smtp("h", "a@b.ru", 587, "starttls", "a@b.ru", "p")),
        ({"from": "a@b.ru", "port": "465"}, Smtp("h", "a@b.ru", 465, "ssl")),
        ({"from": "a@b.ru", "security": "SSL"}, Smtp("h", "a@b.ru", 465, "ssl")),
        ({"from": "a@b.ru", "security": "none"}, Smtp("h", "a@b.ru", 25, "none")),
        ({"from": "a@b.ru", "port": "2525", "user": "u"}, Smtp("h", "a@b.ru", 2525, "starttls", "u")),
    ],
)
def test_settings_of_the_environment(values: dict[str, str], made: Smtp):
    assert smtp_settings(environment(host="h", **values)) == made


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "mail_no_host"),
        ({"host": "h"}, "mail_no_sender"),
        ({"host": "h", "user": "robot"}, "mail_no_sender"),
        ({"host": "h", "from": "Robot <a@b.ru>"}, "mail_address"),
        ({"host": "h", "from": "a@b.ru", "port": "smtp"}, "mail_port"),
        ({"host": "h", "from": "a@b.ru", "port": "70000"}, "mail_port"),
        ({"host": "h", "from": "a@b.ru", "security": "startls"}, "mail_security"),
        ({"host": "h", "from": "a@b.ru", "user": "u", "password": "hunter2 пароль"}, "mail_letters_login"),
        ({"host": "h", "from": "a@b.ru", "user": "u", "password": PASSWORD, "security": "none"}, "mail_open_line"),
    ],
)
def test_settings_that_lack_something(values: dict[str, str], code: str):
    with pytest.raises(KpiError) as caught:
        smtp_settings(environment(**values))
    assert (caught.value.code, caught.value.exit_code) == (code, 2)
    assert "hunter2" not in caught.value.message("ru") + caught.value.message("en")


def test_the_password_is_in_no_representation():
    assert "hunter2" not in repr(Smtp("h", "a@b.ru", password=PASSWORD)) + str(Smtp("h", "a@b.ru", password=PASSWORD))


def plain(text: str) -> str:
    """Without the blanks that do not break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_letter_tells_the_result_and_the_chosen_figures(language: str):
    report = build_report(shop(), None, language)
    letter = letter_of(report)
    assert letter.subject == plain(report.title)
    lines = letter.body.splitlines()
    assert lines[0] == plain(report.headline)
    for row in report.cards.rows:
        for card in row:
            [line] = [line for line in lines if line.startswith(plain(f"— {card.label}: {card.value.text}"))]
            assert all(plain(change.figure.text) in line for change in card.changes)
            assert all(f"[{mark}" in line for mark in card.value.marks.split(",")[:1] if mark)
    assert [line for line in lines if line.startswith("[")] == [
        plain(f"[{number}] {note}") for number, note in enumerate(report.cards.notes, 1)
    ]
    assert plain(report.cards.legend) in lines
    assert plain(report.sentences[0].text) in letter.body
    assert {"ru": "Отчёт — во вложении.", "en": "The report is attached."}[language] in lines


def test_a_letter_without_figures():
    body = letter_of(build_report(tiny({"2026-10": {"Сайт": 0.0}}), None, "ru")).body
    assert "None" not in body
    assert body.strip()


def test_smtplib_still_says_what_is_told_apart_by_its_words():
    """`mail.py` tells a lack of STARTTLS from one of UTF-8 by the library's sentence."""
    source = Path(smtplib.__file__).read_text(encoding="utf-8")
    assert "STARTTLS extension not supported by server." in source
    assert "SMTPUTF8" in source
