"""Cleared pairs: an officer decided that this person is not that listed entry (S35).

A clearance applies to the pair, not to the person. It holds for the states of the officer who cleared it, or for all
states if the regional centre did. It ends on its expiry date, when the identifiers of either side change, and when the
entry appears on another list.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
from django.db.models import F, Q

from roadstead.casework.alerts.evidence import Match
from roadstead.casework.alerts.models import Alert, ClearedPair, Redress, Suppression
from roadstead.engine.records import Action, Traveller
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.voyages.identity import name_key
from roadstead.filings.voyages.models import Voyage
from roadstead.targeting.watchlists.models import REGION, Entry

# ── Redress numbers
#
# A redress number recalls the pairs that its holder was cleared of when the identity documents have changed. It never
# clears by itself. The carrier sends it (RFF+AEA or RFF+CR in PAXLST, the reference columns in sheets). It is honoured
# if name and birth date agree with those of the person it was issued to and the nationality does not contradict.
#
# The number is random and carries no meaning: twelve characters and a check character, printed as 4-4-5. The alphabet
# omits 0, 1, I, L and O, which are easily confused. Its length of 31 is a prime number, so that the weighted sum
# detects every single wrong character and every transposition of two.


SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 12


def new_number() -> str:
    """Return a random number out of 31 to the power of 12, so that nobody can guess an issued one."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return written(signs + check_sign(signs))


def check_sign(signs: str) -> str:
    return SIGNS[sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, 2)) % len(SIGNS)]


def written(number: str) -> str:
    """Return the number in its printed form, 4-4-5."""
    return "-".join((number[:4], number[4:8], number[8:]))


def plain(text: str) -> str:
    """Return the text of a carrier without blanks and dashes, or "" if it is not a redress number."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != LENGTH + 1 or not set(signs) <= set(SIGNS):
        return ""
    return signs if check_sign(signs[:-1]) == signs[-1] else ""


def digest(number: str) -> str:
    """Return the SHA-256 of a number, the only part of it that is stored."""
    return sha256(plain(number).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedRedress:
    """Redress numbers accepted in one screening: by the traveller's row, and all of them for the query."""

    by_traveller: Mapping[int, frozenset[int]] = field(default_factory=dict)
    numbers: frozenset[int] = frozenset()

    @classmethod
    def load(cls, travellers: Mapping[int, Traveller]) -> AcceptedRedress:
        sent = {row: found for row, who in travellers.items() if (found := _sent(who))}
        if not sent:
            return cls()
        asked = {one for found in sent.values() for one in found}
        known = {row.sha256: row for row in Redress.objects.filter(sha256__in=asked, withdrawn_at=None)}
        held = {row: _agreeing(travellers[row], found, known) for row, found in sent.items()}
        return cls(by_traveller=held, numbers=frozenset(pk for found in held.values() for pk in found))

    def recalls(self, pair: ClearedPair, meeting: Match) -> bool:
        """Return True if the traveller sent the number under which this pair was cleared, and is its holder."""
        row = meeting.traveller.pk if meeting.traveller else 0
        return pair.redress_id is not None and pair.redress_id in self.by_traveller.get(row, ())


def _sent(who: Traveller) -> set[str]:
    """Return the hashes of texts that may be redress numbers; other text has no valid check character."""
    return {digest(text) for text in (who.references.customer, who.references.government) if plain(text)}


def _agreeing(who: Traveller, sent: set[str], known: Mapping[str, Redress]) -> frozenset[int]:
    return frozenset(known[one].pk for one in sent if one in known and agrees(known[one], who))


def agrees(redress: Redress, who: Traveller) -> bool:
    """Return True if name, birth date and nationality agree: the number alone proves nothing, since it may be found."""
    nationality = alpha3(who.nationality) or who.nationality
    differs = bool(nationality and redress.nationality and nationality != redress.nationality)
    return bool(redress.name_key) and redress.name_key == name_key(who) and redress.born == who.born and not differs


# ── Other lists that name the entry of a cleared pair
#
# A pair no longer holds when one more list names the same person.


