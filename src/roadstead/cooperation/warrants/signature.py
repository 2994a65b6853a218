"""Check of the signature in a signed file: a PDF by its own signature; anything else is a scan, not verifiable.

What is checked is that the signature fits the file and that nothing was added after it. Whether the certificate is
the judge's, no program here can know: the page names the signer, and a person compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from roadstead.cooperation.warrants.logic.statuses import WarrantAct
from roadstead.cooperation.warrants.models import SignatureCheck, WarrantFile

MAX_SIGNER_CHARS: Final = 200
UNREADABLE: Final = (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSignature:
    """Result of the check, with the signer and the time as the signature gives them."""

    result: SignatureCheck
    signer: str = ""
    signed_at: datetime | None = None


def check_signature(raw: bytes, kind: str) -> CheckedSignature:
    """Return the check of a file of this kind (`file_types.KINDS`). Raises nothing: a file that cannot be read as a
    signed PDF is a scan.
    """
    if kind != "pdf":
        return CheckedSignature(result=SignatureCheck.SCAN)
    try:
        signatures = PdfFileReader(BytesIO(raw), strict=False).embedded_regular_signatures
        if not signatures:
            return CheckedSignature(result=SignatureCheck.SCAN)
        last = signatures[-1]
        # No root is trusted: the certificate itself is for a person to compare.
        status = validate_pdf_signature(last, ValidationContext(trust_roots=[], allow_fetching=False))
    except UNREADABLE:
        return CheckedSignature(result=SignatureCheck.BROKEN if b"/ByteRange" in raw else SignatureCheck.SCAN)
    # What may follow the signature is proof of its certificate for the archive, and nothing else.
    is_whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    is_whole = is_whole or status.modification_level == ModificationLevel.LTA_UPDATES
    unchanged = status.intact and status.valid and is_whole and bool(status.docmdp_ok)
    signer = str(status.signing_cert.subject.human_friendly)[:MAX_SIGNER_CHARS]
    return CheckedSignature(
        result=SignatureCheck.VALID if unchanged else SignatureCheck.BROKEN,
        signer=signer,
        signed_at=status.signer_reported_dt,
    )


def is_intact(row: WarrantFile) -> bool:
    """Return True if the bytes match the hash in the history: file and chain vouch for one another."""
    event = row.warrant.events.filter(act=WarrantAct.SIGNED, content__file=row.pk).first()
    kept = sha256(bytes(row.content)).hexdigest()
    return event is not None and event.content.get("sha256") == kept == row.sha256
