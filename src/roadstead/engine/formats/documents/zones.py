"""Machine readable zones (ICAO Doc 9303) as messages: each zone is one reading with one traveller and one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Document, Function, Manifest, MessageHeader, Sent, Severity, Traveller
from roadstead.engine.sentences import Sentence, Value, alternatives
from roadstead.engine.text import mrz
from roadstead.engine.text.mrz import Check, Digit, Oddity, Zone
from roadstead.engine.text.mrz.numbers import corrected_numbers

TYPE: Final = "MRZ"
BY_MACHINE: Final = "machine"
MIN_WRONG_DIGITS: Final = 3  # wrong check digits, with none right, from which lines are taken to be no zone
MAX_GUESSES: Final = 4  # corrected numbers that an officer can compare with a page at a glance
FIELDS: Final[Mapping[str, str]] = {
    "number": "document number",
    "born": "birth date",
    "expires": "expiry date",
    "optional": "optional data",
    "composite": "whole zone",
    "name": "name",
    "sex": "sex",
    "issuer": "issuer",
    "nationality": "nationality",
}
PRINTED: Final = ("name", "surname", "given", "number", "born", "expires")
# Codes that are not listed here are notes.
SEVERITIES: Final[Mapping[str, Severity]] = {
    "line-missing": Severity.ERROR,
    "birth-date-impossible": Severity.ERROR,
    "birth-date-after-limit": Severity.ERROR,
    "birth-date-not-understood": Severity.ERROR,
    "birth-date-unknown": Severity.WARNING,
    "expiry-date-impossible": Severity.ERROR,
    "expiry-date-not-understood": Severity.ERROR,
    "issuer-unknown": Severity.WARNING,
    "nationality-unknown": Severity.WARNING,
    "sex-not-understood": Severity.WARNING,
    "letter-for-digit": Severity.WARNING,
    "digit-for-letter": Severity.WARNING,
    "line-length-wrong": Severity.WARNING,
}


def reading(zone: Zone) -> Reading:
    """Return the reading of a zone, with a problem for each wrong check digit and each oddity."""
    notes = Notebook()
    for digit in zone.digits:
        _about_digit(digit, zone, notes)
    for odd in zone.oddities:
        _about_oddity(odd, zone, notes)
    _about_optional(zone, notes)
    is_noise = _is_noise(zone)
    if is_noise:
        _about_noise(zone, notes)
    problems, unread = notes.finish()
    head = MessageHeader(type=TYPE, release=zone.kind, function=Function.PASSENGERS)
    travellers = () if is_noise else (_traveller(zone),)
    return Reading(manifest=Manifest(message=head, travellers=travellers), problems=problems, unread=unread)


def _is_noise(zone: Zone) -> bool:
    """Return True if no check digit is right and the birth date has no digits: another document, or a bad scan."""
    checks = [digit.check for digit in zone.digits if digit.field not in zone.without_check]
    if Check.RIGHT in checks or checks.count(Check.WRONG) < MIN_WRONG_DIGITS:
        return False
    return any(odd.code == "birth-date-not-understood" for odd in zone.oddities)


def _about_noise(zone: Zone, notes: Notebook) -> None:
    """Report the lines as unreadable and keep them as scanned; they give no traveller."""
    text = Sentence(
        "These lines are as long as a machine readable zone, but every check digit is wrong and we could not "
        "read the birth date. We did not add a traveller. Scan the document again, or type it in."
    )
    notes.error(
        "zone-not-readable", text, zone.place, segment=TYPE, field=FIELDS["composite"], sent=" ".join(zone.lines)
    )
    for line in zone.lines:
        notes.keep_unread(line)


def _traveller(zone: Zone) -> Traveller:
    document = Document(
        type=zone.type, number=zone.number, issuer=zone.issuer, expires=zone.expires, segment=zone.place
    )
    layout = mrz.LAYOUTS[zone.kind]
    printed = {FIELDS.get(name, name): layout.cut(zone.lines, name) for name in PRINTED}
    kept = printed | {"optional data": zone.optional, "more optional data": zone.optional_2}
    return Traveller(
        surname=zone.surname,
        given=zone.given,
        sex=zone.sex,
        born=zone.born,
        nationality=zone.nationality,
        documents=(document,) if zone.number or zone.type else (),
        capture_method=BY_MACHINE,
        segment=zone.place,
        sent=tuple(Sent(field=name, value=value, segment=zone.place) for name, value in kept.items() if value),
    )


def _about_optional(zone: Zone, notes: Notebook) -> None:
    """Note the issuer's own data, mostly the issuer's number for the person."""
    sent = " ".join(text for text in (zone.optional, zone.optional_2) if text)
    if sent:
        text = Sentence(
            "The machine readable zone has extra data from the issuer, often a national number. We stored them."
        )
        notes.note("optional-data", text, zone.place, segment=TYPE, field="optional data", sent=sent)


def digit_problem(digit: Digit, zone: Zone) -> Sentence | None:
    """Return what is wrong with a check digit and what to do; None if it is right or need not be there."""
    if digit.check is Check.RIGHT or digit.field in zone.without_check:
        return None
    if any(odd.code == "line-missing" for odd in zone.oddities):
        return None
    field = FIELDS[digit.field]
    values: dict[str, Value] = {"field": Sentence(field), "right": digit.right, "remedy": _remedy(digit, zone)}
    text = Sentence("The check digit of the %(field)s is missing. It should be %(right)s. %(remedy)s", values)
    if digit.check is Check.WRONG:
        text = Sentence(
            "The check digit of the %(field)s is %(printed)s, but should be %(right)s. %(remedy)s",
            values | {"printed": digit.printed},
        )
    return text


def is_doubtful(odd: Oddity) -> bool:
    """Return True for an oddity that may make a value wrong, not only its form."""
    return odd.code in SEVERITIES


def _about_digit(digit: Digit, zone: Zone, notes: Notebook) -> None:
    if text := digit_problem(digit, zone):
        field = f"{FIELDS[digit.field]} (check digit)"
        notes.warning("check-digit-wrong", text, zone.place, segment=TYPE, field=field, sent=_sent(digit, zone))


def _remedy(digit: Digit, zone: Zone) -> Sentence:
    """Say what to do; for a number, give the corrected numbers that fit the check digit, if they are few."""
    better = corrected_numbers(zone.number, digit.printed) if digit.field == "number" else ()
    if 0 < len(better) <= MAX_GUESSES:
        return Sentence(
            "It would be correct for %(better)s. Compare the number with the document.",
            {"better": alternatives(better)},
        )
    return Sentence("Compare the field with the document, or scan it again.")


def _sent(digit: Digit, zone: Zone) -> str:
    layout = mrz.LAYOUTS[zone.kind]
    field = layout.cut(zone.lines, digit.field)
    return f"{field} {digit.printed}" if field else digit.printed


def _about_oddity(odd: Oddity, zone: Zone, notes: Notebook) -> None:
    say = {Severity.ERROR: notes.error, Severity.WARNING: notes.warning}.get(
        SEVERITIES.get(odd.code, Severity.NOTE), notes.note
    )
    say(odd.code, odd.text, zone.place, segment=TYPE, field=FIELDS.get(odd.field, odd.field), sent=odd.sent)
