"""Quality as it is kept beside a row: the findings, and over the people how many each finding concerns. Pure.

{"findings": [{"aspect", "code", "text", "field", "severity"}], "profile", "missing"} for a person; {} where nothing
speaks against it. A message and a voyage have besides "people" (how many were weighed), "concerned" (people with an
error or a warning, by aspect), "codes" (by code: aspect, severity, people) and "assessed" (the aspects that were looked
at). A message has "travellers", those of its people with a finding, by position and segment, without their names: at
most `MOST`, the gravest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from roadstead.engine.records import Manifest, Quality, Severity
from roadstead.engine.voyages.quality import Weighed

MOST: Final = 200  # people with findings that are kept beside a message; the numbers count all of them
GRAVITY: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def of_person(quality: Quality) -> dict[str, Any]:
    """What is kept beside a person."""
    kept: dict[str, Any] = msgspec.to_builtins(quality) if quality.findings or quality.missing else {}
    return kept


def of_voyage(weighed: Weighed) -> dict[str, Any]:
    """What is kept beside a voyage."""
    assessed = [aspect.value for aspect in weighed.assessed]
    return {**msgspec.to_builtins(weighed.whole), **_numbers(weighed.people), "assessed": assessed}


def of_message(weighed: Weighed, manifest: Manifest) -> dict[str, Any]:
    """What is kept beside a message, and may be shown to the carrier that sent it."""
    found = [(at, each) for at, each in enumerate(weighed.people) if each.findings]
    gravest = sorted(found, key=lambda pair: min(GRAVITY[finding.severity] for finding in pair[1].findings))
    people = [
        {"position": at, "segment": manifest.travellers[at].segment, **of_person(each)} for at, each in gravest[:MOST]
    ]
    return {**of_voyage(weighed), "travellers": people}


def _numbers(people: Sequence[Quality]) -> dict[str, Any]:
    concerned: Counter[str] = Counter()
    codes: dict[str, dict[str, Any]] = {}
    for each in people:
        grave = {finding.aspect.value for finding in each.findings if finding.severity is not Severity.NOTE}
        concerned.update(grave)
        for code, finding in {finding.code: finding for finding in each.findings}.items():
            said = {"aspect": finding.aspect.value, "severity": finding.severity.value, "field": finding.field}
            codes.setdefault(code, {**said, "people": 0})["people"] += 1
    return {"people": len(people), "concerned": dict(concerned), "codes": codes}
