"""Export of the audit log as JSON Lines, for `docs/verify_audit.py` or other programs: each line whole or as digest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from roadstead.engine.chain import digest
from roadstead.platform.audit.models import HASHED, Record, line_of

FORM: Final = "roadstead_audit_export"
CHUNK: Final = 5000
EVERYBODY: Final = ""


def exported(state: str = EVERYBODY) -> Iterator[str]:
    """Yield a heading, then the sealed lines in order. For one state: only the digest of lines that do not concern it.

    Order, number and hashes are complete in either form, so either can be verified to the end.
    """
    yield _json({FORM: 1, "for": state or "everybody"})
    rows = Record.objects.exclude(sequence=None).order_by("sequence").values_list("sequence", "hash", *HASHED)
    for number, of_line, *values in rows.iterator(chunk_size=CHUNK):
        line = line_of(tuple(values))
        shown = {"line": line} if state == EVERYBODY or state in line["states"] else {"digest": digest(line).hex()}
        yield _json({"n": number, **shown, "hash": of_line})


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
