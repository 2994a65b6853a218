"""Secrets of second factors lie encrypted in the database; the key is made from the signing key, which does not."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """ValueError if it was encrypted with another signing key: the person's second factor has to be set up anew."""
    try:
        return _cipher(settings.SECRET_KEY).decrypt(text.encode()).decode()
    except InvalidToken:
        raise ValueError("a second factor was encrypted with another signing key") from None


@cache
def _cipher(signing_key: str) -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"roadstead second factors")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(signing_key.encode())))
