"""Parts of an entry of the EU consolidated financial sanctions file, shared by its XML and its csv.

A part returns a text by the attribute name of the XML: an element, or the columns of a row under one prefix.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from roadstead.engine.formats.lists import document_numbers, values
from roadstead.engine.formats.lists.days import years
from roadstead.engine.formats.lists.records import Record
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Kind

LIST: Final = "EU Financial Sanctions"
NOWHERE: Final = frozenset({"00", "UNKNOWN"})
IMO: Final = "imo"
# Columns whose csv name differs from the XML, by part and attribute.
COLUMNS: Final = {
    "Identification_IdentificationTypeCode": "Identification_TypeCode",
    "Identification_IdentificationTypeDescription": "Identification_TypeDescription",
    "Identification_IssueDate": "Identification_IssuedDate",
    "BirthDate_Birthdate": "BirthDate_BirthDate",
    "BirthDate_MonthOfYear": "BirthDate_Month",
    "BirthDate_DayOfMonth": "BirthDate_Day",
}


class Part(Protocol):
    def attribute(self, name: str) -> str: ...


class Columns(NamedTuple):
    """Columns of one row under a prefix ("NameAlias")."""

    record: Record
    prefix: str

    def attribute(self, name: str) -> str:
        column = f"{self.prefix}_{name[:1].upper()}{name[1:]}"
        return self.record.take(COLUMNS.get(column, column))


def name(part: Part) -> tuple[str, bool]:
    """Return the whole name, and True if it is a weak one."""
    parts = [part.attribute(each) for each in ("firstName", "middleName", "lastName")]
    return part.attribute("wholeName") or " ".join(filter(None, parts)), part.attribute("strong") == "false"


def birth(part: Part) -> str:
    """Return a day, or as much of it as is known; a range of years; only the year if the list says circa."""
    day, year = part.attribute("birthdate"), part.attribute("year")
    month, of_month = part.attribute("monthOfYear"), part.attribute("dayOfMonth")
    first, last = part.attribute("yearRangeFrom"), part.attribute("yearRangeTo")
    calendar = part.attribute("calendarType")
    if part.attribute("circa") == "true" or calendar not in {"", "GREGORIAN"}:
        return year if calendar in {"", "GREGORIAN"} else ""
    known = "-".join(
        filter(None, (year, month.zfill(2) if month else "", of_month.zfill(2) if month and of_month else ""))
    )
    return day or known or (years(first, last) if first and last else first or last)


def place(part: Part) -> str:
    told = [part.attribute(each) for each in ("city", "place", "region", "countryDescription")]
    return ", ".join(text for text in told if text and text not in NOWHERE)


def address(part: Part) -> str:
    told = [part.attribute(each) for each in ("street", "poBox", "zipCode", "city", "place", "region")]
    where = part.attribute("countryDescription")
    return values.address([*(text for text in told if text not in NOWHERE), _without_unknown(where)])


def country(part: Part, tally: Tally) -> str:
    code, words = part.attribute("countryIso2Code"), part.attribute("countryDescription")
    return (
        values.country(code, tally) if code and code not in NOWHERE else values.country(_without_unknown(words), tally)
    )


def identification(part: Part, tally: Tally) -> tuple[str, Document]:
    """Return the list's words for the type of number, and the number as a document."""
    code, words = part.attribute("identificationTypeCode"), part.attribute("identificationTypeDescription")
    number, latin = part.attribute("number"), part.attribute("latinNumber")
    return f"{code} {words}".lower(), Document(
        type=document_numbers.document_type(f"{words} {code}"),
        number=latin or number,
        issuer=country(part, tally),
        issued=values.day(part.attribute("issueDate"), tally),
        expires=values.day(part.attribute("validTo"), tally),
    )


def documents_and_identifiers(
    found: list[tuple[str, Document]], addresses: Iterable[str], kind: Kind
) -> tuple[tuple[Document, ...], values.Identifiers]:
    """Return the identity documents of a person, and the identifiers: addresses and the IMO number of a ship.

    The EU lists ships among enterprises.
    """
    documents = tuple(paper for word, paper in found if paper.number and IMO not in word.split())
    imo = next((values.imo(paper.number) for word, paper in found if IMO in word), "")
    return documents if kind is Kind.PERSON else (), values.identifiers(
        {"imo": imo} | values.addresses(addresses, kind)
    )


def kind_of(found: Kind, identifiers: values.Identifiers) -> Kind:
    return Kind.VESSEL if found is Kind.ORGANISATION and "imo" in identifiers else found


def _without_unknown(words: str) -> str:
    return "" if words in NOWHERE else words
