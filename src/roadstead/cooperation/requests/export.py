"""Export of a request: its messages with their hashes, receipts and files, and the program that verifies them.

Either side exports what both read. docs/handbook/request-export.md describes the format.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext_noop as _

from roadstead.cooperation.requests.models import Message, Receipt, Request, RequestFile
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.handling.labels import handling_line, refusal
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave

FORM: Final = "roadstead_request_export"
EDITION: Final = 1  # of the format; raised if a program that knows the current one could misread the file
VERIFIER: Final = Path(__file__).with_name("verify_request.py")
RESTRICTED: Final = _(
    "This request is about a person who has asked to restrict the use of their data."
    " It cannot be exported until the restriction ends."
)
READ_ME: Final = """Request {reference}, exported {at} UTC
{handling}

request.json       messages in order, with their hashes and receipts
files/             the files of the request
verify_request.py  verifies both; needs only Python 3.9

Unpack everything into one folder and run there: python3 verify_request.py
It must say OK. With the export of the other side: python3 verify_request.py FOLDER OTHER-FOLDER

SHA-256 of request.json: {sha256}
"""


def export_request(request: Request, *, by: User, now: datetime) -> bytes:
    """Return the archive. Raises NotAllowed if the request may not leave as a file, or is restricted for the reader."""
    check_export(request, by=by)
    files = list(RequestFile.objects.visible_to(by).filter(request=request).order_by("pk"))
    names = {row.pk: f"files/{row.pk}-{row.name}" for row in files}
    data = json.dumps(_whole(request, files, names, by, now), ensure_ascii=False, indent=1).encode()
    digest = sha256(data).hexdigest()
    log(by, "exported", f"exchange {request.pk}", states=request.states, detail=f"request.json {digest}")
    read_me = READ_ME.format(
        reference=request.reference,
        at=f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        handling=handling_line(request, str),
        sha256=digest,
    )
    parts = {"request.json": data, "README.txt": read_me.encode(), VERIFIER.name: VERIFIER.read_bytes()}
    return _zipped(parts | {names[row.pk]: bytes(row.content) for row in files}, now)


def check_export(request: Request, *, by: User) -> None:
    """Raise NotAllowed if the request may not leave as a file, or is restricted for the reader."""
    if request.is_restricted:
        raise NotAllowed(RESTRICTED)
    verdict = may_leave(request, any_officer_of(by.state_id or "REGION", Medium.FILE))
    if not verdict.is_yes and verdict.code != "amber":  # both sides are named by the request itself
        raise refusal(verdict, request.reference)


def _whole(
    request: Request, files: list[RequestFile], names: dict[int, str], by: User, now: datetime
) -> dict[str, Any]:
    rows = Message.objects.visible_to(by).filter(request=request).select_related("who").order_by("number")
    receipts = Receipt.objects.visible_to(by).filter(request=request).select_related("message", "by")
    return {
        FORM: EDITION,
        "request": {
            "reference": request.reference,
            "number": request.pk,
            "type": request.type,
            "asking": request.asking_id,
            "asked": request.asked_id,
            "status": request.status,
            "edition": request.edition,
            "head": request.head,
        },
        "export": {"at": _moment(now), "by": by.username, "organisation": by.organisation_id},
        "messages": [_message(row) for row in rows],
        "receipts": [
            {
                "message": row.message.number,
                "organisation": row.organisation_id,
                "at": _moment(row.at),
                "by": row.by.username if row.by else "",
            }
            for row in receipts
        ],
        "files": [{"name": names[row.pk], "size": row.size, "sha256": row.sha256} for row in files],
    }


def _message(row: Message) -> dict[str, Any]:
    return {
        "number": row.number,
        "at": _moment(row.at),
        "who": row.who.username if row.who else "",
        "act": row.act,
        **row.facts(),
        "content": row.content,
        "sha256": row.sha256,
        "previous": row.previous,
        "hash": row.hash,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            info = ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
            info.external_attr = 0o644 << 16
            archive.writestr(info, raw, ZIP_DEFLATED)
    return made.getvalue()
