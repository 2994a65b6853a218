"""Verdict and missing fields to the code and the text of an authority's profile, as its CUSRES carries them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from roadstead.engine.records import Answer, Verdict
from roadstead.engine.reference.answer_profiles import OTHER, code_for

NAMED = ": "  # between the text and the fields that are missing


def coded(answer: Answer, *, profile: str, on: date) -> Answer:
    """The answer with the profile's code and text; the text names the fields that are missing."""
    verdict = answer.verdict or Verdict.OK
    row = code_for(profile, verdict, on)
    if row is None:
        return answer
    fields = ", ".join(answer.missing).upper()
    return replace(answer, code=row.code, text=NAMED.join(text for text in (row.text, fields) if text))


def field_codes(answer: Answer, *, profile: str, on: date) -> list[str]:
    """One code for each field that is missing, in the order of the answer; fields without a code share one."""
    rows = (
        code_for(profile, Verdict.INSUFFICIENT, on, field) or code_for(profile, Verdict.INSUFFICIENT, on, OTHER)
        for field in answer.missing
    )
    return list(dict.fromkeys(row.code for row in rows if row))
