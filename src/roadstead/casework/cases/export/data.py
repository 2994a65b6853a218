"""Export as data, `case.json`. docs/handbook/case-export.md describes the format, verify.py checks it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from roadstead.casework.cases.export.record import Attachment, Export, ExportedEvent, Heading, Part
from roadstead.engine.chain import ChainedEvent

FORM: Final = "roadstead_case_export"
EDITION: Final = 1  # of the format; raised if a program that knows the current one could misread the file


def as_json(export: Export) -> bytes:
    """Return the JSON in UTF-8: keys in a fixed order, times in UTC as they were hashed."""
    whole = {
        FORM: EDITION,
        "case": _case(export.case),
        "export": _disclosure(export),
        "holds": [_part(part) for part in export.parts],
        "events": [_event(told) for told in export.events],
        "files": [_file(each) for each in export.files],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _case(case: Heading) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": case.title,
        "purpose": case.purpose,
        "basis": case.basis,
        "owner": case.owner,
        "lead": case.lead,
        "opened_at": moment(case.opened_at),
        "opened_by": case.opened_by,
        "closed_at": moment(case.closed_at) if case.closed_at else None,
        "outcome": case.outcome,
        "edition": case.edition,
        "head": case.head,
    }


def _disclosure(export: Export) -> dict[str, Any]:
    return {
        "at": moment(export.at),
        "by": export.by,
        "reason": export.request.reason,
        "recipient": export.request.recipient,
        "receiver": export.request.receiver,
        "use": export.request.use,
        "agreement": export.request.agreement or None,
        "handling": export.request.handling,
        "left_out": list(export.left_out),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "number": part.number or None,
        "words": part.words,
        "put_in_by": part.by,
        "put_in_at": moment(part.at),
    }


def _event(told: ExportedEvent) -> dict[str, Any]:
    """Return the event; for one that is left out only its digest, which continues the hash chain."""
    line = told.line
    if told.digest:
        return {"number": line.number, "digest": told.digest, "hash": line.hash}
    return _whole(line)


def _whole(line: ChainedEvent) -> dict[str, Any]:
    return {
        "number": line.number,
        "at": moment(line.at),
        "who": line.who,
        "act": line.act,
        "content": dict(line.content),
        "sha256": line.sha256,
        "previous": line.previous,
        "hash": line.hash,
    }


def _file(each: Attachment) -> dict[str, Any]:
    return {"name": f"files/{each.name}", "size": len(each.raw), "sha256": each.sha256}


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
