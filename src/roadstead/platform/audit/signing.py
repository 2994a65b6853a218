"""Checkpoints and the key that signs them (Ed25519). The key's file is readable by its owner only (S29).

A checkpoint is a JSON object that states the length of the chain (`size`) and the hash of its last line at a moment. A
copy kept outside can show later that a line was changed or removed, or that the log was set back.
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

from roadstead.engine.chain import canonical_json

KEY_FILE: Final = "audit.key"
FORMAT_KEY: Final = "roadstead_audit_checkpoint"


def signing_key(home: Path) -> Ed25519PrivateKey:
    """Return the key below `home`, made on first use."""
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
    """Write the file whole or not at all, readable by its owner only. Raises FileExistsError if it exists.

    A reader never sees half a key.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
    try:
        os.link(part, path)
    finally:
        part.unlink()


def public_pem(key: Ed25519PublicKey) -> str:
    """Return the public key as PEM, for those who verify checkpoints."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def fingerprint(key: Ed25519PublicKey) -> str:
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def sign_checkpoint(key: Ed25519PrivateKey, *, size: int, of_line: str, at: str) -> dict[str, Any]:
    """Return the checkpoint with a signature over everything else in it."""
    said = {FORMAT_KEY: 1, "size": size, "hash": of_line, "at": at, "key": fingerprint(key.public_key())}
    return said | {"signature": base64.b64encode(key.sign(canonical_json(said))).decode()}


def is_signed(checkpoint: Mapping[str, Any], key: Ed25519PublicKey) -> bool:
    said = {name: value for name, value in checkpoint.items() if name != "signature"}
    try:
        key.verify(base64.b64decode(str(checkpoint.get("signature", ""))), canonical_json(said))
    except (InvalidSignature, ValueError):
        return False
    return True
