"""A report by mail: the letter, the SMTP settings of the environment, and the sending.

    KPI_SMTP_HOST, KPI_SMTP_PORT, KPI_SMTP_USER, KPI_SMTP_PASSWORD, KPI_SMTP_FROM, KPI_SMTP_SECURITY

The password appears in no message and no representation of the settings. It is never sent over an open line.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, make_msgid
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from kpi_core.addresses import addresses
from kpi_core.errors import OutputError, UsageError, nearest
from kpi_core.wording import say

if TYPE_CHECKING:
    from kpi_core.report.model import Card, Figure, Report

Security = Literal["starttls", "ssl", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "ssl": 465, "none": 25}
TIMEOUT = 30.0
_AT_HOME = ("localhost", "127.0.0.1", "::1")
_TYPES = {".pdf": ("application", "pdf"), ".html": ("text", "html")}


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail is handed over, and as whom."""

    host: str
    sender: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes with the report."""

    subject: str
    body: str


def smtp_settings(environment: Mapping[str, str] = os.environ) -> Smtp:
    """The settings of the environment.

    Raises
    ------
    UsageError
        `mail_no_host`, `mail_port`, `mail_security`, `mail_no_sender`, `mail_letters_login`, `mail_open_line`, or
        `mail_address` for the sender's.
    """
    read = {name: environment.get(f"KPI_SMTP_{name}", "").strip() for name in ("HOST", "PORT", "USER", "FROM")}
    if not read["HOST"]:
        raise UsageError("mail_no_host")
    security = _security(environment.get("KPI_SMTP_SECURITY", "").strip().casefold(), read["PORT"])
    sender = read["FROM"] or (read["USER"] if "@" in read["USER"] else "")
    if not sender:
        raise UsageError("mail_no_sender")
    password = environment.get("KPI_SMTP_PASSWORD", "")
    if not (read["USER"] + password).isascii():
        raise UsageError("mail_letters_login")
    if read["USER"] and security == "none" and read["HOST"] not in _AT_HOME:
        raise UsageError("mail_open_line")
    return Smtp(
        read["HOST"],
        addresses(sender)[0],
        _port(read["PORT"]) or PORTS[security],
        security,
        read["USER"],
        password,
    )


def _security(word: str, port: str) -> Security:
    if not word:
        # The port of SMTP over TLS knows nothing else.
        return "ssl" if port == "465" else "starttls"
    if word not in PORTS:
        raise UsageError("mail_security", value=word, known=list(PORTS), near=nearest(word, PORTS) or "starttls")
    return word


def _port(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise UsageError("mail_port", value=text)
    return int(text)


def letter_of(report: Report) -> Letter:
    """The letter of a report: its headline, the chosen figures, what the message says of cause and risk."""
    lines = [report.headline, ""]
    if report.cards:
        lines += [_card(card) for row in report.cards.rows for card in row]
        lines += [f"[{number}] {note}" for number, note in enumerate(report.cards.notes, 1)]
        lines += [report.cards.legend, ""] if report.cards.legend else [""]
    lines += [f"{sentence.topic} {sentence.text}" for sentence in report.sentences]
    lines += ["", say("mail_attached", report.language)]
    if report.footer:
        lines += ["", report.footer]
    return Letter(_one_line(report.title), "\n".join(map(_one_line, lines)).strip() + "\n")


def _card(card: Card) -> str:
    """«Выручка: 48,7 млн ₽ [1] (м/м ▲ +5 %, г/г ▼ −2 %; 96 % плана)»."""
    changes = ", ".join(f"{change.label} {_figure(change.figure)}" for change in card.changes)
    plan = f"; {_figure(card.attainment)}" if card.attainment else ""
    value = _figure(card.value) + (f" ({card.remark})" if card.remark else "")
    return f"— {card.label}: {value}" + (f" ({changes}{plan})" if changes or plan else "")


def _figure(figure: Figure) -> str:
    return f"{figure.text} [{figure.marks}]" if figure.marks else figure.text


def _one_line(text: str) -> str:
    """A name from a file must not begin a header of its own; blanks that keep figures together are plain in mail."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def message(letter: Letter, sender: str, to: Sequence[str], name: str, content: bytes) -> EmailMessage:
    """The mail: plain text and the report as `name`."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = _one_line(letter.subject)[:300]
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    mail["Date"] = format_datetime(localtime())
    # The standard's default would tell the name of this computer.
    mail["Message-ID"] = make_msgid(domain=_ascii_domain(sender).rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    main, sub = _TYPES.get(os.path.splitext(name)[1].casefold(), ("application", "octet-stream"))
    spoken = {"charset": "utf-8"} if main == "text" else {}
    mail.add_attachment(content, maintype=main, subtype=sub, filename=_one_line(name), params=spoken)
    return mail


class Post:
    """A connection to the server, kept for several letters and made anew where it was lost.

    Examples
    --------
    ::

        with Post(smtp_settings()) as post:
            post.send(letter, ("boss@firm.ru",), "october.pdf", content)
    """

    def __init__(self, settings: Smtp) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Letter, to: Sequence[str], name: str, content: bytes) -> None:
        """Hand a letter over.

        Raises
        ------
        OutputError
            `mail_unreachable`, `mail_not_secure`, `mail_no_starttls`, `mail_login`, `mail_sender`, `mail_refused`,
            `mail_partly` (the others have got it) or `mail_failed`.
        """
        sender = _ascii_domain(self._settings.sender)
        receivers = [_ascii_domain(each) for each in to]
        mail = message(letter, sender, receivers, name, content)
        with self._told():
            refused = self._connected().send_message(mail, sender, receivers)
        if refused:
            answer = self._answer(*next(iter(refused.values())))
            raise OutputError("mail_partly", refused=sorted(refused), answer=answer)

    def close(self) -> None:
        """Take leave of the server."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()

    def __enter__(self) -> Post:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _connected(self) -> smtplib.SMTP:
        """The server, greeted and logged in to; an old connection is asked whether it still lives."""
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._server.noop()[0] == 250:
                    return self._server
            self.close()
        settings, trust = self._settings, ssl.create_default_context()
        if settings.security == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT, context=trust)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT)
        self._server = server
        if settings.security == "starttls":
            server.starttls(context=trust)
        if settings.user:
            server.login(settings.user, settings.password)
        return server

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the mail library raises into our words; after a failure the connection is made anew."""
        settings = self._settings
        place = {"host": settings.host, "port": settings.port}
        try:
            yield
        except smtplib.SMTPNotSupportedError as error:
            self.close()
            code = "mail_no_starttls" if "STARTTLS" in str(error) else "mail_no_login"
            raise OutputError("mail_letters" if "UTF8" in str(error) else code, **place) from None
        except smtplib.SMTPAuthenticationError as error:
            self.close()
            # A server may repeat what it was given: its words stay out.
            raise OutputError("mail_login", number=error.smtp_code, **place) from None
        except smtplib.SMTPSenderRefused as error:
            self.close()
            answer = self._answer(error.smtp_code, error.smtp_error)
            raise OutputError("mail_sender", sender=settings.sender, answer=answer) from None
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            answer = self._answer(*next(iter(error.recipients.values())))
            raise OutputError("mail_refused", refused=sorted(error.recipients), answer=answer) from None
        except ssl.SSLError as error:
            self.close()
            why = getattr(error, "verify_message", "") or error.reason or ""
            raise OutputError("mail_not_secure", why=why, **place) from None
        except smtplib.SMTPResponseException as error:
            self.close()
            raise OutputError("mail_failed", answer=self._answer(error.smtp_code, error.smtp_error), **place) from None
        except smtplib.SMTPServerDisconnected:
            self.close()
            raise OutputError("mail_hung_up", **place) from None
        except OSError as error:
            self.close()
            raise OutputError("mail_unreachable", why=error.strerror or error, **place) from None

    def _answer(self, code: int, text: bytes | str) -> str:
        """What the server said, on one line and without the password should it repeat it."""
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        password = self._settings.password
        return _one_line(f"{code} {words}".replace(password, "***") if password else f"{code} {words}")[:200]


def _ascii_domain(address: str) -> str:
    """The address with its domain as the net knows it: почта@пример.рф is почта@xn--e1afmkfd.xn--p1ai."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise UsageError("mail_address", value=address) from None
