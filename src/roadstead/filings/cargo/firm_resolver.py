"""Firms of a cargo message's parties, found by name, number or place; their states and locks.

The search is bounded (`MAX_CANDIDATES`): what many firms share ("Trading", a postcode) finds only the oldest of them,
so that a bill takes the same time however many firms there are.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zlib import crc32

import msgspec
from django.db import connection

from roadstead.engine.records import Party
from roadstead.engine.sentences import Sentence
from roadstead.filings.cargo.logic.firms import (
    KnownFirm,
    PartyQuery,
    address_of,
    key_of,
    party_query,
    same_firm,
    search_places,
)
from roadstead.filings.cargo.models import BillStatement, ContainerStatement, Firm
from roadstead.filings.voyages.declared import fit_column
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.platform.database.rows import save_all

# ── States of firms: a firm concerns every state that one of its mentions concerns. States are only added.
#
# Two workers may update one firm at once, so the database adds the states: a value read before may be out of date.


LOCK_FIRMS: Final = (
    "select id from cargo_firm where id = any(%s) order by id for update"  # always locked in the same order
)
ADD_STATES: Final = """
update cargo_firm firm set states = array(select distinct unnest(firm.states || told.states::varchar[]) order by 1)
from jsonb_to_recordset(%s::jsonb) as told(id bigint, states text[])
where firm.id = told.id and not firm.states @> told.states::varchar[]
"""


def add_states(states_by_firm: Mapping[int, Iterable[str]]) -> None:
    """Add the given states to firms, by firm id. Two statements; none if nothing is given."""
    rows = [{"id": number, "states": sorted(states)} for number, states in states_by_firm.items()]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(LOCK_FIRMS, [list(states_by_firm)])
        cursor.execute(ADD_STATES, [msgspec.json.encode(rows).decode()])


# ── Who may read a cargo message whole: the states that every bill in it concerns. Others see their own bills (S25).
#
# As for a body with lists for several states (`declared.shared_states`): its text, totals and problems describe all of
# them.


def set_message_states(manifest: Manifest, voyage: Voyage, numbers: Collection[str]) -> None:
    """Give the manifest and its report the states that all its bills share, and each statement those of its bill or
    container.
    """
    bills = dict(voyage.bills.filter(number__in=list(numbers)).values_list("number", "states"))
    manifest.states = [state for state in voyage.states if all(state in states for states in bills.values())]
    manifest.save(update_fields=["states"])
    manifest.cargo_report.states = manifest.states
    manifest.cargo_report.save(update_fields=["states"])
    # not a join: the planner knows nothing of rows just written
    named = list(manifest.containerstatements.values_list("number", flat=True))
    boxes = dict(voyage.containers.filter(number__in=named).values_list("number", "states"))
    _set_states(manifest, BillStatement, bills)
    _set_states(manifest, ContainerStatement, boxes)


def _set_states(
    manifest: Manifest, table: type[BillStatement] | type[ContainerStatement], states: dict[str, list[str]]
) -> None:
    by_states: dict[tuple[str, ...], list[str]] = {}
    for number, each in states.items():
        by_states.setdefault(tuple(each), []).append(number)
    rows = table._default_manager.filter(manifest=manifest)
    for found, numbers in by_states.items():
        of_these = rows if len(by_states) == 1 else rows.filter(number__in=numbers)
        of_these.exclude(states=list(found)).update(states=list(found))


def shared_by_all(manifests: Collection[Manifest], states: Collection[str]) -> list[str]:
    """Return those of the states that may read every cargo message of a body whole."""
    cargo = [each for each in manifests if hasattr(each, "cargo_report")]
    return [state for state in states if all(state in each.states for each in cargo)]


# ── Locks on firm keys: of two messages that name the same new firm at once, the second waits and then finds the firm.
#
# Otherwise the firm would be stored twice, and a shipper of many years would pass for a new one. The wait is bounded: a
# message goes on without the lock after it, since two rows for one firm only cost an officer a look (0024).


LOCK_SPACE: Final = 7_210_025  # first key of the advisory locks; used for nothing else
LOCK_BUCKETS: Final = 64  # buckets that firm keys are hashed into, so that a message holds few locks
MAX_LOCKED_FIRMS: Final = 500  # firms; a message that names more would block all others for minutes
LOCK_TIMEOUT_SECONDS: Final = 2.0  # seconds
POLL_SECONDS: Final = 0.02
TRY_LOCKS: Final = "select bool_and(pg_try_advisory_xact_lock(%s, drawer)) from unnest(%s::int[]) drawer"


def lock_firm_keys(keys: Collection[str]) -> bool:
    """Take advisory locks on these firm keys until the transaction ends. Return False on timeout or if there are too
    many keys; the caller goes on without locks.
    """
    drawers = sorted({crc32(key.encode()) % LOCK_BUCKETS for key in keys if key})
    if not drawers or len(keys) > MAX_LOCKED_FIRMS:
        return False
    give_up = time.monotonic() + LOCK_TIMEOUT_SECONDS
    while not _try_locks(drawers):
        if time.monotonic() > give_up:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _try_locks(drawers: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCKS, [LOCK_SPACE, drawers])
        return bool(cursor.fetchone()[0])


FIRST_MENTION: Final = (Sentence("The first time this party is named."),)
# firms of one number or place that are compared, the oldest first: a value shared by more identifies nobody
MAX_CANDIDATES: Final = 30
MAX_ADDRESS_WORDS: Final = 60  # address words kept for a firm
UPDATED_COLUMNS: Final = ("address_words",)
CANDIDATES: Final = """
select 'key', key, id from cargo_firm where key = any(%(keys)s)
union all select 'code', code, id from unnest(%(codes)s::text[]) asked cross join lateral
  (select code, id from cargo_firm where code = asked order by id limit %(most)s) near
