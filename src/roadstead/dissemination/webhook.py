"""One signed POST. https only, to public addresses only, no redirect followed; docs/guide/webhooks.md is for receivers.

The address is looked up once, judged, and that very address is connected to: a name that changes in between gains
nothing (server-side request forgery).
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

from roadstead.dissemination.models import Standing
from roadstead.dissemination.outcome import Outcome

TIMEOUT: Final = 10.0


class NotThere(Exception):
    """We do not send there; the message says why."""


def signing_secret(master: str, channel: int) -> str:
    """The channel's own secret, derived (HMAC-SHA256) from the installation's: no secret is kept in the database."""
    return hmac.new(master.encode(), f"roadstead webhook {channel}".encode(), hashlib.sha256).hexdigest()


def signature(secret: str, at: int, body: bytes) -> str:
    """`t=…,v1=…`: hex HMAC-SHA256 of the seconds since 1970, a full stop and the body."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


def send(
    payload: Mapping[str, str | None], url: str, *, secret: str, key: str, private: bool, now: datetime
) -> Outcome:
    """A receiver answers 2xx once it has it. Whatever else: again later, with the same key."""
    body = json.dumps(payload, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "Roadstead-Signature": signature(secret, int(now.timestamp()), body),
    }
    try:
        status = _post(urlsplit(url), body, headers, private)
    except NotThere as no:
        return Outcome(Standing.FAILED, str(no))
    except (OSError, http.client.HTTPException) as error:
        return Outcome(Standing.PENDING, type(error).__name__)
    return Outcome(Standing.SENT if 200 <= status < 300 else Standing.PENDING, f"HTTP {status}")


def _post(parts: SplitResult, body: bytes, headers: Mapping[str, str], private: bool) -> int:
    secure = parts.scheme == "https"
    if not secure and not (private and parts.scheme == "http"):
        raise NotThere("the address does not begin with https://")
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    address = _judged(host, port, private)
    plain = socket.create_connection((address, port), timeout=TIMEOUT)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    with ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain as wire:
        connection.sock = wire
        connection.request(
            "POST", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", body, dict(headers)
        )
        return connection.getresponse().status


def _judged(host: str, port: int, private: bool) -> str:
    """An address of `host`; every one of them must be public, unless private ones are allowed."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not private and not all(ipaddress.ip_address(each).is_global for each in found):
        raise NotThere("the address is not a public one")
    return found[0]
