"""What the corpus expects of an answer (CUSRES), beside what was read. Shared by tests and report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Response
from tests.engine.formats.corpus import LAST, Expected, Row, compared

VERDICTS = {"0Z": "ok", "1Z": "not_ok"}  # China


def rows(wanted: Expected, reading: Reading) -> Iterator[Row]:
    message, voyage, answers = reading.manifest.message, reading.manifest.voyage, reading.manifest.answers
    plain = {
        "type": message.type,
        "code": message.code,
        "version": message.release,
        "access_reference": message.access_reference,
        "part": message.part,
        "flight": voyage.number,
        "transaction": message.reference,
        "document": message.reference,
        "error_point": answers[0].level,
        "error_code": answers[0].code,
        "error_text": answers[0].text,
    }
    yield from compared(wanted, plain)
    if "part_flag" in wanted:
        yield "part_flag", LAST[wanted["part_flag"]], message.last_part
    for place, (leg, sent) in enumerate(zip(voyage.legs, wanted.get("legs", ()), strict=True)):
        names = {
            "origin": leg.origin,
            "destination": leg.destination,
            "departure": leg.departure,
            "arrival": leg.arrival,
            "flight": leg.number,
        }
        yield from ((f"legs.{place}.{name}", sent[name], value) for name, value in names.items())
    if "results" in wanted:
        yield from _results(wanted["results"], answers)


def _results(wanted: list[dict[str, Any]], answers: tuple[Response, ...]) -> Iterator[Row]:
    for place, (sent, answer) in enumerate(zip(wanted, answers, strict=True)):
        names = {
            "level": answer.level,
            "pnr": answer.booking,
            "ref": answer.passenger,
            "code": answer.code,
            "text": answer.text,
        }
        yield from ((f"results.{place}.{name}", sent.get(name, ""), value) for name, value in names.items())
        yield f"results.{place}.verdict", VERDICTS[answer.code], answer.verdict
