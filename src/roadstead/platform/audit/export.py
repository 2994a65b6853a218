"""Export of the audit log as JSON Lines, for `docs/verify_audit.py` or other programs: each line whole or as digest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from roadstead.engine.chain import digest
from roadstead.platform.audit.models import HASHED_COLUMNS, Record, hashed_line

FORMAT_KEY: Final = "roadstead_audit_export"
BATCH_SIZE: Final = 5000
ALL_STATES: Final = ""


def export_lines(state: str = ALL_STATES) -> Iterator[str]:
    """Yield a heading, then the sealed lines in order. For one state: only the digest of lines that do not concern it.

    Order, number and hashes are complete in either form, so either can be verified to the end.
    """
    yield _json({FORMAT_KEY: 1, "for": state or "everybody"})
    rows = Record.objects.exclude(sequence=None).order_by("sequence").values_list("sequence", "hash", *HASHED_COLUMNS)
    for number, of_line, *values in rows.iterator(chunk_size=BATCH_SIZE):
        line = hashed_line(tuple(values))
        shown = {"line": line} if state == ALL_STATES or state in line["states"] else {"digest": digest(line).hex()}
        yield _json({"n": number, **shown, "hash": of_line})


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
