"""Attachments: files that are checked before anything is stored, and handed out unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db.models import Sum
from django.utils.translation import gettext_noop as _

from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.handling.ceiling import check_file
from roadstead.platform.timeline.logic.content_check import check_content
from roadstead.platform.timeline.logic.file_types import MB, FileRefused, clean_name, kind_of
from roadstead.platform.timeline.models import Attachment
from roadstead.platform.timeline.scanner import scan

# Types of evidence, as the officer who adds a file states them.
EVIDENCE_TYPES: Final = ("document", "photograph", "statement", "travel paper", "message", "record", "other")
TOO_LARGE: Final = _("A file may have up to %(limit)s MB, and this one is larger. Make it smaller or split it.")
ADDED_ACT: Final = "file put in"  # act of the event with the file's SHA-256 and its id as `file`


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Uploaded file, with the officer's description of it. `name`: as the browser sent it."""

    title: str
    what: str
    name: str
    raw: bytes


def check_upload(brought: Upload) -> dict[str, Any]:
    """Return the columns to store beside the bytes, computed from them. Raises NotAllowed with the reason."""
    if brought.what not in EVIDENCE_TYPES:
        raise NotAllowed(_("Choose the type of evidence."))
    limit = config().file_size
    if len(brought.raw) > limit:
        raise too_large(limit)
    try:
        kind = kind_of(brought.raw, brought.name)
        check_content(kind, brought.raw)
        scanned = scan(brought.raw, config().scanner)
    except FileRefused as unfit:
        raise NotAllowed("%(why)s", why=unfit.sentence) from unfit
    check_file(brought.name, brought.raw)
    return {
        "title": brought.title,
        "what": brought.what,
        "name": clean_name(brought.name, kind),
        "kind": kind,
        "size": len(brought.raw),
        "sha256": sha256(brought.raw).hexdigest(),
        "scanned": str(scanned),
    }


def total_bytes(files: Any) -> int:
    """Return the size of all files of a subject together, in bytes, with those taken out: they are kept."""
    return files.aggregate(all=Sum("size"))["all"] or 0


def is_intact(row: Attachment) -> bool:
    """Return True if the bytes match the hash in the timeline: file and chain vouch for one another."""
    event = getattr(row, row.SUBJECT).events.filter(act=ADDED_ACT, content__file=row.pk).first()
    kept = sha256(bytes(row.content)).hexdigest()
    return event is not None and event.content.get("sha256") == kept == row.sha256


def too_large(limit: int) -> NotAllowed:
    return NotAllowed(TOO_LARGE, limit=f"{limit / MB:g}")
