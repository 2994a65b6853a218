"""Assess one person, one message or one voyage with all checks made for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import compress, groupby
from typing import Final

from roadstead.engine.records import Aspect, Finding, Function, Manifest, Quality, Traveller, Voyage
from roadstead.engine.reference.sufficiency import Need, Profile
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.births import BIRTHS
from roadstead.engine.voyages.quality.check import Check, Facts
from roadstead.engine.voyages.quality.complete import COMPLETE
from roadstead.engine.voyages.quality.countries import COUNTRIES
from roadstead.engine.voyages.quality.documents import DOCUMENTS
from roadstead.engine.voyages.quality.facts import FilingTimes, ListFacts, PersonFacts, VoyageFacts, person_facts
from roadstead.engine.voyages.quality.lists import (
    LISTS,
    PERHAPS_REQUIRED,
    REQUIRED,
    WANTED,
    ProfileNeeds,
    counts,
    missing_of_voyage,
    missing_required,
    missing_wanted,
    needs_of_profile,
)
from roadstead.engine.voyages.quality.names import NAMES
from roadstead.engine.voyages.quality.numbers import NUMBERS
from roadstead.engine.voyages.quality.on_time import ON_TIME
from roadstead.engine.voyages.quality.people import PEOPLE
from roadstead.engine.voyages.quality.ports import PORTS
from roadstead.engine.voyages.quality.voyages import VOYAGES
from roadstead.engine.voyages.quality.zone import ZONE

PLAUSIBLE: Final = (*NAMES, *BIRTHS, *COUNTRIES, *DOCUMENTS, *NUMBERS, *PORTS, *ZONE)
OF_EACH: Final = (*COMPLETE, *PLAUSIBLE)
# Functions of lists that state everyone in full. For others only the values sent are checked.
WHOLE: Final = frozenset({None, Function.PASSENGERS, Function.CREW})
# checks of a list that also run over all messages
OF_ALL_MESSAGES: Final = frozenset({"born-on-one-day", "born-on-new-year"})
NOT_FILED: Final = FilingTimes()
NO_QUALITIES: Final[Mapping[Traveller, Quality]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The assessed people of a list, in order, and the list itself. `alone`: findings of a person without the others.

    `assessed`: aspects that were checked; the others are unknown, even without findings.
    """

    people: tuple[Quality, ...]
    whole: Quality
    assessed: tuple[Aspect, ...] = ()
    alone: Mapping[Traveller, Quality] = field(default_factory=dict)


def assess_traveller(traveller: Traveller, voyage: Voyage, on: date, profile: Profile) -> Quality:
    """Return the quality of one person as declared, on the day of arrival `on`, by an authority's profile."""
    (who,) = person_facts((traveller,), voyage, on)
    return _of_person(who, profile.name, needs_of_profile(profile), is_stated_whole=True)


def assess_manifest(
    manifest: Manifest,
    on: date,
    profile: Profile,
    filed: FilingTimes = NOT_FILED,
    *,
    known: Mapping[Traveller, Quality] = NO_QUALITIES,
) -> Assessment:
    """Assess one message: its people, alone and among each other, and list and voyage as it states them.

    `filed` has the time of the message, if the voyage was filed by it. `known`: people assessed alone before, for this
    day and profile and for a voyage with this route.
    """
    head = manifest.message
    states_whole = head.function in WHOLE
    is_whole = states_whole and not head.part and head.last_part is not False
    people = person_facts(manifest.travellers, manifest.voyage, on)
    facts = ListFacts(manifest=manifest, people=people, is_whole=is_whole)
    alone = _alone(people, profile, [states_whole] * len(people), known if states_whole else NO_QUALITIES)
    weighed = _among(facts, alone)
    if not states_whole:
        return Assessment(
            people=weighed, whole=_whole((), weighed, profile), assessed=_assessed(False, people, filed, profile)
        )
    voyage = VoyageFacts(voyage=manifest.voyage, on=on, declared={}, read={}, filed=filed)
    missing = missing_of_voyage(voyage, profile)
    findings = (*_found(LISTS, facts), *_found((*VOYAGES, *ON_TIME), voyage), *_required(missing))
    assessed = _assessed(True, people, filed, profile)
    return Assessment(people=weighed, whole=_whole(findings, weighed, profile, missing), assessed=assessed)


