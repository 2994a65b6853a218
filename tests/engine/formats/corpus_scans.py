"""What the corpus expects of machine readable zones and boarding passes, beside what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.documents.boarding_pass import BoardingPass
from roadstead.engine.formats.documents.pass_parse import parse
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.text import mrz
from roadstead.engine.text.mrz import Check
from tests.engine.formats.corpus import Expected, Row, compared, within

NAMES: Final = {"pnr": "booking", "julian_day": "day"}  # of a pass, in our words
DIGITS: Final = {"dob": "born", "expiry": "expires"}  # of a zone
# Why a pass is not valid: our codes for the words of the corpus.
REASONS: Final[Mapping[str, set[str]]] = {
    "text after the security data": {"text-after-pass"},
    "security block does not start with ^": {"security-mark-wrong"},
    "conditional block does not start with >": {"conditional-mark-wrong"},
    "conditional block is said to be longer than the text": {"conditional-size-wrong"},
}


def of_a_zone(wanted: Expected, raw: bytes, reading: Reading) -> Iterator[Row]:
    (traveller,) = reading.manifest.travellers
    (document,) = traveller.documents
    (zone,) = mrz.find(raw.decode()).zones
    read: dict[str, object] = {
        "kind": reading.manifest.message.release,
        "type": document.type,
        "issuer": document.issuer,
        "surname": traveller.surname,
        "given": traveller.given,
        "number": document.number,
        "nationality": traveller.nationality,
        "dob": traveller.born[2:].replace("-", ""),
        "sex": traveller.sex,
        "expiry": document.expires[2:].replace("-", ""),
        "check_digits_ok": "check-digit-wrong" not in {problem.code for problem in reading.problems},
        "optional": " ".join(filter(None, (zone.optional, zone.optional_2))),
    }
    yield from compared(wanted, read)
    digits = {digit.field: digit.check is Check.RIGHT or digit.field in zone.without_check for digit in zone.digits}
    for name, is_right in wanted["check_digits"].items():
        yield f"check_digits.{name}", is_right, digits[DIGITS.get(name, name)]


def passed(raw: bytes) -> BoardingPass:
    return parse(raw.decode().rstrip("\r\n"), 1, Notebook())


def of_a_pass(wanted: Expected, raw: bytes, reading: Reading) -> Iterator[Row]:
    found, still = passed(raw), wanted.get("mandatory_still_readable", {})
    read: dict[str, object] = {
        "format": found.format,
        "legs": len(found.legs),
        "name": found.name,
        "eticket": found.electronic_ticket,
        "version": found.version,
        "valid": not reading.errors,
        "security_data": bool(found.security_data),
        "security_type": found.security_type,
    }
    yield from compared(wanted, read)
    yield from within("mandatory_still_readable", compared(still, read))
    for place, leg in enumerate(wanted.get("leg") or [still["first_leg"]]):
        names = {field: getattr(found.legs[place], NAMES.get(field, field)) for field in leg}
        yield from within(f"leg.{place}", compared(leg, names))
    if "reason" in wanted:
        said = {problem.code for problem in reading.errors} & REASONS[wanted["reason"]]
        yield "reason", wanted["reason"], wanted["reason"] if said else [each.code for each in reading.errors]
