"""A real mail server for the tests, on a port of this machine: aiosmtpd in a thread."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller


@dataclass
class HopThu:
    """What the server took, and how it is to behave."""

    cac_thu: list[EmailMessage] = field(default_factory=list)
    tu_choi: dict[str, str] = field(default_factory=dict)  # address -> its answer to RCPT
    mat_tra_loi: int = 0  # so many letters are taken, then the line drops before the answer

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Answer whether a recipient is known."""
        if address in self.tu_choi:
            return self.tu_choi[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a letter."""
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage), "the policy makes such messages"
        self.cac_thu.append(mail)
        if self.mat_tra_loi:
            self.mat_tra_loi -= 1
            server.transport.close()
        return "250 Accepted"

    def nguoi_nhan(self) -> list[str]:
        """List the recipients of the letters, sorted."""
        return sorted(str(mail["To"]) for mail in self.cac_thu)


class MayChuThu:
    """The server: started on a free port, stopped and started again on the same one."""

    def __init__(self) -> None:
        """Find a free port."""
        self.hop_thu = HopThu()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller: Controller | None = None

    def start(self) -> None:
        """Begin to answer."""
        self._controller = Controller(self.hop_thu, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Stop answering; connections are refused from now on."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


@pytest.fixture
def may_chu_thu(settings: Any) -> Iterator[MayChuThu]:
    """Run a mail server that the portal's settings name."""
    server = MayChuThu()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    settings.SITE_URL = "https://kehoachso.vuquang.vn"
    settings.DEFAULT_FROM_EMAIL = "cong@vuquang.vn"
    yield server
    server.stop()
