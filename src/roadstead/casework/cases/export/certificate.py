"""Key and certificate that sign documents: the operator's (PKCS#12), or generated once below ROADSTEAD_HOME.

The key is RSA, which every PDF reader supports; few support Ed25519, which signs the audit log.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from roadstead.config import Config
from roadstead.engine.sentences import Sentence
from roadstead.platform.audit.signing import write_secret

FILE: Final = "documents.pem"  # key and certificate
BITS: Final = 3072
LASTS: Final = timedelta(days=3653)
EARLIER: Final = timedelta(hours=1)  # tolerance for readers with a slow clock, which would call it not valid yet


class CannotSign(Exception):
    """Raised if no key can be used. The sentence says what the operator has to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Signer. `others`: certificates that lead from this one to an authority."""

    key: PrivateKeyTypes
    certificate: x509.Certificate
    others: Sequence[x509.Certificate] = ()

    @property
    def name(self) -> str:
        return self.certificate.subject.rfc4514_string()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate as PDF readers and openssl show it: bytes separated by colons."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def identity(settings: Config, *, now: datetime) -> Identity:
    """Return the signer. Raise CannotSign if the key is missing or unreadable, or the certificate is not valid now."""
    found = _given(settings) if settings.signing_file else _own(settings, now)
    if not found.certificate.not_valid_before_utc <= now <= found.certificate.not_valid_after_utc:
        valid = found.certificate.not_valid_before_utc, found.certificate.not_valid_after_utc
        first, last = (f"{each:%Y-%m-%d}" for each in valid)
        raise CannotSign(
            Sentence(
                "The certificate that signs documents is valid from %(first)s to %(last)s only. Ask the operator to"
                " replace it (handbook, Exported cases).",
                {"first": first, "last": last},
            )
        )
    return found


def _given(settings: Config) -> Identity:
    try:
        password = Path(settings.signing_password_file).read_bytes().strip() if settings.signing_password_file else None
        key, certificate, others = pkcs12.load_key_and_certificates(Path(settings.signing_file).read_bytes(), password)
    except (OSError, ValueError) as error:
        not_readable = Sentence("the file is not PKCS#12, or its password is wrong")
        why: Sentence | str = (error.strerror or "") if isinstance(error, OSError) else not_readable
        raise CannotSign(
            Sentence("Roadstead cannot use ROADSTEAD_SIGNING_FILE: %(why)s. Tell the operator.", {"why": why})
        ) from None
    if key is None or certificate is None:
        raise CannotSign(Sentence("ROADSTEAD_SIGNING_FILE has no key with a certificate. Tell the operator."))
    return Identity(key=key, certificate=certificate, others=others)


def _own(settings: Config, now: datetime) -> Identity:
    path = settings.home / FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # another process was first
            write_secret(path, _made(settings.url, now))
    raw = path.read_bytes()
    return Identity(key=load_pem_private_key(raw, None), certificate=x509.load_pem_x509_certificate(raw))


def _made(url: str, now: datetime) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Roadstead"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Documents of {url}"[:64]),
        ]
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + _certificate(key, name, now).public_bytes(Encoding.PEM)


def _certificate(key: rsa.RSAPrivateKey, name: x509.Name, now: datetime) -> x509.Certificate:
    """Return a self-signed certificate for signatures with non-repudiation, and nothing else."""
    now = now.astimezone(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - EARLIER).not_valid_after(now + LASTS)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return made.add_extension(usage, critical=True).sign(key, hashes.SHA256())
