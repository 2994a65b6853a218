"""Putting a file into a case, taking it out, and handing it out again as it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db.models import QuerySet, Sum

from roadstead.casework.cases.files.logic.inside import look_inside
from roadstead.casework.cases.files.logic.kinds import MB, Unfit, kind_of
from roadstead.casework.cases.files.logic.names import clean_name
from roadstead.casework.cases.files.scanner import scan
from roadstead.casework.cases.logic.chain import Act
from roadstead.casework.cases.models import Case, CaseEvent, CaseFile
from roadstead.casework.cases.timeline import add
from roadstead.casework.cases.work import SHORT, held, said
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.ceiling import check_file

# What a file is evidence of, as its officer says it.
WHAT: Final = ("document", "photograph", "statement", "travel paper", "message", "record", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file as it came, with what its officer says of it. `name`: as the browser sent it."""

    title: str
    what: str
    name: str
    raw: bytes


def put_file(pk: int, brought: Brought, *, by: User, now: datetime) -> CaseFile:
    """It is told by its bytes, looked through and scanned before anything is kept."""
    title = said(brought.title, "what the file shows", SHORT)
    if brought.what not in WHAT:
        raise NotAllowed("Choose what kind of evidence it is.")
    told = _looked_through(brought)
    check_file(brought.name, brought.raw)
    case = held(pk, by)
    _has_room(case, len(brought.raw))
    if case.files.filter(taken_out_at=None, sha256=told["sha256"]).exists():
        raise NotAllowed("This very file is in the case already.")
    told |= {"title": title, "what": brought.what}
    row = CaseFile.objects.create(
        case=case, owner=case.owner, content=brought.raw, added_by=by, added_at=now, taken_out_at=None, **told
    )
    add(case, Act.FILED, {"file": row.pk, **told}, by=by, now=now)
    return row


def take_file_out(pk: int, file: int, why: str, *, by: User, now: datetime, edition: int) -> None:
    """It is kept, and shown among those that were taken out."""
    case = held(pk, by, edition)
    row = CaseFile.objects.visible_to(by).defer("content").filter(case=case, pk=file, taken_out_at=None).first()
    if row is None:
        raise NotAllowed("That file is not in this case any more. Read the case again.")
    row.taken_out_at = now
    row.save(update_fields=["taken_out_at"])
    content = {"file": row.pk, "title": row.title, "why": said(why, "why it does not belong here")}
    add(case, Act.TAKEN_OUT, content, by=by, now=now)


def files_of(case: Case, user: User) -> QuerySet[CaseFile, CaseFile]:
    """Without their bytes, those that were taken out too."""
    return CaseFile.objects.visible_to(user).filter(case=case).defer("content").select_related("added_by")


def is_whole(row: CaseFile) -> bool:
    """Whether the bytes are those that the timeline has the hash of: file and chain vouch for one another."""
    event = CaseEvent.objects.filter(case=row.case_id, act=Act.FILED, content__file=row.pk).first()
    kept = sha256(bytes(row.content)).hexdigest()
    return event is not None and event.content.get("sha256") == kept == row.sha256


def _looked_through(brought: Brought) -> dict[str, Any]:
    """What is kept of it beside its bytes, or NotAllowed with why it is not kept."""
    limit = config().file_size
    if len(brought.raw) > limit:
        raise NotAllowed(too_large(limit))
    try:
        kind = kind_of(brought.raw, brought.name)
        look_inside(kind, brought.raw)
        scanned = scan(brought.raw, config().scanner)
    except Unfit as unfit:
        raise NotAllowed(str(unfit)) from unfit
    return {
        "name": clean_name(brought.name, kind),
        "kind": kind,
        "size": len(brought.raw),
        "sha256": sha256(brought.raw).hexdigest(),
        "scanned": str(scanned),
    }


def too_large(limit: int) -> str:
    return f"A file may have {limit / MB:g} MB, and this has more. Make it smaller, or put it in by parts."


def _has_room(case: Case, size: int) -> None:
    """Those that were taken out count too: they are kept."""
    used, most = case.files.aggregate(all=Sum("size"))["all"] or 0, config().case_size
    if used + size > most:
        raise NotAllowed(
            f"The files of a case may have {most / MB:g} MB together; {(most - used) / MB:.1f} MB are left. Make this "
            "one smaller, or open a second case that names this one."
        )
