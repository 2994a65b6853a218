"""OFAC's lists in advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML), streamed; sanctions schema 1.0.

Ids are those of the csv, so both are one list. Aliases marked LowQuality and nicknames of persons are weak.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from roadstead.engine.formats.lists import document_numbers, kinds, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.nodes import local_name
from roadstead.engine.formats.lists.ofac import CONSOLIDATED, SDN
from roadstead.engine.formats.lists.ofac_sets import (
    IdentityDocument,
    ReferenceSets,
    Word,
    first,
    period,
    read_reference_sets,
    text_of,
)
from roadstead.engine.formats.lists.streams import elements, until_damaged
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Entry, Kind

# Parts of a name in speaking order; other parts ("Entity Name") are appended.
ORDER: Final = ("First Name", "Middle Name", "Patronymic", "Last Name", "Matronymic", "Maiden Name")
NICKNAME: Final = "Nickname"
BORN, BORN_AT, SEX = "birthdate", "place of birth", "gender"
NATIONALITIES: Final = ("nationality country", "citizenship country", "vessel flag")
SEATS: Final = ("location",)
IDENTIFIERS: Final = {
    "vessel call sign": "call_sign",
    "vessel type": "vessel_type",
    "mmsi": "mmsi",
    "aircraft tail number": "tail_number",
    "aircraft manufacturer's serial number (msn)": "serial_number",
    "aircraft mode s transponder code": "mode_s",
}
IMO: Final = re.compile(r"^IMO ?(\d{7})$")
REASON_FEATURES: Final = ("title", "vessel owner")

MARK: Final = re.compile(
    rb"<(?:\w+:)?Sanctions[\s>].{0,4000}<(?:\w+:)?(?:DateOfIssue|ReferenceValueSets|DistinctParties)[\s>]", re.S
)

Features = dict[str, list[str]]


def recognises(head: bytes) -> bool:
    return MARK.search(head.replace(b"\0", b"")) is not None


# ── Reader: two passes over the file


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order. A truncated file gives the entries before the break and a problem."""
    sets = read_reference_sets(loading)
    loading.published = sets.issued
    loading.list = SDN if not sets.lists or any("SDN" in name.split() for name in sets.lists.values()) else CONSOLIDATED
    return until_damaged((entry(party, sets, loading) for party in _parties(loading)), loading)


def _parties(loading: Loading) -> Iterator[etree._Element]:
    """Yield the parties; the elements beside them are freed as they pass."""
    passing = elements(loading.content, ("DistinctParty", "Location", "IDRegDocument", "SanctionsEntry"))
    return (element for element in passing if local_name(element.tag) == "DistinctParty")


# ── Mapper to entries


def entry(party: etree._Element, sets: ReferenceSets, loading: Loading) -> Entry:
    """Map one party. Its id is the number of the csv, so that both forms are one list."""
    tally, profile = loading.tally, first(party, "Profile")
    profile_id = str(profile.get("ID", "")) if profile is not None else ""
    number = str(party.get("FixedRef", "")) or profile_id
    kind = _kind(profile, sets)
    features, places = _features(profile, sets)
    numbered = [
        paper for identity in _all(profile, "Identity") for paper in sets.documents.get(identity.get("ID", ""), ())
    ]
    strong, weak = _names(profile, sets, kind)
    seats = values.addresses((text.replace(";", ",") for name in SEATS for text in features.get(name, ())), kind)
    made = Entry(
        id=number,
        list=loading.list,
        kind=kind,
        names=values.names(strong, weak),
        born=values.born(features.pop(BORN, ()), tally),
        birth_places=tuple(dict.fromkeys(features.pop(BORN_AT, ()))),
        nationalities=values.countries(_countries(features, places, kind), tally),
        sex=values.sex(features.pop(SEX, ()), tally),
        documents=tuple(_documents(numbered, tally)) if kind is Kind.PERSON else (),
        identifiers=values.identifiers(_identifiers(features, numbered) | seats),
        reason=_reason(party, features, sets.programmes.get(profile_id, ())),
        owner="OFAC",
        topics=("sanction",),
    )
    tally.count_unread(f"Feature {name}" for name in features)
    tally.count_unread(f"IDRegDocument {paper.kind}" for paper in numbered if _is_unread(paper.kind, kind))
    _count_elements(party, tally)
    return made


def _kind(profile: etree._Element | None, sets: ReferenceSets) -> Kind:
    """Return the kind by sub-type; if that is unknown, by the type of party."""
    word = sets.words.get(("PartySubType", profile.get("PartySubTypeID", "") if profile is not None else ""), Word(""))
    text = word.text if word.text.casefold() not in {"", "unknown"} else sets.word("PartyType", word.refers)
    return kinds.kind(text or "other", "")


def _all(element: etree._Element | None, *path: str) -> list[etree._Element]:
    return [] if element is None else element.findall("/".join(f"{{*}}{name}" for name in path))


