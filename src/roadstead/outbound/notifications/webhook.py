"""Sending of one signed POST: https only, public addresses only, no redirects; docs/guide/webhooks.md is for receivers.

The host is looked up once, checked, and that very address is connected to, so that a name that changes in between gains
nothing (server-side request forgery).
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from roadstead.outbound.notifications.models import DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.wire import DELIVERY_SECONDS, LOOKUPS, Deadline, is_public, limited

MAX_LABEL_CHARS: Final = 63  # between two full stops of a host name (RFC 1035, 2.3.4)
MAX_HOST_CHARS: Final = 253


class AddressRefused(Exception):
    """The address is not allowed; the message says why."""


class _Response(http.client.HTTPResponse):
    """Response whose size is limited while it is read."""

    def __init__(self, sock: socket.socket, *args: Any, **keywords: Any) -> None:
        super().__init__(sock, *args, **keywords)
        self.fp.close()
        self.fp = limited(sock)


def signing_secret(master: str, number: int, *, of: str = "webhook") -> str:
    """Return the secret of a channel, derived (HMAC-SHA256) from the installation's: the database holds no secret.
    `of`: what kind of row has this number.
    """
    return hmac.new(master.encode(), f"roadstead {of} {number}".encode(), hashlib.sha256).hexdigest()


def signature(secret: str, at: int, body: bytes) -> str:
    """Return `t=…,v1=…`: hex HMAC-SHA256 of the seconds since 1970, a full stop and the body."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


def parse(url: str, *, private: bool) -> SplitResult:
    """Return the parts of a webhook's address. `private`: http is allowed. Raises AddressRefused if it is refused."""
    if not url.isprintable() or " " in url:
        raise AddressRefused("the address contains a space, a line end or a control character")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise AddressRefused("the port is not a number up to 65535, or the host name is not valid") from None
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise AddressRefused("the address does not begin with https://")
    if port == 0:
        raise AddressRefused("the port is not a number from 1 to 65535")
    if not _is_host(host):
        raise AddressRefused(
            "the host name is missing or longer than 253 characters, or a part of it is longer than 63"
        )
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("the address contains a user name or a password")
    if not f"{parts.path}{parts.query}".isascii():
        raise AddressRefused("the path contains letters that must be written with % signs")
    return parts


def send(
    payload: Mapping[str, str | None],
    url: str,
    *,
    secret: str,
    key: str,
    private: bool,
    now: datetime,
    seconds: float = DELIVERY_SECONDS,
    lookups: threading.BoundedSemaphore = LOOKUPS,
) -> Outcome:
    """Post the payload. A status 2xx means received; anything else is retried later with the same key.

    `seconds`: for all of it, from the look-up of the host to the last byte of the response. `lookups`: look-ups among
    which this one has its place.
    """
    body = json.dumps(payload, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "Roadstead-Signature": signature(secret, int(now.timestamp()), body),
    }
    with Deadline(seconds, lookups=lookups) as deadline:
        try:
            status = _post(parse(url, private=private), body, headers, private, deadline)
        except AddressRefused as no:
            return Outcome(DeliveryStatus.FAILED, str(no))
        except (OSError, http.client.HTTPException) as error:
            return Outcome(DeliveryStatus.PENDING, deadline.reason(error))
        if deadline.has_passed:  # the response was cut off
            return Outcome(DeliveryStatus.PENDING, deadline.too_late)
    return Outcome(DeliveryStatus.SENT if 200 <= status < 300 else DeliveryStatus.PENDING, f"HTTP {status}")


def _post(parts: SplitResult, body: bytes, headers: Mapping[str, str], private: bool, deadline: Deadline) -> int:
    secure, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    addresses = deadline.addresses(host, port)
    if not private and not all(is_public(each) for each in addresses):
        raise AddressRefused("the address is in a private network")
    plain = deadline.connect(addresses, port)
    with plain, ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain as wire:
        connection = http.client.HTTPConnection(host, port)
        connection.response_class = _Response
        connection.sock = wire
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", path, body, dict(headers))
        return connection.getresponse().status


def _is_host(host: str) -> bool:
    """Return True for a host name (RFC 1035) or an IP address."""
    if ":" in host:
        return True  # an IPv6 address, which urlsplit has checked
    try:
        name = host.rstrip(".").encode("idna")
    except UnicodeError:
        return False
    labels = name.split(b".")
    return len(name) <= MAX_HOST_CHARS and all(0 < len(label) <= MAX_LABEL_CHARS for label in labels)
