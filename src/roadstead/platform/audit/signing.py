"""Checkpoints and the key that signs them (Ed25519). The key's file is readable by its owner only (S29).

A checkpoint is JSON that says: at this moment the chain had `size` lines and the last one this hash. Whoever holds one
outside can show later that a line was changed, taken out or that the record was set back.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from roadstead.engine.chain import canonical

KEY_FILE: Final = "audit.key"
FORM: Final = "roadstead_audit_checkpoint"


def signing_key(home: Path) -> Ed25519PrivateKey:
    """The key below `home`, made on first use."""
    path = home / KEY_FILE
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # another process was first
            write_secret(path, made)
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def write_secret(path: Path, made: bytes) -> None:
    """Whole or not at all, and its owner's alone: a reader never meets half a key. FileExistsError: it is there."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
    try:
        os.link(part, path)
    finally:
        part.unlink()


def public_pem(key: Ed25519PublicKey) -> str:
    """What is given to those who verify."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def fingerprint(key: Ed25519PublicKey) -> str:
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def signed(key: Ed25519PrivateKey, *, size: int, of_line: str, at: str) -> dict[str, Any]:
    """The checkpoint with its signature, over everything else in it."""
    said = {FORM: 1, "size": size, "hash": of_line, "at": at, "key": fingerprint(key.public_key())}
    return said | {"signature": base64.b64encode(key.sign(canonical(said))).decode()}


def is_signed(checkpoint: Mapping[str, Any], key: Ed25519PublicKey) -> bool:
    said = {name: value for name, value in checkpoint.items() if name != "signature"}
    try:
        key.verify(base64.b64decode(str(checkpoint.get("signature", ""))), canonical(said))
    except (InvalidSignature, ValueError):
        return False
    return True
