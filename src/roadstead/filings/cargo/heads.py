"""Mentions of parties on bills, and parties of whole manifests: carrier, agent, declarant or master for every bill of a
message.

A message's parties count while one of its bills is declared and its sender has sent nothing newer about that bill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection

from roadstead.engine import records as model
from roadstead.engine.records import Consignment, Party, PartyRole
from roadstead.filings.cargo.desk import NEW, Desk, add_states, take_turns
from roadstead.filings.cargo.logic.firms import SAME as SAME_NAME
from roadstead.filings.cargo.logic.firms import address_of, asked, country_of, is_nobody, key_of
from roadstead.filings.cargo.logic.merge import DELETES
from roadstead.filings.cargo.models import Bill, BillStatement, CargoReport, Firm, Mention
from roadstead.filings.voyages.declared import fitting
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Carrier
from roadstead.platform.database.rows import save_all

# ── Mentions: parties of bills as spelled, the firm that each is taken for, and why; a new firm if none is certain.


Why = tuple[str, ...]
Told = Sequence[tuple[Bill, Consignment]]


class Spelt(NamedTuple):
    """A distinct spelling of a party, resolved to a firm once however many bills have it."""

    name: str
    country: str
    code: str
    address: frozenset[str]


class Wanted(NamedTuple):
    """A mention that a bill should have."""

    bill: Bill
    party: Party
    said: tuple[str, ...]  # the values of the columns in SAID


SAID: Final = ("role", "name", "address", "country", "code")


def tell_mentions(told: Told, *, now: datetime, before: Sequence[int] = ()) -> None:
    """Rebuild the mentions of parties on these bills. `before`: ids of the bills that were recorded before. An
    unchanged mention is kept with its reason, because only the first mention of a firm may say that it is named for
    the first time.
    """
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
    """Return the mentions to add and the rows to delete."""
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
    """Yield each mention with its firm and the reasons. Only one mention of a new firm gets the reason NEW."""
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
    """Give mentions, and their firms, the states of bills that now concern more states."""
    grown = [row for row in kept if sorted(row.states) != sorted(bills[row.bill_id].states)]
    for row in grown:
        row.states = bills[row.bill_id].states
    save_all(Mention, grown, ["states"])
    told: dict[int, set[str]] = defaultdict(set)
    for row in grown:
        told[row.firm_id].update(row.states)
    add_states(told)


# ── Bills that a container concerns: those of its voyage to rebuild, and those of other ships that name it.
#
# A stowage plan, the terminal or the gate can change the result of a rule on the container's bills; and a container
# declared on a second ship is in two places for the first ship's bills as well.


LANDED: Final = timedelta(days=3)  # a ship that arrived earlier has landed its containers
# Each number is looked up by itself: an array of twenty thousand would be compared with every bill.
HERE: Final = """
select distinct b.id from unnest(%(numbers)s::text[]) asked join cargo_bill b on b.containers @> array[asked]::varchar[]
where b.stands and b.voyage_id = %(voyage)s
"""
ELSEWHERE: Final = """
select distinct b.id from unnest(%(numbers)s::text[]) asked join cargo_bill b on b.containers @> array[asked]::varchar[]
join manifests_voyage v on v.id = b.voyage_id
where b.stands and not v.cancelled and v.id <> all(%(but)s) and (v.arrives_at is null or v.arrives_at > %(since)s)
"""


def bills_of_boxes(voyage: Voyage, numbers: Collection[str]) -> list[int]:
    """Return the ids of this voyage's bills that name one of these containers."""
    return _found(HERE, numbers, voyage=voyage.pk) if numbers else []


def bills_elsewhere(told: Iterable[tuple[Voyage, Collection[int]]], now: datetime) -> list[tuple[Voyage, list[int]]]:
    """Return, by voyage, the ids of bills on other ships still under way that name a container of the given bills."""
    pairs = list(told)
    rows = {number for _, bills in pairs for number in bills}
    numbers = {box for boxes in Bill.objects.filter(pk__in=rows).values_list("containers", flat=True) for box in boxes}
    but = [voyage.pk for voyage, _ in pairs]
    found: dict[int, list[int]] = defaultdict(list)
    pks = _found(ELSEWHERE, numbers, but=but, since=now - LANDED) if numbers else []
    for pk, voyage in Bill.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "voyage_id"):
        found[voyage].append(pk)
    return [(voyage, found[voyage.pk]) for voyage in Voyage.objects.filter(pk__in=found).order_by("pk")]