class Place(NamedTuple):
    list: str
    owner: str


class OtherLists:
    """Lists that name the entries of a few pairs, loaded at once.

    Two entries are the same if their matched content is equal, or their number and main name are.
    """

    def __init__(self, pairs: Sequence[ClearedPair]) -> None:
        self.places: defaultdict[tuple[str, str], set[Place]] = defaultdict(set)
        for row in _same_entries(pairs) if pairs else ():
            place = Place(row.watch_list.title, row.owner)
            self.places["", row.content_hash].add(place)
            self.places[row.entry_id, row.name].add(place)

    def of(self, pair: ClearedPair) -> list[str]:
        """Return list titles. A state's own list counts for the pairs of that state only, so that no other learns of it
        (S25).
        """
        owners = {REGION, pair.owner, *(() if pair.all_states else pair.states)}
        found = self.places["", pair.entry_hash] | self.places[pair.entry_id, pair.entry_name]
        return sorted({place.list for place in found if place.owner in owners} - {pair.list_name})

    def new(self, pair: ClearedPair) -> list[str]:
        """Return the lists that did not name the entry when the pair was cleared."""
        return [name for name in self.of(pair) if name not in pair.other_lists]


def _same_entries(pairs: Sequence[ClearedPair]) -> Iterable[Entry]:
    """Return equal entries in force, without silent ones: these alert only their owner, and a match that is raised
    again would reveal them to others.
    """
    same = Q(content_hash__in={pair.entry_hash for pair in pairs}) | Q(entry_id__in={pair.entry_id for pair in pairs})
    loud = Entry.objects.exclude(listed__action=Action.DISCREET)
    return loud.filter(same, removed_in=None).select_related("watch_list")


Sides = tuple[str, str]  # list, entry
# Why a cleared pair no longer suppresses a match, as the history of the new alert says it.
ENDED_TEXTS: Final = {
    "withdrawn": "the decision was withdrawn",
    "waiting": "the second approval is missing",
    "expired": "the clearance has expired",
    "entry": "the entry has changed",
    "person": "the declared data of the person has changed",
    "party": "the declared data of the party has changed",
    "lists": "the entry is now on another list as well",
}


class Clearance(NamedTuple):
    """Result for one match: the states for which it is not cleared, the pairs that clear it for the others, and whether
    those hold only through the redress number.
    """

    states: list[str]
    pairs: list[ClearedPair]
    by_redress: bool


class Clearances:
    """Cleared pairs that may apply to the matches of one screening, loaded once."""

    def __init__(self, met: Iterable[Match], now: datetime) -> None:
        people = [meeting for meeting in met if meeting.can_be_cleared and meeting.hit.entry]
        self.today = now.date()
        self.redress = AcceptedRedress.load(
            {meeting.traveller.pk: meeting.declared for meeting in people if meeting.traveller}
        )
        self.pairs: dict[Sides, list[ClearedPair]] = {}
        for row in _rows(people, self.redress):
            self.pairs.setdefault((row.list_name, row.entry_id), []).append(row)
        self.lists = OtherLists([row for rows in self.pairs.values() for row in rows])

    def check(self, meeting: Match) -> Clearance:
        """Return the states for which the match is raised, and the pairs that clear it for the others."""
        holding = [row for row in self._of(meeting) if not self.ended_reason(row, meeting)]
        cleared = {state for row in holding for state in row.states_covered(meeting.states)}
        by_number = bool(holding) and all(row.person_key != meeting.subject_key for row in holding)
        return Clearance([state for state in meeting.states if state not in cleared], holding, by_number)

    def before(self, meeting: Match) -> str:
        """Return the text for an alert's history about an earlier clearance that no longer holds, or ""."""
        for row in self._of(meeting):
            why = self.ended_reason(row, meeting)
            if why and row.states_covered(meeting.states):
                return f"Cleared before, on {row.proposed_at:%Y-%m-%d}; raised again because {ENDED_TEXTS[why]}"
        return ""

    def ended_reason(self, row: ClearedPair, meeting: Match) -> str:
        """Return why the pair does not hold for this match, a key of `ENDED_TEXTS`, or "" if it holds."""
        standing = row.status(self.today)
        if standing != "holds":
            return standing
        if row.entry_hash != meeting.entry_hash:
            return "entry"
        if not self._same_person(row, meeting):
            return "person" if meeting.traveller else "party"
        return "lists" if self.lists.new(row) else ""

    def _of(self, meeting: Match) -> list[ClearedPair]:
        """Return the pairs of the same two sides, newest first, including those that no longer hold."""
        rows = self.pairs.get((meeting.hit.list, meeting.hit.entry), []) if meeting.can_be_cleared else []
        return [row for row in rows if _concerns(row, meeting) or self.redress.recalls(row, meeting)]

    def _same_person(self, row: ClearedPair, meeting: Match) -> bool:
        if meeting.subject_key and row.person_key == meeting.subject_key:
            return True
        return self.redress.recalls(row, meeting) and not meeting.by_document


