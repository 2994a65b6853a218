"""Content of a test list and our answers to it, stored as JSON and read back as the rows that a real list has.

The rows are never saved. With them a test list has the same receipt, page and files as a list that was filed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function, Problem
from roadstead.filings.intake.models import SandboxMessage
from roadstead.filings.voyages.declared import CARGO_FUNCTIONS
from roadstead.filings.voyages.described import described
from roadstead.filings.voyages.models import Manifest
from roadstead.outbound.responses.logic.policy import PersonResponse
from roadstead.outbound.responses.models import AnsweredList, Response


def stored(
    reading: Reading, problems: Sequence[Problem], quality: dict[str, Any], answers: Sequence[PersonResponse]
) -> dict[str, Any]:
    """Return what is stored of one message. `answers`: for each of its travellers, [] if it declares nobody."""
    declared = reading.manifest
    people = [
        {
            "place": place,
            "segment": person.segment,
            "name": f"{person.surname} {person.given}".strip()[:250],
            "booking": person.references.booking[:35],
            "passenger": person.references.passenger[:35],
            "verdict": answer.verdict.value,
            "missing": list(answer.missing),
        }
        for place, (person, answer) in enumerate(zip(declared.travellers, answers, strict=False), 1)
    ]
    return {
        "manifest": {**described(reading), "problems": msgspec.to_builtins(problems), "quality": quality},
        "voyage": msgspec.to_builtins(declared.voyage),
        "cargo": _cargo_counts(reading),
        "answers": people,
    }


def _cargo_counts(reading: Reading) -> dict[str, int]:
    declared = reading.manifest
    if (declared.message.function or Function.PASSENGERS) not in CARGO_FUNCTIONS:
        return {}
    return {"bills": len(declared.consignments), "containers": len(declared.containers)}


def manifests_of(test: SandboxMessage) -> list[Manifest]:
    """Return its messages, in their order."""
    return [Manifest(position=at, carrier=test.carrier, **each["manifest"]) for at, each in enumerate(test.result)]


def cargo_counts_of(test: SandboxMessage) -> list[dict[str, int]]:
    """Return the numbers of bills and containers of each message; {} for one that is not about cargo."""
    return [each["cargo"] for each in test.result]


def responses_of(test: SandboxMessage) -> Iterator[Response]:
    """Yield the answers, list by list."""
    for at, each in enumerate(test.result):
        header = each["manifest"]
        asked = AnsweredList(
            manifest=Manifest(position=at),
            carrier=test.carrier,
            stated=each["voyage"],
            reference=header["reference"][:70],
            access_reference=header["access_reference"][:35],
        )
        for answer in each["answers"]:
            yield Response(
                answered_list=asked,
                carrier=test.carrier,
                traveller=0,
                given_at=test.processed_at or test.received_at,
                **answer,
            )