def _found(sql: str, numbers: Collection[str], **given: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"numbers": sorted(numbers), **given})
        return [pk for (pk,) in cursor.fetchall()]


READ: Final = ("voyage", "parties", "action",
               *(f"manifest__{name}" for name in ("carrier", "sender", "reference", "order")))  # fmt: skip
OF_BILLS: Final = """
select distinct said.manifest_id, unnest(bill.states) from cargo_billstatement said
join cargo_bill bill on bill.voyage_id = %s and bill.number = said.number where said.manifest_id = any(%s)
"""


class Named(NamedTuple):
    """A party of a voyage's manifests as spelled, and the states that one of its bills concerns (S25)."""

    party: Party
    states: list[str]


def parties_of_head(declared: model.Manifest) -> list[Party]:
    """Return the parties of the whole message. Its sender is the declarant if neither header nor bills name it."""
    found = [party for party in declared.parties if party.name.strip()]
    sender = declared.reporting_party
    bills = (party for bill in declared.consignments for party in bill.parties)
    if sender.name.strip() and all(party.name != sender.name for party in (*found, *bills)):
        found.append(Party(role=PartyRole.DECLARANT, name=sender.name, code=sender.id, contact=sender.contact))
    return found


def named_on(voyage: Voyage) -> list[Named]:
    """Return each spelling of a party once, in the order of the messages; last the voyage's carrier by its registered
    name, unless a message names it so. [] if the voyage has no cargo.
    """
    reports = list(voyage.cargo_reports.select_related("manifest").only(*READ).order_by("manifest"))
    if not reports:
        return []
    found: dict[Party, set[str]] = {}
    speaking = _speaking([each for each in reports if each.parties], voyage)
    concerned = _states(speaking, voyage)
    for report in speaking:
        states = concerned.get(report.pk) or set(voyage.states)
        for party in parties_of_report(report):
            found.setdefault(party, set()).update(states)
    named = [Named(party, [each for each in voyage.states if each in states]) for party, states in found.items()]
    return [*named, *_registered(voyage, found)]


def parties_of_report(report: CargoReport) -> tuple[Party, ...]:
    """Return the report's parties as records."""
    return msgspec.convert(report.parties, tuple[Party, ...], strict=False)


def _registered(voyage: Voyage, named: Iterable[Party]) -> Iterator[Named]:
    known = {key_of(party.name) for party in named}
    for carrier in Carrier.objects.filter(pk=voyage.carrier):
        if key_of(carrier.name) not in known:
            yield Named(Party(role=PartyRole.CARRIER, name=carrier.name), list(voyage.states))


def _speaking(reports: list[CargoReport], voyage: Voyage) -> list[CargoReport]:
    if not reports:
        return []
    newest, with_bills = _newest(voyage), _with_bills(reports)
    return [each for each in reports if each.pk in newest or (each.pk not in with_bills and _last(each, voyage))]


def _newest(voyage: Voyage) -> set[int]:
    """Return the newest message of each account about each bill that is still declared."""
    standing = voyage.bills.filter(stands=True).values("number")
    of_each = ("manifest__carrier", "number")
    rows = BillStatement.objects.filter(voyage=voyage, number__in=standing)
    rows = rows.order_by(*of_each, "-order", "-manifest").distinct(*of_each)
    return set(rows.values_list("manifest", flat=True))


def _with_bills(reports: list[CargoReport]) -> set[int]:
    rows = BillStatement.objects.filter(manifest__in=[each.pk for each in reports]).order_by()
    return set(rows.values_list("manifest", flat=True).distinct())


def _last(report: CargoReport, voyage: Voyage) -> bool:
    """Return True if a message without bills is the newest under its reference, and no deletion."""
    own = report.manifest
    same = voyage.cargo_reports.filter(
        manifest__carrier=own.carrier, manifest__sender=own.sender, manifest__reference=own.reference
    )
    return report.action not in DELETES and not same.filter(manifest__order__gt=own.order).exists()


def _states(reports: list[CargoReport], voyage: Voyage) -> dict[int, set[str]]:
    """Return by message the states that one of its bills concerns; messages without bills are left out."""
    found: dict[int, set[str]] = defaultdict(set)
    if reports:
        with connection.cursor() as cursor:
            cursor.execute(OF_BILLS, [voyage.pk, [each.pk for each in reports]])
            for manifest, state in cursor.fetchall():
                found[manifest].add(state)
    return found
