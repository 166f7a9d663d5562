"""A mail server on this machine, for the tests of sending."""

from __future__ import annotations

import email
import socket
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "robot@firma.ru", "a: hunter2 {0} %s"


class Box:
    """What the server has taken, and what it refuses."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], EmailMessage]] = []
        self.sessions: set[Any] = set()
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.refuse.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.refuse.get("sender"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if answer := self.refuse.get("data"):
            return answer
        self.sessions.add(session.peer)
        read = email.message_from_bytes(envelope.content, policy=default)
        self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), read))
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data) -> AuthResult:
    right = data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=right)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def serve(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Box]]:
    """Start a server; its certificate is trusted."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    running: list[Controller] = []

    def start(security: str = "none", name: str = "localhost", *, login: bool = False, **more: Any) -> Box:
        box, context = Box(), None
        if security != "none":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(name).configure_cert(context)
        options: dict[str, Any] = {"authenticator": authenticate, "auth_required": True} if login else {}
        if security == "ssl":
            options |= {"ssl_context": context, "auth_require_tls": False}
        elif security == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        controller = Controller(box, hostname="localhost", port=0, **options | more)
        # Port 0 means any that is free; the controller asks its own port whether it has started.
        with socket.socket() as free:
            free.bind(("localhost", 0))
            controller.port = free.getsockname()[1]
        controller.start()
        running.append(controller)
        box.port = controller.port  # type: ignore[attr-defined]
        return box

    yield start
    for controller in running:
        controller.stop()