def _concerns(row: ClearedPair, meeting: Match) -> bool:
    return row.person_key == meeting.subject_key or bool(row.identity_key and row.identity_key == meeting.identity_key)


def _rows(people: list[Match], redress: AcceptedRedress) -> Iterable[ClearedPair]:
    keys = {meeting.subject_key for meeting in people} - {None}
    who = {meeting.identity_key for meeting in people} - {""}
    if not keys and not who and not redress.numbers:
        return ()
    named = Q(person_key__in=keys) | Q(identity_key__in=who) | Q(redress__in=redress.numbers)
    return ClearedPair.objects.filter(named, entry_id__in={meeting.hit.entry for meeting in people}).order_by("-id")


# ── Suppressed matches: each is stored with its reasons and counted (S35)


Once = tuple[int | None, int | None, int | None]  # pair, traveller, bill


class Suppressions:
    """Suppressed matches of one screening of one voyage. A repeated screening does not count them again."""

    def __init__(self, voyage: Voyage, now: datetime) -> None:
        self.voyage, self.now = voyage, now
        self.found: dict[Once, Suppression] = {}  # one row, even if two rules match the same entry

    def add(self, meeting: Match, answer: Clearance, alert: Alert | None) -> None:
        """Add a match and the pairs that suppress it. For each state the first pair counts.

        States that see the match in an alert of this voyage are left out.
        """
        shown = {*answer.states, *(alert.states if alert else ())}
        left = [state for state in meeting.states if state not in shown]
        for pair in answer.pairs:
            states = pair.states_covered(left)
            left = [state for state in left if state not in states]
            if states:
                row = self._row(meeting, pair, states, by_redress=answer.by_redress)
                self.found.setdefault(_once(row), row)

    def write(self) -> None:
        if not self.found:
            return
        known = {_once(row): row for row in Suppression.objects.filter(voyage=self.voyage)}
        new = [row for key, row in self.found.items() if key not in known]
        Suppression.objects.bulk_create(new, batch_size=500)
        for row in new:
            ClearedPair.objects.filter(suppressions=row).update(times_applied=F("times_applied") + 1)
        again = [known[key].pk for key in self.found if key in known]
        Suppression.objects.filter(pk__in=again).update(last_at=self.now)
        ClearedPair.objects.filter(pk__in={pair for pair, *_ in self.found}).update(last_applied_at=self.now)

    def _row(self, meeting: Match, pair: ClearedPair, states: list[str], **more: Any) -> Suppression:
        hit = meeting.hit
        return Suppression(
            pair=pair,
            voyage=self.voyage,
            traveller=meeting.traveller,
            bill=meeting.bill,
            list_name=hit.list,
            entry_id=hit.entry,
            entry_name=hit.entry_name[:300],
            score=hit.score,
            reasons=msgspec.to_builtins(hit.reasons),
            replay=msgspec.to_builtins(hit.replay),
            first_at=self.now,
            last_at=self.now,
            owner=meeting.owner,
            named=list(meeting.named),
            states=states,
            **more,
        )


def _once(row: Suppression) -> Once:
    return row.pair_id, row.traveller_id, row.bill_id
