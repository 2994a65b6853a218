"""One mail through SMTP (RFC 5321). After the body was handed over and before the answer, nobody can know (4.5.3.2.6):
that alone is UNSURE, everything before it is certainly not sent."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from roadstead.dissemination.models import Standing
from roadstead.dissemination.outcome import Outcome
from roadstead.dissemination.words import Said

TIMEOUT: Final = 10.0  # seconds for each answer; all of a dialogue's together stay below send.LEASE


def compose(said: Said, *, to: str, sender: str, key: str, now: datetime) -> EmailMessage:
    """text/plain and the same as html. The Message-ID is the delivery's key: a receiver can drop a second one."""
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


def send(message: EmailMessage, url: str) -> Outcome:
    """`url`: smtp://host:25, smtp+starttls://user:password@host:587 or smtps://user:password@host:465; file:///folder
    puts it there as `<key>.eml` (RFC 5322) for something else to carry on, or for the demo to be looked at."""
    if url.startswith("file:"):
        return _put_down(message, Path(unquote(urlsplit(url).path)))
    try:
        server = _signed_in(url)
        server.mail(message["From"])
        code, _ = server.rcpt(message["To"])
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Standing.PENDING, type(error).__name__)
    try:
        return _refused(code) if code >= 400 else _hand_over(server, message)
    finally:
        server.close()


def _put_down(message: EmailMessage, folder: Path) -> Outcome:
    """Whole or not at all; the key in the name makes of a second one the same file."""
    name = f"{message['Message-ID'].strip('<>').partition('@')[0]}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun = folder / f".{name}"
        begun.write_bytes(message.as_bytes(policy=SMTP))
        begun.replace(folder / name)
    except OSError as error:
        return Outcome(Standing.PENDING, type(error).__name__)
    return Outcome(Standing.SENT, f"put down as {name}")


def _signed_in(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, context = parts.hostname or "", ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    )
    server.ehlo_or_helo_if_needed()
    if parts.scheme == "smtp+starttls":
        server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> Outcome:
    try:
        code, _ = server.data(message.as_bytes(policy=SMTP))  # lines end in CR LF (RFC 5321, 2.3.8)
    except smtplib.SMTPDataError as error:  # answered: it was not taken
        return _refused(error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Standing.UNSURE, type(error).__name__)
    return Outcome(Standing.SENT, f"SMTP {code}") if code < 400 else _refused(code)


def _refused(code: int) -> Outcome:
    """4xx: later; 5xx: never (RFC 5321, 4.2.1)."""
    return Outcome(Standing.PENDING if code < 500 else Standing.FAILED, f"SMTP {code}")
