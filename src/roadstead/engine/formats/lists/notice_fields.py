"""Fields of one INTERPOL notice, and its entry.

The names are those of the public notice record, as clients in open source read it. A field of a wrong type is one
problem and is left out. Nothing in a notice can ask for more than to refer the person to the national bureau.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from roadstead.engine.formats.lists import values
from roadstead.engine.formats.lists.loading import Loading
from roadstead.engine.formats.lists.merge_rows import derive_id
from roadstead.engine.records import Action, Entry, Kind, Severity
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.countries import name as country_name
from roadstead.engine.sentences import Sentence

Raw = bytes | msgspec.Raw
Fields = dict[str, msgspec.Raw]

NOTICE: Final = "notice"  # topic of every entry from a notice; with its kind: "notice.red"
# Kinds of notice by the word in links and file names, as the officer reads them.
KINDS: Final = {
    "red": "Red notice",
    "blue": "Blue notice",
    "green": "Green notice",
    "yellow": "Yellow notice",
    "black": "Black notice",
    "orange": "Orange notice",
    "purple": "Purple notice",
    "un": "INTERPOL–UN Security Council special notice",
}
IGNORED: Final = ("_links", "_embedded", "images", "thumbnail")  # links to images; nothing is fetched
UNKNOWN_SEX: Final = "U"
MAX_CHARGES: Final = 50  # of one notice
MAX_METRES: Final = 3.0
MAX_KILOGRAMS: Final = 500.0
OWNER: Final = "INTERPOL"
UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Charge(msgspec.Struct, gc=False):
    """A charge, the country (alpha-2) that issued the warrant for it, and its translation."""

    issuing_country_id: str | None = None
    charge: str | None = None
    charge_translation: str | None = None


class Link(msgspec.Struct, gc=False):
    href: str = ""


class Links(msgspec.Struct, gc=False):
    own: Link = msgspec.field(name="self", default_factory=Link)


_text: Final = msgspec.json.Decoder(str | int | None).decode
_texts: Final = msgspec.json.Decoder(list[str | None] | str | None).decode
_number: Final = msgspec.json.Decoder(float | str | None).decode
_charges: Final = msgspec.json.Decoder(list[Charge] | None).decode
_links: Final = msgspec.json.Decoder(Links).decode


@dataclass(slots=True, kw_only=True)
class Notice:
    """One notice of a file. Fields are removed as they are used. `kind`: of its own link, its page or the file."""

    fields: Fields
    number: int
    kind: str
    loading: Loading

    def take(self, name: str, decode: Callable[[Raw], Any]) -> Any:
        """Remove a field and return its value; None, with a problem, if it is of a wrong type."""
        raw = self.fields.pop(name, None)
        try:
            return None if raw is None else decode(raw)
        except UNREADABLE:
            assert raw is not None
            self.report_field(name, shown(raw))
            return None

    def text(self, name: str) -> str:
        found = self.take(name, _text)
        return "" if found is None else values.clean(str(found))

    def texts(self, name: str) -> list[str]:
        found = self.take(name, _texts)
        return [text for each in ([found] if isinstance(found, str) else found or ()) if (text := values.clean(each))]

    def measure(self, name: str, most: float) -> float:
        """Return a height or weight; 0 if it is unknown, which notices write as 0 too."""
        found = self.take(name, _number)
        try:
            value = float(found or 0)
        except ValueError:
            value = math.nan
        if 0 <= value <= most:
            return value
        self.report_field(name, str(found)[:80])
        return 0

    def report_field(self, name: str, sent: str) -> None:
        text = Sentence(
            "%(file)s, record %(number)s: we cannot read the field %(field)s and left it out. Correct it, or get the"
            " notice again.",
            {"file": self.loading.content.name, "number": self.number, "field": name},
        )
        self.loading.tally.add(
            "field-unreadable", text, number=self.number, field=name, sent=sent, severity=Severity.WARNING
        )


def shown(raw: Raw) -> str:
    """Return the beginning of a value as it was sent."""
    return bytes(raw[:80] if isinstance(raw, bytes) else memoryview(raw)[:80]).decode("utf-8", "replace")


def kind_in_links(raw: msgspec.Raw | None) -> str:
    """Return the kind of notice in the link of a record or page to itself (".../notices/v1/red/2099-1"), else ""."""
    try:
        href = _links(raw).own.href if raw is not None else ""
    except UNREADABLE:
        return ""
    words = href.partition("?")[0].casefold().split("/")
    return next((word for word in words if word in KINDS), "")


def entry(notice: Notice) -> Entry | None:
    """Return the entry of a notice; None, with a problem, if it has no name."""
    notice.kind = kind_in_links(notice.fields.get("_links")) or notice.kind
    tally = notice.loading.tally
    surname, given = notice.text("name"), notice.text("forename")
    name, born = " ".join(filter(None, (given, surname))), notice.text("date_of_birth")
    if not name:
        _report_nameless(notice)
        return None
    number = notice.text("entity_id")
    sex = notice.text("sex_id")
    made = Entry(
        id=number or _derived_id(notice, name, born),
        list=notice.loading.list,
        kind=Kind.PERSON,
        names=values.names((name,)),
        born=values.born((born,), tally),
        birth_places=_birth_places(notice),
        nationalities=values.countries(notice.texts("nationalities"), tally),
        sex="" if sex.upper() == UNKNOWN_SEX else values.sex((sex,), tally),
        action=Action.REFER,
        reason="; ".join(_remarks(notice, number)),
        owner=OWNER,
        topics=(NOTICE, f"{NOTICE}.{notice.kind}") if notice.kind else (NOTICE,),
    )
    tally.count_unread(name[:80] for name, raw in notice.fields.items() if name not in IGNORED and not _is_empty(raw))
    return made


def _birth_places(notice: Notice) -> tuple[str, ...]:
    place, code = notice.text("place_of_birth"), notice.text("country_of_birth_id")
    country = country_name(values.country(code, notice.loading.tally)) if code else ""
    whole = ", ".join(filter(None, (place, country)))
    return (whole,) if whole else ()


def _remarks(notice: Notice, number: str) -> Iterator[str]:
    """Yield what the officer reads beside the match: kind and number, charges, height, weight and marks."""
    yield f"{KINDS.get(notice.kind, 'INTERPOL notice')} {number}".strip()
    for each in (notice.take("arrest_warrants", _charges) or ())[:MAX_CHARGES]:
        country = country_name(alpha3(code)) or code if (code := values.clean(each.issuing_country_id)) else ""
        charge, translation = values.clean(each.charge), values.clean(each.charge_translation)
        told = f"{charge} ({translation})" if charge and translation else charge or translation
        if told or country:
            yield f"charge, {country}: {told or 'not stated'}" if country else f"charge: {told}"
    if metres := notice.measure("height", MAX_METRES):
        yield f"height {metres:g} m"
    if kilograms := notice.measure("weight", MAX_KILOGRAMS):
        yield f"weight {kilograms:g} kg"
    if marks := notice.text("distinguishing_marks"):
        yield f"marks: {marks}"


def _is_empty(raw: msgspec.Raw) -> bool:
    return len(memoryview(raw)) <= len(b"null") and bytes(raw) in (b"null", b'""', b"[]", b"{}", b'"-"')


def _derived_id(notice: Notice, name: str, born: str) -> str:
    made = derive_id(name, born)
    text = Sentence(
        "%(file)s, record %(number)s has no entity_id, so we gave it the id %(made)s. It becomes a new entry when its"
        " name or date of birth changes. Get the notice again.",
        {"file": notice.loading.content.name, "number": notice.number, "made": made},
    )
    notice.loading.tally.add("id-missing", text, number=notice.number, field="entity_id", severity=Severity.WARNING)
    return made


def _report_nameless(notice: Notice) -> None:
    text = Sentence(
        "%(file)s, record %(number)s: the fields name and forename are empty, so it cannot match anybody. We left it"
        " out. Get the notice again.",
        {"file": notice.loading.content.name, "number": notice.number},
    )
    notice.loading.tally.add("row-without-name", text, number=notice.number, field="name")
