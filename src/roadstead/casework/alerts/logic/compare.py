"""Bills as alerts store them, the checklist of the officer, and the comparison of parties row by row (S14). Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol
from uuid import UUID

import msgspec

from roadstead.engine.matching.entities.evidence import addresses_listed, numbers_listed, plain, text_of, tokens_of
from roadstead.engine.records import Consignment, Entry, Party
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.countries import name as country_name
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.cargo.logic.firms import key_of

# ── Bill as stored in an alert: bounded, and with keys that identify its parties
#
# A manifest may give a bill of ten thousand lines. An alert stores the beginning, says how much is left out, and links
# to the bill.


MAX_PARTIES: Final = 20
MAX_GOODS: Final = 20
MAX_CONTAINERS: Final = 60
MAX_TEXT_CHARS: Final = 400  # characters of any one text
BILL_KEY: Final = "bill"  # key of the bill in Alert.declared; a traveller's record has no such field


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBill:
    """Bill as stored in an alert. `matched`: positions of the parties that match. `more_…`: numbers left out."""

    bill: Consignment
    matched: tuple[int, ...] = ()
    more_parties: int = 0
    more_goods: int = 0
    more_containers: int = 0

    @property
    def matched_parties(self) -> tuple[Party, ...]:
        return tuple(self.bill.parties[at] for at in self.matched if at < len(self.bill.parties))


def bill_as_json(told: Consignment, met: Collection[int]) -> dict[str, Any]:
    """Return the bill as JSON types for the column `declared`. Matched parties come first, so no limit drops them."""
    first = [told.parties[at] for at in sorted(met) if at < len(told.parties)]
    rest = [party for at, party in enumerate(told.parties) if at not in met]
    short = replace(
        told,
        parties=tuple([*first, *rest][:MAX_PARTIES]),
        goods=told.goods[:MAX_GOODS],
        marks=(),
        notes=(),
        references=(),
        sent=(),
    )
    found = StoredBill(
        bill=short,
        matched=tuple(range(min(len(first), MAX_PARTIES))),
        more_parties=max(0, len(told.parties) - MAX_PARTIES),
        more_goods=max(0, len(told.goods) - MAX_GOODS),
        more_containers=max(0, len(told.containers) - MAX_CONTAINERS),
    )
    return dict(_cut(msgspec.to_builtins(found)))


def parties_as_json(met: Sequence[Party]) -> dict[str, Any]:
    """Return the same for parties of whole manifests, as a bill without number or goods."""
    return bill_as_json(Consignment(parties=tuple(met)), range(len(met)))


def _cut(value: Any) -> Any:
    """Cut each text to `MAX_TEXT_CHARS` characters and each list to `MAX_CONTAINERS` items, at any depth."""
    if isinstance(value, str):
        return value[:MAX_TEXT_CHARS]
    if isinstance(value, list | tuple):
        return [_cut(each) for each in value[:MAX_CONTAINERS]]
    return {name: _cut(each) for name, each in value.items()} if isinstance(value, dict) else value


def stored_bill(declared: Mapping[str, Any]) -> StoredBill | None:
    """Return the bill from the column `declared`; None if the column holds a traveller or nothing."""
    return msgspec.convert(dict(declared), StoredBill, strict=False) if BILL_KEY in declared else None


def party_key(met: Iterable[Party], features: Collection[str]) -> UUID | None:
    """Return a hash of name, country and number of the matched parties, equal as long as they are spelt the same (S35).

    The address is included if it was part of the evidence: a party that was cleared without it is raised again with it.
    """
    spelt = {_spelt(each, with_address="address" in features) for each in met}
    return hashed_key("\n".join(("firm", *("|".join(each) for each in sorted(spelt))))) if spelt else None


def name_key(met: Iterable[Party]) -> str:
    """Return a hash of the names alone, to find earlier decisions about a party with other particulars."""
    names = {_plain(each.name) for each in met} - {""}
    return _hash("firm name", *sorted(names)) if names else ""


def _spelt(party: Party, *, with_address: bool) -> tuple[str, ...]:
    where = party.address
    place = (where.street, where.city, where.postcode) if with_address else ()
    country = alpha3(where.country) or where.country
    return (_plain(party.name), country, _plain(party.code), *map(_plain, place))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


# ── Checklist of the reviewer: each attribute same or different, in the same words for everybody (S14)
#
# The page suggests what the comparison shows; only what an officer ticks is stored, with the officer's name.


SAME, PARTLY, DIFFERENT, UNKNOWN = "same", "partly", "different", "unknown"
FINDINGS: Final = (SAME, PARTLY, DIFFERENT, UNKNOWN)
AS_COMPARED: Final = "as_compared"  # key in Event.compared: attributes that the officer took over from the comparison
ATTRIBUTES: Final[dict[str, str]] = {
    "name": "name",
    "born": "birth date",
    "document": "document",
    "sex": "sex",
    "nationality": "nationality",
    "birth_place": "place of birth",
    "address": "address",
    "country": "country",
    "number": "number",
}
REQUIRED: Final = ("name", "born", "document", "sex", "nationality")  # required at least (S14)
REQUIRED_FOR_PARTY: Final = ("name", "address", "country", "number")  # for a party of a bill: a firm has no birth date
# One of these must differ before "namesake" is suggested. Documents are not among them, since anybody may hold two
# passports. A firm at another address or with another number is another firm.
TELLING: Final = ("born", "sex", "address", "number")
DECISIVE: Final = ("document", "born", "number", "address")  # if any of these is the same, "namesake" is not suggested


class Compared(Protocol):
    """Row of the comparison on the page."""

    @property
    def key(self) -> str: ...

    @property
    def agreement(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Usual reasons for a namesake, which the officer may take over, change or ignore."""

    compared: Mapping[str, str]
    reasons_for: str
    reasons_against: str
    note: str