def _names(profile: etree._Element | None, sets: ReferenceSets, kind: Kind) -> tuple[list[str], list[str]]:
    """Return names and weak names, the primary alias first. A person's nickname is always weak."""
    found: list[tuple[bool, bool, str]] = []
    for identity in _all(profile, "Identity"):
        groups = {
            group.get("ID"): sets.word("NamePartType", group.get("NamePartTypeID"))
            for group in _all(identity, "NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
        }
        for alias in _all(identity, "Alias"):
            for name in _all(alias, "DocumentedName"):
                text, is_nickname = _name(name, groups)
                is_weak = alias.get("LowQuality") == "true" or (is_nickname and kind is Kind.PERSON)
                found.append((alias.get("Primary") != "true", is_weak, text))
    ordered = sorted(found, key=lambda each: each[0])
    return [text for _, weak, text in ordered if not weak], [text for _, weak, text in ordered if weak]


def _name(name: etree._Element, groups: dict[str | None, str]) -> tuple[str, bool]:
    parts: Features = defaultdict(list)
    for value in _all(name, "DocumentedNamePart", "NamePartValue"):
        parts[groups.get(value.get("NamePartGroupID"), "")].append(values.clean(value.text))
    said = [text for part in ORDER for text in parts.pop(part, ())]
    rest = [text for texts in parts.values() for text in texts]
    return " ".join(filter(None, (*said, *rest))), set(parts) == {NICKNAME} and not said


def _features(profile: etree._Element | None, sets: ReferenceSets) -> tuple[Features, Features]:
    """Return the texts of each feature by its name, and the countries of features that are places."""
    found: Features = defaultdict(list)
    countries: Features = defaultdict(list)
    for feature in _all(profile, "Feature"):
        name = sets.word("FeatureType", feature.get("FeatureTypeID")).casefold().rstrip(":")
        for version in _all(feature, "FeatureVersion"):
            texts, where = _version(version, sets)
            found[name] += filter(None, texts)
            countries[name] += filter(None, where)
    return found, countries


def _version(version: etree._Element, sets: ReferenceSets) -> tuple[list[str], list[str]]:
    dates = [period(each) for each in _all(version, "DatePeriod")]
    details = [
        values.clean(each.text) or sets.word("DetailReference", each.get("DetailReferenceID"))
        for each in _all(version, "VersionDetail")
    ]
    places = [
        place for each in _all(version, "VersionLocation") if (place := sets.places.get(each.get("LocationID", "")))
    ]
    return [*dates, *details, *(place.text for place in places)], [place.country for place in places]


def _countries(features: Features, places: Features, kind: Kind) -> list[str]:
    """Return nationality and citizenship of a person (not the address), the flag of a craft, the seat of others."""
    own = [country for name in NATIONALITIES for country in (places.get(name) or features.get(name, []))]
    seats = [country for name in SEATS for country in places.get(name, [])]
    for name in (*NATIONALITIES, *SEATS):
        features.pop(name, None)
    known = own if own or kind is Kind.PERSON else seats
    return [text for text in known if text.casefold() not in {"none identified", "undetermined"}]


def _identifiers(features: Features, numbered: list[IdentityDocument]) -> dict[str, str]:
    imo = next((found[1] for paper in numbered if (found := IMO.match(paper.number))), "")
    told = {ours: next(iter(features.pop(name, ())), "") for name, ours in IDENTIFIERS.items()}
    papers_of_craft = {
        IDENTIFIERS[paper.kind.casefold()]: paper.number for paper in numbered if paper.kind.casefold() in IDENTIFIERS
    }
    return {"imo": imo, **told, **papers_of_craft}


def _documents(numbered: list[IdentityDocument], tally: Tally) -> Iterator[Document]:
    for paper in numbered:
        if (kind := document_numbers.document_type(paper.kind)) and paper.number:
            issuer = values.country(paper.country, tally)
            yield Document(type=kind, number=paper.number, issuer=issuer, issued=paper.issued, expires=paper.expires)


def _is_unread(word: str, kind: Kind) -> bool:
    used = document_numbers.document_type(word) if kind is Kind.PERSON else word.casefold() in IDENTIFIERS
    return not used and not word.casefold().startswith("vessel registration")


def _reason(party: etree._Element, features: Features, programmes: Iterable[str]) -> str:
    told = [text for name in REASON_FEATURES for text in features.pop(name, ())]
    return "; ".join(dict.fromkeys(filter(None, (*programmes, *told, text_of(party, "Comment")))))


KNOWN: Final = {
    "DistinctParty": {"Comment", "Profile"},
    "Profile": {"Identity", "Feature", "Comment", "SanctionsEntryReference"},
    "Identity": {"Alias", "NamePartGroups"},
    "Alias": {"DocumentedName", "Comment"},
    "DocumentedName": {"DocumentedNamePart", "DocumentedNameCountry"},
    "Feature": {"FeatureVersion", "IdentityReference"},
    "FeatureVersion": {"Comment", "DatePeriod", "VersionDetail", "VersionLocation"},
}


def _count_elements(party: etree._Element, tally: Tally) -> None:
    """Count elements that are not in the schema version read here."""
    for element in party.iter():
        known = KNOWN.get(tag := local_name(element.tag))
        if known is not None:
            tally.count_unread(f"{tag}/{name}" for child in element if (name := local_name(child.tag)) not in known)


SOURCE: Final = Source(
    code="ofac-advanced", title="OFAC SDN or consolidated list, advanced XML", recognises=recognises, read=read
)
