"""Signature of a PDF with a file of data attached, which any PDF reader verifies and which allows no later change."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm
from pyhanko_certvalidator.registry import SimpleCertificateStore

from roadstead.casework.cases.export.certificate import Identity

FIELD: Final = "Roadstead"
DATA: Final = "case.json"


def signed(
    pdf: bytes,
    data: bytes,
    who: Identity,
    *,
    reason: str,
    now: datetime,
    name: str = DATA,
    description: str = "The case as data",
) -> bytes:
    """Return the PDF with `data` attached as the file `name`; the signature covers both."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    _attach(writer, data, now, name, description)
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", reason=reason, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )
    made = BytesIO()
    signers.sign_pdf(writer, meta, signer=_signer(who), output=made)
    return made.getvalue()


def _attach(writer: IncrementalPdfFileWriter, data: bytes, now: datetime, name: str, description: str) -> None:
    params = EmbeddedFileParams(creation_date=now, modification_date=now)
    held = EmbeddedFileObject.from_file_data(writer, data=data, mime_type="application/json", params=params)
    spec = FileSpec(file_spec_string=name, file_name=name, embedded_data=held, description=description)
    embed_file(writer, spec)


def _signer(who: Identity) -> signers.SimpleSigner:
    key = PrivateKeyInfo.load(who.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    chain = [Certificate.load(each.public_bytes(Encoding.DER)) for each in (who.certificate, *who.others)]
    store: Any = SimpleCertificateStore  # has no types
    held = store()
    held.register_multiple(chain)
    return signers.SimpleSigner(signing_cert=chain[0], signing_key=key, cert_registry=held)
