"""Sending of one mail by SMTP (RFC 5321).

A failure between handing over the body and the reply leaves the result unknown (4.5.3.2.6): only that is UNSURE;
everything before it is certainly not sent.
"""

from __future__ import annotations

import functools
import io
import smtplib
import socket
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from django.utils.translation import gettext_noop as _

from roadstead.outbound.notifications.models import DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.payload import Payload
from roadstead.outbound.notifications.wire import DELIVERY_SECONDS, Deadline, limited

STORED: Final = _("stored")  # as a file, where no mail server is set
PORTS: Final = {"smtps": 465}  # 25 if the URL names none


def compose(said: Payload, *, to: str, sender: str, key: str, now: datetime) -> EmailMessage:
    """Return a mail as text/plain and html. Its Message-ID is the delivery's key, by which duplicates are dropped."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, said.subject
    message["Message-ID"], message["Date"] = f"<{key}@{sender.rpartition('@')[2]}>", format_datetime(now)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{said.subject}.\n\n{said.request}\n{said.link}\n")
    link = escape(said.link)
    message.add_alternative(
        f'<p>{escape(said.subject)}.</p><p>{said.request}<br><a href="{link}">{link}</a></p>', subtype="html"
    )
    return message


def compose_text(subject: str, text: str, *, to: str, sender: str, key: str, now: datetime) -> EmailMessage:
    """Return a mail of plain text. `key`: as in `compose`."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"], message["Date"] = f"<{key}@{sender.rpartition('@')[2]}>", format_datetime(now)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def send(message: EmailMessage, url: str, *, seconds: float = DELIVERY_SECONDS) -> Outcome:
    """Send a mail to `url` within `seconds`, counted from the look-up of the host to the last reply.

    `url`: smtp://host:25, smtp+starttls://user:password@host:587 or smtps://user:password@host:465. file:///folder
    stores the mail there as `<key>.eml` (RFC 5322), for another program or for inspection in the demo.
    """
    if url.startswith("file:"):
        return _store(message, Path(unquote(urlsplit(url).path)))
    with Deadline(seconds) as deadline:
        try:
            server = _Server(urlsplit(url), deadline)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(DeliveryStatus.PENDING, deadline.reason(error), is_mail_server_failure=True)
        try:
            return _dialogue(server, message, deadline)
        finally:
            server.close()


def _dialogue(server: _Server, message: EmailMessage, deadline: Deadline) -> Outcome:
    try:
        server.sign_in()
        code, _ = server.mail(message["From"])
        if code >= 400:
            return _refused(code, of_mail_server=True)
        code, _ = server.rcpt(message["To"])
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(DeliveryStatus.PENDING, deadline.reason(error), is_mail_server_failure=True)
    return _refused(code) if code >= 400 else _hand_over(server, message, deadline)


def _store(message: EmailMessage, folder: Path) -> Outcome:
    """Store the mail whole or not at all. The key is the file's name, so a repeated mail is the same file."""
    name = f"{message['Message-ID'].strip('<>').partition('@')[0]}.eml"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun = folder / f".{name}"
        begun.write_bytes(message.as_bytes(policy=SMTP))
        begun.replace(folder / name)
    except OSError as error:
        return Outcome(DeliveryStatus.PENDING, type(error).__name__, is_mail_server_failure=True)
    return Outcome(DeliveryStatus.SENT, f"{STORED} ({name})")


class _Server(smtplib.SMTP):
    """SMTP connection made within the deadline; the amount read is limited."""

    def __init__(self, parts: SplitResult, deadline: Deadline) -> None:
        self._parts, self._deadline = parts, deadline
        self._context = ssl.create_default_context()
        name = _own_name(deadline)
        super().__init__(parts.hostname or "", parts.port or PORTS.get(parts.scheme, 25), name, deadline.left())

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = self._deadline.connect(self._deadline.addresses(host, port), port)
        if self._parts.scheme != "smtps":
            return plain
        return self._context.wrap_socket(plain, server_hostname=host)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file: io.BufferedReader | None = limited(self.sock)
        return super().getreply()

    def sign_in(self) -> None:
        self.ehlo_or_helo_if_needed()
        if self._parts.scheme == "smtp+starttls":
            self.starttls(context=self._context)
        if self._parts.username:
            self.login(unquote(self._parts.username), unquote(self._parts.password or ""))


def _own_name(deadline: Deadline) -> str:
    """Return our host name for the mail server (RFC 5321, 4.1.1.1)."""
    return _full_name() if _full_name.cache_info().currsize else deadline.wait_for(_full_name)


@functools.cache
def _full_name() -> str:
    """Look up our host name once: a name server that does not answer must not use up the time of each mail."""
    name = socket.getfqdn()
    return name if "." in name else "[127.0.0.1]"


def _hand_over(server: _Server, message: EmailMessage, deadline: Deadline) -> Outcome:
    try:
        code, _ = server.data(message.as_bytes(policy=SMTP))  # lines end in CR LF (RFC 5321, 2.3.8)
    except smtplib.SMTPDataError as error:  # answered: not accepted
        return _refused(error.smtp_code)
    except Exception as error:  # noqa: BLE001 after any other error it may have been accepted
        return Outcome(DeliveryStatus.UNSURE, deadline.reason(error), is_mail_server_failure=True)
    if deadline.has_passed:  # the reply was cut off
        return Outcome(DeliveryStatus.UNSURE, deadline.too_late, is_mail_server_failure=True)
    return Outcome(DeliveryStatus.SENT, f"SMTP {code}") if code < 400 else _refused(code)


def _refused(code: int, *, of_mail_server: bool = False) -> Outcome:
    """Return the outcome of a refusal: 4xx is temporary, 5xx permanent (RFC 5321, 4.2.1)."""
    return Outcome(
        DeliveryStatus.PENDING if code < 500 else DeliveryStatus.FAILED,
        f"SMTP {code}",
        is_mail_server_failure=of_mail_server,
    )
