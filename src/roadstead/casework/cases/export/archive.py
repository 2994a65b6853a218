"""Archive of an exported case: document, data, the case's files, and the program that verifies them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from roadstead.casework.cases.export.certificate import Identity
from roadstead.casework.cases.export.data import as_json
from roadstead.casework.cases.export.document import as_pdf
from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.cases.export.record import Export
from roadstead.casework.cases.export.signing import signed
from roadstead.platform.handling.labels import TLP

VERIFIER: Final = Path(__file__).with_name("verify.py")
FONTS: Final = "fonts"  # below ROADSTEAD_HOME
READ_ME: Final = """Case {number}, exported {at} UTC
Handling (TLP): {handling}
Sent to: {recipient}

case.pdf   the case as a signed document, with case.json attached
case.json  the same content as data, with the hashes of the timeline
files/     the files of the case{no_files}
verify.py  verifies the chain of events and the files; needs only Python 3.9

Verify
1. Open case.pdf in a PDF reader that verifies signatures. It must say that the document was not changed after it was
   signed. Compare the SHA-256 fingerprint of the certificate with the one that the operator gives you in another way:
   {fingerprint}
2. Unpack everything into one folder and run there: python3 verify.py
   It must say OK.

SHA-256 of case.json (also on the last page of case.pdf):
{data_hash}
"""


def archive(export: Export, who: Identity, home: Path) -> tuple[bytes, str]:
    """Return the zip file, and the SHA-256 of its case.json."""
    data = as_json(export)
    data_hash = sha256(data).hexdigest()
    signer = f"{who.name}; certificate's SHA-256 fingerprint {who.fingerprint}"
    pdf = as_pdf(export, faces(home / FONTS), data_hash=data_hash, signer=signer)
    files = {
        "case.pdf": signed(pdf, data, who, reason=f"Case {export.case.number} exported", now=export.at),
        "case.json": data,
        "README.txt": _read_me(export, who, data_hash),
        "verify.py": VERIFIER.read_bytes(),
    }
    return _zipped(files | {f"files/{each.name}": each.raw for each in export.files}, export.at), data_hash


def _read_me(export: Export, who: Identity, data_hash: str) -> bytes:
    return READ_ME.format(
        number=export.case.number,
        at=f"{export.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        handling=TLP.get(export.request.handling, export.request.handling),
        recipient=export.request.recipient,
        no_files="" if export.files else " (none)",
        fingerprint=who.fingerprint,
        data_hash=data_hash,
    ).encode()


def _zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            info = ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
            info.external_attr = 0o644 << 16
            archive.writestr(info, raw, ZIP_DEFLATED)
    return made.getvalue()
