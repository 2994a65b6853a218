"""Parties of bills as they are spelt, each with the firm it is taken for and why; new firms where none is sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from roadstead.engine.records import Consignment, Party
from roadstead.filings.cargo.desk import NEW, Desk
from roadstead.filings.cargo.firm_states import add_states
from roadstead.filings.cargo.logic.firms import SAME as SAME_NAME
from roadstead.filings.cargo.logic.firms import address_of, asked, country_of, is_nobody
from roadstead.filings.cargo.models import Bill, Firm, Mention
from roadstead.filings.cargo.rows import save_all
from roadstead.filings.cargo.turns import take_turns
from roadstead.filings.voyages.columns import fitting

Why = tuple[str, ...]
Told = Sequence[tuple[Bill, Consignment]]


class Spelt(NamedTuple):
    """One spelling: what is asked for once, however many bills bear it."""

    name: str
    country: str
    code: str
    address: frozenset[str]


class Wanted(NamedTuple):
    """A mention as it is to stand on its bill."""

    bill: Bill
    party: Party
    said: tuple[str, ...]  # the values of SAID


SAID: Final = ("role", "name", "address", "country", "code")


def tell_mentions(told: Told, *, now: datetime, before: Sequence[int] = ()) -> None:
    """The parties of these bills. `before`: those of the bills that were told before; what is said of them as it was
    stays, with the reason given then: who is named for the first time is so only once."""
    wanted = [
        Wanted(bill, party, _said(party)) for bill, bare in told for party in bare.parties if not is_nobody(party)
    ]
    old = list(Mention.objects.filter(bill__in=before))
    new, gone = _apart(wanted, old)
    firsts = {(row.bill_id, row.firm_id) for row in gone if tuple(row.why) == NEW}
    Mention.objects.filter(pk__in=[row.pk for row in gone]).delete()
    over = {row.pk for row in gone}
    _as_their_bills([row for row in old if row.pk not in over], {bill.pk: bill for bill, _ in told})
    _keep(new, firsts, now)


def _apart(wanted: Iterable[Wanted], old: Iterable[Mention]) -> tuple[list[Wanted], list[Mention]]:
    """What is said for the first time, and what is said no more."""
    left: dict[tuple[Any, ...], list[Mention]] = defaultdict(list)
    for row in old:
        left[row.bill_id, *(getattr(row, name) for name in SAID)].append(row)
    new = []
    for each in wanted:
        same = left.get((each.bill.pk, *each.said))
        if same:
            same.pop(0)
        else:
            new.append(each)
    return new, [row for rows in left.values() for row in rows]


def _keep(wanted: Sequence[Wanted], firsts: set[tuple[int, int]], now: datetime) -> None:
    spelt = {_spelt(each.party): each.party for each in wanted}
    take_turns({asked(party).key for party in spelt.values()})
    desk = Desk(spelt.values())
    firms = {each: desk.firm_of(party, now) for each, party in spelt.items()}
    for each in wanted:
        desk.spread(firms[_spelt(each.party)][0], each.bill.states)
    desk.save()
    named = _named(wanted, firms, desk, firsts)
    save_all(Mention, [_mention(each, firm, why) for each, firm, why in named])


def _named(
    wanted: Iterable[Wanted], firms: Mapping[Spelt, tuple[int, Why]], desk: Desk, firsts: set[tuple[int, int]]
) -> Iterator[tuple[Wanted, Firm, Why]]:
    """Each with its firm and why; of a new firm the first only is named for the first time."""
    met: set[int] = set()
    for each in wanted:
        number, why = firms[_spelt(each.party)]
        firm = desk.firms[number]
        again = why == NEW and number in met
        first = (each.bill.pk, firm.pk) in firsts
        met.add(number)
        yield each, firm, NEW if first else (SAME_NAME,) if again else why


def _spelt(party: Party) -> Spelt:
    return Spelt(party.name, country_of(party), party.code, address_of(party))


def _said(party: Party) -> tuple[str, ...]:
    where = party.address
    text = ", ".join(filter(None, (where.street, where.city, where.region, where.postcode)))
    values = (party.role.value, party.name, text, country_of(party), party.code)
    return tuple(fitting(Mention, name, value) for name, value in zip(SAID, values, strict=True))


def _mention(wanted: Wanted, firm: Firm, why: Why) -> Mention:
    said = dict(zip(SAID, wanted.said, strict=True))
    return Mention(bill=wanted.bill, firm=firm, why=list(why), states=wanted.bill.states, **said)


def _as_their_bills(kept: Sequence[Mention], bills: Mapping[int, Bill]) -> None:
    """A bill that concerns more states than before takes its mentions and their firms along."""
    grown = [row for row in kept if sorted(row.states) != sorted(bills[row.bill_id].states)]
    for row in grown:
        row.states = bills[row.bill_id].states
    save_all(Mention, grown, ["states"])
    told: dict[int, set[str]] = defaultdict(set)
    for row in grown:
        told[row.firm_id].update(row.states)
    add_states(told)
