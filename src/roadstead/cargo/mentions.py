"""Parties of bills as they are spelt, each with the firm it is taken for and why; new firms where none is sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from roadstead.cargo.firms import Known, address_of, begins_of, country_of, is_nobody, key_of, same_firm
from roadstead.cargo.models import Bill, Firm, Mention
from roadstead.manifests.columns import fitting
from roadstead.model import Consignment, Party
from roadstead.screening.things.addresses import tokens_of

BATCH: Final = 1_000
NEW: Final = ("The first time this party is named.",)


class Spelt(NamedTuple):
    """One spelling: what is asked for once, however many bills bear it."""

    name: str
    country: str
    code: str
    address: frozenset[str]


def tell_mentions(bills: Sequence[Bill], *, now: datetime) -> None:
    """The parties of these bills anew."""
    Mention.objects.filter(bill__in=[bill.pk for bill in bills]).delete()
    named = [(bill, party) for bill in bills for party in _parties(bill)]
    firms = _firms([party for _, party in named], now)
    rows = [_mention(bill, party, *firms[_spelt(party)]) for bill, party in named]
    Mention.objects.bulk_create(rows, batch_size=BATCH)
    _spread(rows)


def _parties(bill: Bill) -> list[Party]:
    told = msgspec.convert(bill.declared, Consignment)
    return [party for party in told.parties if not is_nobody(party)]


def _spelt(party: Party) -> Spelt:
    return Spelt(party.name, country_of(party), party.code, address_of(party))


def _mention(bill: Bill, party: Party, firm: Firm, why: tuple[str, ...]) -> Mention:
    where = party.address
    text = ", ".join(filter(None, (where.street, where.city, where.region, where.postcode)))
    said = {"role": party.role.value, "name": party.name, "address": text, "country": country_of(party),
            "code": party.code}  # fmt: skip
    cut = {name: fitting(Mention, name, value) for name, value in said.items()}
    return Mention(bill=bill, firm=firm, why=list(why), states=bill.states, **cut)


def _firms(parties: Iterable[Party], now: datetime) -> dict[Spelt, tuple[Firm, tuple[str, ...]]]:
    """Of each spelling the firm and why: one that is known, one of this message, or a new one."""
    spelt = {_spelt(party): party for party in parties}
    desk = _Desk(_candidates(spelt.values()))
    return {each: desk.firm_of(party, now) for each, party in spelt.items()}


def _candidates(parties: Collection[Party]) -> list[Firm]:
    begins = {begin for party in parties for begin in begins_of(key_of(party.name))}
    codes = {party.code for party in parties} - {""}
    by_name = Firm.objects.filter(begins__overlap=sorted(begins))
    return list(by_name) + list(Firm.objects.filter(code__in=codes).exclude(pk__in=by_name.values("pk")))


class _Desk:
    """Firms at hand while a message is taken in, by how their words begin."""

    def __init__(self, firms: Sequence[Firm]) -> None:
        self.by_begin: dict[str, list[Known]] = defaultdict(list)
        self.rows = {firm.pk: firm for firm in firms}
        places = _addresses(list(self.rows))
        for firm in firms:
            self._add(firm, places.get(firm.pk, frozenset()))

    def _add(self, firm: Firm, address: frozenset[str]) -> None:
        known = Known(number=firm.pk, key=firm.key, country=firm.country, code=firm.code, address=address)
        for begin in firm.begins:
            self.by_begin[begin].append(known)

    def firm_of(self, party: Party, now: datetime) -> tuple[Firm, tuple[str, ...]]:
        key = key_of(party.name)
        near = {one.number: one for begin in begins_of(key) for one in self.by_begin.get(begin, ())}
        found = same_firm(party, near.values())
        if found:
            return self.rows[found[0].number], found[1]
        cut = fitting(Firm, "code", party.code)
        firm = Firm.objects.create(
            key=key, begins=begins_of(key), country=country_of(party), code=cut, first_at=now, states=[]
        )
        self.rows[firm.pk] = firm
        self._add(firm, address_of(party))
        return firm, NEW


def _addresses(firms: Sequence[int]) -> Mapping[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for firm, address in Mention.objects.filter(firm__in=firms).exclude(address="").values_list("firm", "address"):
        found[firm] = found.get(firm, frozenset()) | tokens_of(address)
    return found


def _spread(rows: Iterable[Mention]) -> None:
    """A firm concerns every state that a mention of it concerns."""
    states: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        states[row.firm_id] |= set(row.states)
    firms = list(Firm.objects.filter(pk__in=list(states)))
    grown = [firm for firm in firms if states[firm.pk] - set(firm.states)]
    for firm in grown:
        firm.states = sorted({*firm.states, *states[firm.pk]})
    Firm.objects.bulk_update(grown, ["states"], batch_size=BATCH)
