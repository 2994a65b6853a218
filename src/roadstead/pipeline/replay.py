"""A hit made again from what is kept: the traveller as declared, the lists as they stood, the versions it names (S19).

How common a name is was counted over all lists in force at that moment: the hit names that state. Where it does not (a
hit of an older release), the states during which its list's version was in force are tried, that of the alert's last
screening first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Final

from django.db.models import Q, QuerySet

from roadstead.engine import records as model
from roadstead.engine.matching.frequencies import BACKGROUND_VERSION
from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import MATCHER_VERSION, POLICY_VERSION, Thresholds, alerts_all, in_force
from roadstead.engine.matching.second.model import frozen
from roadstead.engine.matching.second.stage import second_stage
from roadstead.engine.matching.things.built import CRAFT, build_things
from roadstead.engine.matching.things.match import THINGS_VERSION, met_crafts
from roadstead.engine.rules.written import Met, Rulebook, Tally, Written
from roadstead.engine.screening.run import MINOR, Basis, craft_hit, person_hit, written_hit
from roadstead.pipeline.screening_set import BASE, as_list_version
from roadstead.targeting.rulebook.in_force import as_written
from roadstead.targeting.rulebook.models import RuleVersion
from roadstead.targeting.watchlists.models import Entry, Version
from roadstead.targeting.watchlists.publish import as_entry

MOST: Final = 12  # states of the lists that are tried
MATCHER: Final = f"{MATCHER_VERSION}/{BACKGROUND_VERSION}"
WITH_MODEL: Final = f"{MATCHER}/{frozen().version}"
OF_CRAFT: Final = f"{THINGS_VERSION}/{BACKGROUND_VERSION}"


class CannotReplay(Exception):
    """It cannot be made again here; the words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A hit as it was kept. `about`: the traveller, or the craft. `at`: when it was screened, None if not known."""

    about: model.Traveller | model.Craft
    hit: model.Hit
    day: date  # as of which entries were judged
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """`differences`: none, where it is identical. `lists`: number of the version after which all lists stood so."""

    differences: tuple[str, ...]
    lists: int


@dataclass(slots=True)
class Replayer:
    """Keeps the index of the last state asked for: alerts of one day share it. Needs the regional scope."""

    _indexes: dict[tuple[int, int], Index] = field(default_factory=dict)

    def replay(self, case: Case) -> Replayed:
        """Identical, or what differs in the state that was tried first."""
        if case.hit.rule:
            return _rule(case)
        _same_makers(case.hit)
        first: Replayed | None = None
        for version, state in _states(case):
            found = Replayed(differences=_differences(case.hit, self._made(case, version, state)), lists=state)
            if not found.differences:
                return found
            first = first or found
        if first is None:
            raise CannotReplay(f"version {case.hit.replay.list_version} of {case.hit.list} is not kept here")
        return first

    def _made(self, case: Case, version: Version, state: int) -> model.Hit | None:
        versions = {case.hit.list: as_list_version(version)}
        made = (
            _craft_hits(case, case.about, state, versions)
            if isinstance(case.about, model.Craft)
            else self._person_hits(case, case.about, state, versions)
        )
        return next((hit for hit in made if (hit.list, hit.entry) == (case.hit.list, case.hit.entry)), None)

    def _person_hits(
        self, case: Case, traveller: model.Traveller, state: int, versions: Mapping[str, model.ListVersion]
    ) -> Iterator[model.Hit]:
        replay = case.hit.replay
        at_least = Thresholds() if replay.threshold is None else Thresholds(default=replay.threshold)
        second = second_stage() if replay.matcher_version == WITH_MODEL else None
        basis = Basis(versions=versions, thresholds=at_least, second=second, statistics=replay.statistics_version)
        for one in alerts_all([traveller], self._index(state, _base(replay, state)), at_least, second)[0]:
            if in_force(one.entry, case.day):
                yield person_hit(0, one, basis)

    def _index(self, state: int, base: int) -> Index:
        """The lists in that state, as a worker had them: what changed since the base stands beside it."""
        if (state, base) not in self._indexes:
            self._indexes.clear()
            built = build_index(as_entry(row) for row in at(base).iterator(chunk_size=2000))
            self._indexes[state, base] = built if base == state else _changed(built, base, state)
        return self._indexes[state, base]


def _base(replay: model.Replay, state: int) -> int:
    """The version after which names were counted; that state itself, where the hit names no other."""
    named = replay.statistics_version.partition(BASE)[2]
    return min(int(named), state) if named else state


def _changed(built: Index, base: int, state: int) -> Index:
    since = Entry.objects.filter(Q(removed_in=None) | Q(removed_in_id__gt=state), added_in_id__gt=base)
    added = since.filter(added_in_id__lte=state).order_by("id")
    ended = Entry.objects.filter(removed_in_id__gt=base, removed_in_id__lte=state).select_related("watch_list")
    gone = [(row.watch_list.title, row.entry_id) for row in ended]
    return built.changed(map(as_entry, added.iterator(chunk_size=2000)), gone)


def _rule(case: Case) -> Replayed:
    """A written rule needs no list: its version, and the facts it looked at."""
    try:
        return Replayed(differences=_differences(case.hit, _hit_again(case.hit)), lists=0)
    except LookupError as missing:
        raise CannotReplay(str(missing)) from None


def at(state: int) -> QuerySet[Entry]:
    """Entries of all lists as they were in force once that version was."""
    return Entry.objects.filter(Q(removed_in=None) | Q(removed_in_id__gt=state), added_in_id__lte=state).order_by("id")


def _craft_hits(
    case: Case, craft: model.Craft, state: int, versions: Mapping[str, model.ListVersion]
) -> Iterator[model.Hit]:
    crafts = build_things(as_entry(row) for row in at(state).filter(kind__in=CRAFT))
    for found in met_crafts([craft], crafts)[0]:
        if in_force(found.entry, case.day):
            yield craft_hit(found, versions)


def _same_makers(hit: model.Hit) -> None:
    replay, matchers = hit.replay, (OF_CRAFT,) if hit.kind is model.HitKind.CRAFT else (MATCHER, WITH_MODEL)
    for what, then, now in (
        ("matcher", replay.matcher_version, matchers),
        ("policy", replay.policy_version, (POLICY_VERSION,)),
    ):
        if then not in now:
            raise CannotReplay(f"it was made by {what} {then or 'unknown'}, this release has {now[0]}; ask that one")


def _states(case: Case) -> list[tuple[Version, int]]:
    """The one that the hit names. Of a hit of an older release, which names none, those while its list's version was in
    force: that at the time of the screening, those after it, those before it."""
    listed = Version.objects.exclude(counts__has_key="documents").select_related("watch_list").order_by("id")
    changes = [(row.pk, row.loaded_at) for row in listed]
    states = []
    for version in (row for row in listed if _is(row, case.hit)):
        after = next(
            (row.pk for row in listed if row.watch_list_id == version.watch_list_id and row.pk > version.pk), None
        )
        states += [(version, pk, at) for pk, at in changes if pk >= version.pk and (after is None or pk < after)]
    if counted := case.hit.replay.statistics_version.partition("-")[0]:
        known = [state[:2] for state in states if state[1] <= int(counted)]
        return sorted(known, key=itemgetter(1))[-1:]
    before = [state[:2] for state in states if case.at is None or state[2] <= case.at]
    later = [state[:2] for state in states if case.at is not None and state[2] > case.at]
    return [*before[-1:], *later, *reversed(before[:-1])][:MOST]


def _is(version: Version, hit: model.Hit) -> bool:
    return (version.watch_list.title, version.version) == (hit.list, hit.replay.list_version)


def _differences(then: model.Hit, now: model.Hit | None) -> tuple[str, ...]:
    """In words. Reasons of a line of `rescreen --json` carry no bits: their sentences are compared."""
    if now is None:
        return ("it is not met any more",)
    found = [
        f"{what}: {new}, was {old}"
        for what, old, new in (
            ("kind", then.kind, now.kind),
            ("score", then.score, now.score),
            ("listed name", then.entry_name, now.entry_name[:300]),
            ("action", then.action, now.action),
        )
        if old != new
    ]
    with_bits = any(reason.feature for reason in then.reasons)
    old, new = (_reasons(hit, with_bits=with_bits) for hit in (then, now))
    found += [f"no longer said: {each}" for each in old if each not in new]
    found += [f"now said: {each}" for each in new if each not in old]
    return tuple(found) or (("the reasons stand in another order",) if old != new else ())


def _reasons(hit: model.Hit, *, with_bits: bool) -> list[str]:
    return [f"{reason.text} ({reason.value:+.2f} bits)" if with_bits else reason.text for reason in hit.reasons]


# ── A hit of a written rule made again: the version by its hash, asked of the facts that it looked at then (S19).


def _hit_again(then: model.Hit) -> model.Hit | None:
    """None where these facts do not meet it. Raises LookupError where no such version is kept."""
    rule, facts = _version(then), dict(then.replay.facts or {})
    if not Rulebook([rule]).met_by(facts, Tally()):
        return None
    minor = any(reason.text == MINOR for reason in then.reasons)
    return written_hit(Met(rule, then.traveller, facts, minor, then.bill))


def _version(then: model.Hit) -> Written:
    named = then.replay.rule_version.partition("/")[2]
    number, _, digest = named.partition("-")
    rows = RuleVersion.objects.select_related("rule").filter(
        rule_id=_number(then.rule), number=_number(number), sha256__startswith=digest or "?"
    )
    row = rows.first()
    rule = as_written(row, approved=True) if row else None
    if rule is None:
        raise LookupError(f"version {named or 'unknown'} of rule {then.rule} is not kept here as it was approved")
    return rule


def _number(text: str) -> int:
    digits = text.removeprefix("W")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else -1