union all select 'place', place, firm_id from unnest(%(places)s::text[]) asked cross join lateral
  (select place, firm_id from cargo_firmplace where place = asked order by firm_id limit %(most)s) near
"""
INSERT_PLACES: Final = """
insert into cargo_firmplace (firm_id, place) select * from unnest(%s::bigint[], %s::text[]) on conflict do nothing
"""


class FirmResolver:
    """Resolves parties to firms. A firm's number is its index in `firms`: known firms by age, then the new ones."""

    def __init__(self, parties: Collection[Party]) -> None:
        self.firms: list[Firm] = []
        self.known: list[KnownFirm] = []
        self.changed: set[int] = set()
        self.new_states: dict[int, list[str]] = {}  # states by id of a known firm
        self.new_places: list[tuple[int, str]] = []  # firm number and place, for places that are new
        # firm numbers by kind and value of key, code or place
        self._index: dict[tuple[str, str], list[int]] = defaultdict(list)
        hits = _candidates(parties)
        found = list({pk for *_, pk in hits})
        firms = Firm.objects.raw("select * from cargo_firm where id = any(%s) order by id", [found])
        numbers = {firm.pk: self._add(firm) for firm in firms}
        for kind, value, pk in hits:
            self._add_to_index(numbers[pk], kind, [value])

    def firm_of(self, party: Party, now: datetime) -> tuple[int, tuple[Sentence, ...]]:
        """Return the number of the party's firm and the reasons for it. A new firm is added if none is certain."""
        who = party_query(party)
        places = search_places(who.key, who.address)
        looked = (("key", who.key), ("code", who.code), *(("place", place) for place in places))
        near = {number for kind, value in looked if value for number in self._index.get((kind, value), ())}
        found = same_firm(who, (self.known[number] for number in sorted(near)))
        if found:
            self._add_address(found[0].number, who.address)
            return found[0].number, found[1]
        number = self._add(_new(who, now))
        for kind, value in looked:
            self._add_to_index(number, kind, [value] if value else [])
        self.new_places += ((number, place) for place in places)
        return number, FIRST_MENTION

    def add_states(self, number: int, states: Iterable[str]) -> None:
        """Add states to a firm: it concerns every state that one of its mentions concerns."""
        firm = self.firms[number]
        firm.states = sorted({*firm.states, *states})
        if firm.pk is not None:
            self.new_states[firm.pk] = firm.states

    def save(self) -> None:
        known = [self.firms[number] for number in sorted(self.changed) if self.firms[number].pk is not None]
        save_all(Firm, [*known, *(firm for firm in self.firms if firm.pk is None)], UPDATED_COLUMNS)
        add_states(self.new_states)
        if self.new_places:
            with connection.cursor() as cursor:
                cursor.execute(
                    INSERT_PLACES, _columns([(self.firms[number].pk, place) for number, place in self.new_places])
                )

    def _add(self, firm: Firm) -> int:
        number = len(self.firms)
        self.firms.append(firm)
        known = KnownFirm(
            number=number, key=firm.key, country=firm.country, code=firm.code, address=frozenset(firm.address_words)
        )
        self.known.append(known)
        return number

    def _add_to_index(self, number: int, kind: str, values: Iterable[str]) -> None:
        for value in values:
            if len(found := self._index[kind, value]) < MAX_CANDIDATES:
                found.append(number)

    def _add_address(self, number: int, address: frozenset[str]) -> None:
        """Add this address to those by which the firm is found."""
        known = self.known[number]
        if address <= known.address or len(known.address) >= MAX_ADDRESS_WORDS:
            return
        self.known[number] = replace(known, address=known.address | address)
        self.firms[number].address_words = _limited(self.known[number].address)
        places = search_places(known.key, address)
        self._add_to_index(number, "place", places)
        self.new_places += ((number, place) for place in places)
        self.changed.add(number)


def _new(who: PartyQuery, now: datetime) -> Firm:
    code = fit_column(Firm, "code", who.code)
    return Firm(
        key=who.key, country=who.country, code=code, first_at=now, address_words=_limited(who.address), states=[]
    )


def _candidates(parties: Collection[Party]) -> list[tuple[str, str, int]]:
    """Return kind, value and firm id for each firm that shares a key, code or place with the parties."""
    keys = {party: key_of(party.name) for party in parties}
    places = {place for party, key in keys.items() for place in search_places(key, address_of(party))}
    codes = {party.code for party in parties} - {""}
    wanted: dict[str, Any] = {"keys": list({*keys.values()}), "codes": list(codes), "places": list(places)}
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, wanted | {"most": MAX_CANDIDATES})
        return sorted(cursor.fetchall(), key=lambda row: row[-1])


def _limited(address: Iterable[str]) -> list[str]:
    return sorted(address)[: MAX_ADDRESS_WORDS * 2]


def _columns(rows: Sequence[tuple[int, str]]) -> tuple[list[int], list[str]]:
    return [firm for firm, _ in rows], [place for _, place in rows]