def suggested(rows: Iterable[Compared]) -> dict[str, str]:
    """Return the agreement that the comparison shows for each attribute of the checklist."""
    return {row.key: row.agreement for row in rows if row.key in ATTRIBUTES}


def known_findings(ticked: Mapping[str, str]) -> dict[str, str]:
    """Return the ticked attributes and findings that exist; anything else that was sent is ignored."""
    return {name: ticked[name] for name in ATTRIBUTES if ticked.get(name) in FINDINGS}


def missing(compared: Mapping[str, str], must: Iterable[str] = REQUIRED) -> list[str]:
    """Return the required attributes that were not compared, in words."""
    return [ATTRIBUTES[name] for name in must if compared.get(name) not in FINDINGS]


def attributes_for(compared: Mapping[str, str]) -> list[str]:
    return [ATTRIBUTES[name] for name in ATTRIBUTES if compared.get(name) in {SAME, PARTLY}]


def attributes_against(compared: Mapping[str, str]) -> list[str]:
    return [ATTRIBUTES[name] for name in ATTRIBUTES if compared.get(name) == DIFFERENT]


def usual_reasons(rows: Iterable[Compared]) -> Usual:
    """Return the usual reasons. Raise NotAllowed if an attribute of `DECISIVE` is the same, or none of `TELLING`
    differs.
    """
    compared = suggested(rows)
    against = attributes_against(compared)
    if alike := [ATTRIBUTES[name] for name in DECISIVE if compared.get(name) == SAME]:
        raise NotAllowed("the usual reasons for a namesake do not fit: the same %(names)s", names=alike)
    if not any(compared.get(name) == DIFFERENT for name in TELLING):
        telling = [ATTRIBUTES[name] for name in TELLING if name in compared]
        raise NotAllowed("the usual reasons for a namesake do not fit: no difference in %(names)s", names=telling)
    alike = attributes_for(compared)
    return Usual(
        compared=compared,
        reasons_for=f"Alike: {', '.join(alike)}." if alike else "None.",
        reasons_against=f"Different: {', '.join(against)}.",
        note=f"A namesake: {', '.join(against)} {'differ' if len(against) > 1 else 'differs'}.",
    )


# ── Row of a comparison


Compare = Callable[[list[str], list[str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One row of the comparison. `agreement`: same, partly, different, or unknown if a side is empty."""

    key: str  # a key of `ATTRIBUTES` if the officer ticks it
    label: str
    declared: list[str]
    listed: list[str]
    agreement: str


def row(key: str, label: str, declared: Iterable[str], listed: Iterable[str], compare: Compare) -> ComparisonRow:
    left, right = [text for text in declared if text], [text for text in listed if text]
    agreement = compare(left, right) if left and right else UNKNOWN
    return ComparisonRow(key=key, label=label, declared=left, listed=right, agreement=agreement)


def texts(left: list[str], right: list[str]) -> str:
    return SAME if {text.casefold() for text in left} & {text.casefold() for text in right} else DIFFERENT


def countries(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(country_name(alpha3(code) or code) or code for code in codes if code))


# ── Comparison of a bill's party with a listed organisation or person


NUMBERED: Final = 2  # words in common, one of them a number, that make two addresses the same


def compare_parties(met: Sequence[Party], listed: Entry) -> list[ComparisonRow]:
    """Return the rows of the comparison, each spelling of the matched parties once."""
    numbers = [f"{name} {number}" if name else number for name, number in numbers_listed(listed)]
    return [
        row("name", "Name", _each(party.name for party in met), [each.text for each in listed.names], _names),
        row("address", "Address", _each(text_of(party.address) for party in met), addresses_listed(listed), _places),
        row(
            "country",
            "Country",
            countries(party.address.country for party in met),
            countries(listed.nationalities),
            texts,
        ),
        row("number", "Numbers", _each(party.code for party in met), numbers, _numbers),
        row("contact", "Contact", _each(text for party in met for text in party.contact), [], texts),
    ]


def _each(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _names(left: list[str], right: list[str]) -> str:
    """Compare names regardless of legal forms and word order."""
    mine, theirs = ({frozenset(key_of(name).split()) for name in side} for side in (left, right))
    if mine & theirs:
        return SAME
    return PARTLY if any(one & other for one in mine for other in theirs) else DIFFERENT


def _places(left: list[str], right: list[str]) -> str:
    both = [tokens_of(one) & tokens_of(other) for one in left for other in right]
    if any(len(words) >= NUMBERED and any(map(str.isdigit, words)) for words in both):
        return SAME
    return PARTLY if any(both) else DIFFERENT


def _numbers(left: list[str], right: list[str]) -> str:
    mine = {plain(number) for number in left}
    return SAME if any(plain(number.split()[-1]) in mine for number in right) else DIFFERENT