def assess_voyage(
    manifest: Manifest, on: date, profile: Profile, filed: FilingTimes, *, listed: Sequence[bool] | None = None
) -> Assessment:
    """Assess the voyage with everyone on it, as stated by all messages together.

    `manifest.declared` holds the counts of the voyage. `listed`: for each traveller True if a list names them, False if
    only a booking does; None: all are on lists.
    """
    people = person_facts(manifest.travellers, manifest.voyage, on)
    names = tuple(", ".join(filter(None, (each.surname, each.given))) or "?" for each in manifest.travellers)
    facts = ListFacts(manifest=manifest, people=people, is_whole=True, names=names)
    on_list = listed or [True] * len(people)
    alone = _alone(people, profile, on_list)
    weighed = _among(facts, alone)
    voyage = VoyageFacts(
        voyage=manifest.voyage,
        on=on,
        declared=dict(manifest.declared),
        read=counts(compress(manifest.travellers, on_list)),
        filed=filed,
    )
    missing = missing_of_voyage(voyage, profile)
    among = [check for check in LISTS if check.code in OF_ALL_MESSAGES]
    findings = (*_found((*VOYAGES, *ON_TIME), voyage), *_found(among, facts))
    findings += (*_required(missing), *_wanted(list(compress(people, on_list)), profile))
    known = {who.traveller: each for who, each, whole in zip(people, alone, on_list, strict=True) if whole}
    assessed = _assessed(filed.has_list, people, filed, profile)
    return Assessment(people=weighed, whole=_whole(findings, weighed, profile, missing), alone=known, assessed=assessed)


def _assessed(
    has_list: bool, people: Sequence[PersonFacts], filed: FilingTimes, profile: Profile
) -> tuple[Aspect, ...]:
    """Return the aspects that can be assessed: without a list only plausibility; timeliness needs a deadline."""
    looked_at = {
        Aspect.COMPLETE: has_list,
        Aspect.PLAUSIBLE: has_list or bool(people),
        Aspect.ON_TIME: has_list and filed.has_list and bool(filed.due),
        Aspect.SUFFICIENT: has_list and bool(profile.needs),
    }
    return tuple(aspect for aspect, is_so in looked_at.items() if is_so)


def _alone(
    people: Sequence[PersonFacts],
    profile: Profile,
    on_list: Sequence[bool],
    known: Mapping[Traveller, Quality] = NO_QUALITIES,
) -> list[Quality]:
    of = needs_of_profile(profile)
    return [
        (known.get(who.traveller) if known else None) or _of_person(who, profile.name, of, is_stated_whole=whole)
        for who, whole in zip(people, on_list, strict=True)
    ]


def _among(facts: ListFacts, alone: Sequence[Quality]) -> tuple[Quality, ...]:
    """Add findings from comparison with the others in the list to those of each person alone."""
    people = list(alone)
    for each in PEOPLE:
        for position, finding in each.findings(facts):
            people[position] = replace(people[position], findings=(*people[position].findings, finding))
    return tuple(people)


def _of_person(who: PersonFacts, profile: str, of: ProfileNeeds, *, is_stated_whole: bool) -> Quality:
    if not is_stated_whole:
        return Quality(findings=_found(PLAUSIBLE, who), profile=profile)
    findings, missing = _found(OF_EACH, who), missing_required(who, of)
    if not missing:
        return Quality(findings=findings, profile=profile)
    return Quality(findings=(*findings, *_required(missing)), profile=profile, missing=_fields(missing))


def _found(checks: Sequence[Check[Facts]], facts: Facts) -> tuple[Finding, ...]:
    faults = [(check, found) for check in checks if (found := check.find(facts))]
    return tuple(check.finding(values) for check, found in faults for values in found)


def _required(missing: Iterable[Need]) -> list[Finding]:
    """Return one finding for surely required fields and one for unconfirmed ones, by profile if there are several."""
    findings = []
    for (unsure, profile), needs in groupby(sorted(missing, key=_sort), key=_sort):
        check = PERHAPS_REQUIRED if unsure else REQUIRED
        findings.append(check.finding({"profile": profile, "fields": [Sentence(need.label) for need in needs]}))
    return findings


def _sort(need: Need) -> tuple[bool, str]:
    return (not need.verified, need.profile)


def _wanted(people: Sequence[PersonFacts], profile: Profile) -> list[Finding]:
    """Return findings on the voyage, not on each person: most lists lack a wanted field for everyone."""
    of = needs_of_profile(profile)
    lacking = Counter(need.label for who in people for need in missing_wanted(who, of))
    return [
        WANTED.finding({"fields": Sentence(words), "people": number, "all": len(people)})
        for words, number in lacking.items()
    ]


def _whole(
    findings: tuple[Finding, ...], people: Sequence[Quality], profile: Profile, missing: Iterable[Need] = ()
) -> Quality:
    """Return the quality of the whole: its missing fields are those of the voyage and of any person."""
    fields = dict.fromkeys((*_fields(missing), *(words for each in people for words in each.missing)))
    return Quality(findings=findings, profile=profile.name, missing=tuple(fields))


def _fields(missing: Iterable[Need]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(need.label for need in missing))
