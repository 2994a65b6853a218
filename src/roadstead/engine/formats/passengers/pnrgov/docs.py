"""Read SSR DOCS, DOCA and DOCO: fields between slashes (AIRIMP 3.13), by position, or by form if they are shifted.

DOCS: `/P/JAM/JA7000001/JAM/21MAY91/F/20MAY31/HARTWELL/LEONORA/GRACE/H` type, issuer, number, nationality, birth date,
sex (MI and FI: of an infant), expiry, surname, given names, holder. DOCA: `/D/BHS/street/city/region/postcode`, R for
residence. DOCO: `/birth place/V/number/place of issue/date of issue/country`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.codes import INFANT_SEXES, OF_DOCO, SEXES
from roadstead.engine.formats.redaction.kinds import MARK
from roadstead.engine.records import Address

DATE: Final = re.compile(r" ?[0-9]{1,2} ?[A-Z]{3} ?(?:[0-9]{2}|[0-9]{4})|[0-9]{6}|[0-9]{8}")
OWNER: Final = re.compile(r"-[0-9]{1,3}[A-Z].*|-[0-9.]+$")  # "-1ROE/JANE": repeats the traveller
SEX_AT: Final = 6
BEFORE_BIRTH: Final = 4  # type, issuer, number, nationality
HOLDER: Final = "H"
MAX_FIELDS: Final = 14


@dataclass(slots=True, kw_only=True)
class Docs:
    """The fields of one DOCS as sent. Dates as sent."""

    number: int  # of the segment
    reference: str = ""  # of the traveller
    under: int | None = None  # the traveller (by position in the booking) under whose segments it came
    type: str = ""
    document: str = ""
    issuer: str = ""
    nationality: str = ""
    born: str = ""
    sex: str = ""
    expires: str = ""
    surname: str = ""
    given: str = ""
    sent: str = ""

    @property
    def is_of_an_infant(self) -> bool:
        return self.sex in INFANT_SEXES


def docs(text: str, number: int, reference: str, under: int | None) -> Docs:
    """Parse DOCS. Shifted fields are found by the sex, which follows a date."""
    fields = [bare if (bare := field.strip()) != MARK else "" for field in text.split("/")[:MAX_FIELDS]]
    at = _sex_at(fields)
    before = fields[1 : max(at - 1, 1)] if not fields[0] else fields[: max(at - 1, 0)]
    type, issuer, document, nationality = _before_birth(before)
    expires = _at(fields, at + 1)
    if expires.replace(" ", "").isalpha():  # no date: the expiry was left out altogether
        fields.insert(at + 1, expires := "")
    surname, given = _names(fields[at + 2 :])
    return Docs(
        number=number,
        reference=reference,
        under=under,
        type=type.upper(),
        document="".join(document.split()).upper(),
        issuer=issuer.upper(),
        nationality=nationality.upper(),
        born=_at(fields, at - 1),
        sex=_at(fields, at).upper(),
        expires=expires,
        surname=surname,
        given=given,
        sent=text.strip(),
    )


def _sex_at(fields: list[str]) -> int:
    """Return the position at which the sex is, or would be."""
    usual = SEX_AT if not fields[0] else SEX_AT - 1
    if _at(fields, usual).upper() in (*SEXES, "") and all(_is_date(_at(fields, usual + step)) for step in (-1, 1)):
        return usual
    by_sex = (
        place for place in range(1, len(fields)) if fields[place].upper() in SEXES and _is_date(fields[place - 1])
    )
    by_date = (place + 1 for place in range(1, len(fields)) if DATE.fullmatch(fields[place].upper()))
    return next(by_sex, 0) or next(by_date, usual)


def _is_date(field: str) -> bool:
    return not field or DATE.fullmatch(field.upper()) is not None


def _before_birth(fields: list[str]) -> tuple[str, str, str, str]:
    if len(fields) == BEFORE_BIRTH:
        return fields[0], fields[1], fields[2], fields[3]
    if len(fields) == BEFORE_BIRTH + 1 and not fields[0]:
        return fields[1], fields[2], fields[3], fields[4]
    return _by_shape(fields)


def _by_shape(fields: list[str]) -> tuple[str, str, str, str]:
    """Return type, issuer, number and nationality by their form.

    The number has digits; the type (a letter or two) and the issuer precede it, a country follows it.
    """
    at = next((place for place, field in enumerate(fields) if any(char.isdigit() for char in field)), len(fields))
    before = [field for field in fields[:at] if field]
    issuer = next((field for field in before if len(field) == 3), "")
    type = next((field for field in before if len(field) <= 2), "")
    return type, issuer, _at(fields, at), next((field for field in fields[at + 1 :] if field.isalpha()), "")


def _names(fields: list[str]) -> tuple[str, str]:
    """Return surname and given names, without the holder's mark and a name repeated behind a hyphen."""
    names: list[str] = []
    for field in fields[:5]:
        bare = OWNER.sub("", field).strip() if "-" in field else field.strip()
        names.append(" ".join(bare.split()))
        if bare != field.strip():
            break
    if len(names) > 2 and names[-1] == HOLDER:
        names.pop()
    given = [name for name in names[1:] if name]
    return (names[0] if names else ""), " ".join(given)


def _at(fields: list[str], place: int) -> str:
    return fields[place] if 0 <= place < len(fields) else ""


def doca(text: str) -> tuple[str, Address]:
    """Return R or D, and the address. Without the first slash all fields come one place earlier."""
    fields = _fields(text, first=("R", "D"))
    kind, country, street, city, region, postcode = (_at(fields, place) for place in range(6))
    return kind.upper(), Address(street=street, city=city, region=region, postcode=postcode, country=country.upper())


@dataclass(frozen=True, slots=True, kw_only=True)
class Doco:
    """A visa, or another number of an authority (R redress, K known traveller). Dates as sent."""

    birth_place: str = ""
    type: str = ""
    number: str = ""
    place: str = ""
    issued: str = ""
    country: str = ""


def doco(text: str) -> Doco:
    fields = [OWNER.sub("", field.strip()) if field.strip() != MARK else "" for field in text.split("/")[:MAX_FIELDS]]
    at = next((place for place, field in enumerate(fields[:4]) if field.upper() in OF_DOCO), 2)
    values = [_at(fields, place) for place in range(at - 1, at + 5)]
    return Doco(
        birth_place=values[0],
        type=values[1].upper(),
        number=values[2],
        place=values[3],
        issued=values[4],
        country=values[5].upper(),
    )


def _fields(text: str, first: tuple[str, ...]) -> list[str]:
    fields = [OWNER.sub("", field.strip()) if field.strip() != MARK else "" for field in text.split("/")[:MAX_FIELDS]]
    if fields[0].upper() in first:
        return fields
    return fields[1:]
