"""Terms of the last searches of a session, for a quarter of an hour: the address of a page of results holds a key only.

Each term is encrypted with the key in its address, and the key is stored nowhere: neither a log of addresses nor a
stored session, or a backup of it, says what was searched.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SESSION_KEY: Final = "searches"
MAX_KEPT: Final = 10  # in one session, so that several tabs work
SECONDS: Final = 15 * 60


def keep(request: HttpRequest, text: str) -> str:
    """Keep the term and return the key for the address."""
    key = secrets.token_urlsafe(24)
    kept = [*request.session.get(SESSION_KEY, []), [_name(key), _cipher(key).encrypt(text.encode()).decode()]]
    request.session[SESSION_KEY] = kept[-MAX_KEPT:]
    return key


def term(request: HttpRequest, key: str) -> str | None:
    """Return the term; None if this session does not have the key, or it is too old."""
    token = dict(request.session.get(SESSION_KEY, [])).get(_name(key))
    if token is None:
        return None
    try:
        return _cipher(key).decrypt(token.encode(), ttl=SECONDS).decode()
    except InvalidToken:
        return None


def reference(text: str) -> str:
    """Return the term as the audit names it: a keyed hash, the same for the same letters and digits."""
    plain = "".join(filter(str.isalnum, text.upper()))
    return salted_hmac("roadstead.web.search", plain, algorithm="sha256").hexdigest()[:16]


def _name(key: str) -> str:
    return hashlib.sha256(f"name {key}".encode()).hexdigest()[:16]


def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"search {key}".encode()).digest()))
