"""Writer of CUSRES (UN/EDIFACT D.05B as in the WCO/IATA/ICAO guide): for a whole list, or for one traveller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final

from roadstead.engine.formats.responses.envelope import Envelope, Line, build_interchange
from roadstead.engine.records import Leg, Mode, Response, Verdict, Voyage
from roadstead.engine.reference.response_profiles import OTHER_FIELD, code_for

S009: Final = ("CUSRES", "D", "05B", "UN", "IATA")
MAX_POINTS: Final = 99  # ERP per message (segment group 4 of D.05B); more go into further parts
MAX_REFERENCE_CHARS: Final = 35  # 1154
MAX_CODE_CHARS: Final = 8  # 9321
MAX_TEXT_CHARS: Final = 512  # 4440
MAX_TEXT_PIECES: Final = 5  # number of 4440 in C108
WHOLE: Final = "1"  # 1049
PERSON: Final = "2"


class Kind(StrEnum):
    """BGM 1001: the response to a message, a later change of a decision, and the acknowledgement of that."""

    RESPONSE = "962"
    CHANGED = "132"
    ACKNOWLEDGED = "312"


def write_cusres(
    answers: Sequence[Response],
    *,
    envelope: Envelope,
    voyage: Voyage,
    profile: str,
    transaction: str = "",
    access_reference: str = "",
    kind: Kind = Kind.RESPONSE,
) -> bytes:
    """Return one interchange with the responses in order, at most 99 per message. `answers` already went through
    `with_codes`.

    With one response and the transaction (RFF+TN) of the query it is the interactive response.
    """
    batches = [answers[at : at + MAX_POINTS] for at in range(0, len(answers), MAX_POINTS)] or [answers]
    last = len(batches)
    messages = [
        [
            (S009, access_reference[:MAX_REFERENCE_CHARS], (f"{number:02}", "F" if number == last else "C")),
            ("BGM", kind.value),
            *([("RFF", ("TN", transaction[:MAX_REFERENCE_CHARS]))] if transaction else []),
            *_voyage(voyage),
            *(line for answer in batch for line in _point(answer, profile, envelope)),
        ]
        for number, batch in enumerate(batches, 1)
    ]
    return build_interchange(envelope, messages)


def _voyage(voyage: Voyage) -> Iterator[Line]:
    legs = voyage.legs or ((Leg(),) if voyage.number else ())
    for leg in legs:
        yield (
            "RFF",
            ("VON" if voyage.mode is Mode.SEA else "AF", (leg.number or _number(voyage))[:MAX_REFERENCE_CHARS]),
        )
        for code, time in (("189", leg.departure), ("232", leg.arrival)):
            if written := _time(time):
                yield ("DTM", (code, *written))
        codes = ("125", "87") if leg.crosses_border else ("92", "92")
        for code, place in zip(codes, (leg.origin, leg.destination), strict=True):
            if place:
                yield ("LOC", code, place)


def _number(voyage: Voyage) -> str:
    plain = voyage.mode is Mode.SEA or voyage.number.startswith(voyage.carrier)
    return voyage.number if plain else voyage.carrier + voyage.number


def _time(time: str) -> tuple[str, str] | None:
    """Return 2380 and its format (2379): YYMMDDHHMM, or YYMMDD if the hour is unknown; None for less than a day."""
    digits = "".join(char for char in time[2:] if char.isdigit())
    return {10: (digits, "201"), 6: (digits, "101")}.get(len(digits))


def _point(answer: Response, profile: str, envelope: Envelope) -> Iterable[Line]:
    level = answer.level or (PERSON if answer.booking or answer.passenger else WHOLE)
    yield ("ERP", level.split(":"))
    for code, value in (("AVF", answer.booking), ("ABO", answer.passenger)):
        if value:
            yield ("RFF", (code, value[:MAX_REFERENCE_CHARS]))
    for code in (answer.code, *field_codes(answer, profile=profile, on=envelope.at.date())):
        yield ("ERC", code[:MAX_CODE_CHARS])
    if answer.text:
        yield ("FTX", "AAP", "", "", split_text(answer.text))


def split_text(text: str) -> list[str]:
    """Split a text at blanks into pieces that fit into one FTX; the rest is dropped."""
    rest, made = text, list[str]()
    while rest and len(made) < MAX_TEXT_PIECES:
        at = len(rest) if len(rest) <= MAX_TEXT_CHARS else rest.rfind(" ", 1, MAX_TEXT_CHARS + 1)
        at = MAX_TEXT_CHARS if at <= 0 else at
        made.append(rest[:at])
        rest = rest[at:].lstrip(" ")
    return made


# ── Verdict and missing fields as code and text of an authority's profile


FIELDS_SEPARATOR = ": "  # between the text and the missing fields


def with_codes(answer: Response, *, profile: str, on: date) -> Response:
    """Return the response with the profile's code and text; the text names the missing fields."""
    verdict = answer.verdict or Verdict.OK
    row = code_for(profile, verdict, on)
    if row is None:
        return answer
    fields = ", ".join(answer.missing).upper()
    return replace(answer, code=row.code, text=FIELDS_SEPARATOR.join(text for text in (row.text, fields) if text))


def field_codes(answer: Response, *, profile: str, on: date) -> list[str]:
    """Return a code for each missing field, in order; fields without a code of their own share one."""
    rows = (
        code_for(profile, Verdict.INSUFFICIENT, on, field) or code_for(profile, Verdict.INSUFFICIENT, on, OTHER_FIELD)
        for field in answer.missing
    )
    return list(dict.fromkeys(row.code for row in rows if row))
