"""Conversion of lines of the right length to a Zone: fields, check digits and oddities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from roadstead.engine.reference.countries import is_code
from roadstead.engine.sentences import Sentence
from roadstead.engine.text import dates as words
from roadstead.engine.text.identifiers import mrz_check_digit
from roadstead.engine.text.mrz import dates, names, numbers
from roadstead.engine.text.mrz.layout import (
    DIGITS_ONLY,
    FILLER,
    IDFRA,
    NAMES,
    NUMBER_MAY_GO_ON,
    CheckDigit,
    Layout,
    Span,
    cut,
)
from roadstead.engine.text.mrz.numbers import Number, display
from roadstead.engine.text.mrz.zone import Check, Digit, Oddity, Zone

SEXES: Final = {"M": "M", "F": "F", "X": "X", FILLER: ""}
MAY_BE_FILLER: Final = ("optional", "born", "expires")  # fields whose check digit may be a filler if they are empty


def parse_zone(printed: tuple[str, ...], layout: Layout, place: int, not_after: str, odd: list[Oddity]) -> Zone:
    """Return the zone in these lines. `odd`: oddities found before."""
    lines, confused = correct_confusions(printed, layout)
    number = _number(lines, layout)
    digits = tuple(_digit(lines, check, number) for check in layout.checks)
    expires = dates.expiry(layout.cut(lines, "expires"))
    born = dates.birth(layout.cut(lines, "born"), _birth_limit(expires.iso, number, layout), not_after)
    surname, given = _names(lines, layout)
    zone = Zone(
        kind=layout.kind,
        type=layout.cut(lines, "type").rstrip(FILLER),
        issuer=layout.cut(lines, "issuer").rstrip(FILLER),
        surname=surname,
        given=given,
        may_be_cut=any(names.fills_field(layout.cut(lines, name)) for name in NAMES),
        number=display(number.field),
        nationality=layout.cut(lines, "nationality" if "nationality" in layout.fields else "issuer").rstrip(FILLER),
        born=born.iso,
        sex=SEXES.get(layout.cut(lines, "sex"), ""),
        expires=expires.iso,
        optional=display(number.optional),
        optional_2=display(layout.cut(lines, "optional_2")),
        without_check=tuple(digit.field for digit in digits if _may_be_absent(digit)),
        digits=digits,
        lines=printed,
        place=place,
    )
    in_doubt = dates.is_in_doubt(born.iso, expires.iso, not_after)
    said = (
        *odd,
        *confused,
        *_dates_odd(zone, layout, lines, born.problem, expires.problem, in_doubt),
        *_codes_odd(zone),
        *_rest_odd(zone, layout, lines),
    )
    return replace(zone, oddities=said)


def _birth_limit(expires: str, number: Number, layout: Layout) -> str:
    """Return the upper limit of births that the document gives: its expiry, else its issue."""
    return expires or (dates.issued(number.field) if layout is IDFRA else "")


def _names(lines: tuple[str, ...], layout: Layout) -> tuple[str, str]:
    if "name" in layout.fields:
        return names.split_name(layout.cut(lines, "name"))
    return names.separate_names(layout.cut(lines, "surname"), layout.cut(lines, "given"))


def _number(lines: tuple[str, ...], layout: Layout) -> Number:
    check = next(check for check in layout.checks if check.field == "number")
    return numbers.number(
        layout.cut(lines, "number"),
        cut(lines, check.at),
        layout.cut(lines, "optional"),
        may_go_on=layout.kind in NUMBER_MAY_GO_ON,
    )


def _digit(lines: tuple[str, ...], check: CheckDigit, number: Number) -> Digit:
    if check.field == "number":
        field, printed = number.field, number.check
    else:
        field, printed = "".join(cut(lines, span) for span in check.over), cut(lines, check.at)
    right = mrz_check_digit(field)
    return Digit(field=check.field, printed=printed, right=right, check=_state(printed, right))


def _state(printed: str, right: str) -> Check:
    if printed == right:
        return Check.RIGHT
    return Check.ABSENT if printed == FILLER else Check.WRONG


def _may_be_absent(digit: Digit) -> bool:
    """Return True for a filler as check digit of an empty field (its digit would be 0)."""
    return digit.check is Check.ABSENT and digit.field in MAY_BE_FILLER and digit.right == "0"


def _dates_odd(
    zone: Zone, layout: Layout, lines: tuple[str, ...], born: str, expires: str, in_doubt: bool
) -> Iterator[Oddity]:
    for name, code, problem in (("born", "birth-date", born), ("expires", "expiry-date", expires)):
        if problem:
            text = Sentence(
                "%(problem)s. Compare the date with the document.", {"problem": Sentence(words.PROBLEMS[problem])}
            ).capitalise()
            kind = problem.removeprefix("date-")
            yield Oddity(code=f"{code}-{kind}", text=text, field=name, sent=layout.cut(lines, name))
    if in_doubt:
        text = Sentence(
            "The year of birth has two digits, so we used %(born)s. The person could also be 100 years older. "
            "Compare the date with the document.",
            {"born": zone.born},
        )
        yield Oddity(code="birth-century-in-doubt", text=text, field="born", sent=layout.cut(lines, "born"))


def _codes_odd(zone: Zone) -> Iterator[Oddity]:
    for name, code in (("issuer", zone.issuer), ("nationality", zone.nationality)):
        if code and not is_code(code):
            text = Sentence(
                "%(code)s is not a code of ISO 3166 or ICAO Doc 9303. We kept it. Compare it with the document.",
                {"code": code},
            )
            yield Oddity(code=f"{name}-unknown", text=text, field=name, sent=code)


def _rest_odd(zone: Zone, layout: Layout, lines: tuple[str, ...]) -> Iterator[Oddity]:
    sex = layout.cut(lines, "sex")
    if sex not in SEXES:
        text = Sentence("The sex is not M, F, X or a filler. Compare it with the document.")
        yield Oddity(code="sex-not-understood", text=text, field="sex", sent=sex)
    if zone.may_be_cut:
        text = Sentence("The name fills its field and may be cut off. Take the full name from the document.")
        yield Oddity(code="name-may-be-cut", text=text, field="name", sent=f"{zone.surname} {zone.given}")


# ── Letters in place of digits and the reverse: confusions of a camera are corrected and reported


TO_DIGITS: Final = str.maketrans("OQDILZSGB", "000112568")
TO_LETTERS: Final = str.maketrans("01258", "OIZSB")
COUNTRIES: Final = ("issuer", "nationality")


def correct_confusions(lines: tuple[str, ...], layout: Layout) -> tuple[tuple[str, ...], list[Oddity]]:
    """Correct letters in place of digits, and digits in codes and names; return the lines and an oddity per change."""
    said: list[Oddity] = []
    for name, span in _digits(layout):
        printed = cut(lines, span)
        better = printed.translate(TO_DIGITS)
        if better != printed:
            lines = _put(lines, span, better)
            text = Sentence(
                "There is a letter in place of a digit. We read it as %(better)s. Compare it with the document.",
                {"better": better},
            )
            said.append(Oddity(code="letter-for-digit", text=text, field=name, sent=printed))
    for name in (*COUNTRIES, *NAMES):
        printed = layout.cut(lines, name)
        better = _country(printed) if name in COUNTRIES else _name(printed)
        if better != printed:
            lines = _put(lines, layout.fields[name], better)
            text = Sentence(
                "There is a digit in place of a letter. We read it as a letter. Compare it with the document."
            )
            said.append(Oddity(code="digit-for-letter", text=text, field=name, sent=printed.rstrip(FILLER)))
    return lines, said


def _digits(layout: Layout) -> Iterator[tuple[str, Span]]:
    yield from ((name, layout.fields[name]) for name in DIGITS_ONLY if name in layout.fields)
    yield from ((f"check digit of {check.field}", check.at) for check in layout.checks)


def _country(printed: str) -> str:
    """Correct a country code if the result is a code."""
    better = printed.translate(TO_LETTERS)
    return better if is_code(better.rstrip(FILLER)) else printed


def _name(printed: str) -> str:
    """Correct digits that are followed by a letter in the same word; other digits are not misread letters."""
    letters = list(printed)
    for place in range(len(letters) - 2, -1, -1):
        if letters[place].isdigit() and letters[place + 1].isalpha():
            letters[place] = letters[place].translate(TO_LETTERS)
    return "".join(letters)


def _put(lines: tuple[str, ...], span: Span, text: str) -> tuple[str, ...]:
    line, first, last = span
    old = lines[line - 1]
    return (*lines[: line - 1], old[: first - 1] + text + old[last:], *lines[line:])
