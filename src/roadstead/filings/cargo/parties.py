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
from roadstead.engine.sentences import Sentence, from_stored, to_stored
from roadstead.filings.cargo.firm_resolver import FIRST_MENTION, FirmResolver, add_states, lock_firm_keys
from roadstead.filings.cargo.logic.firms import (
    SAME_NAME,
    address_of,
    country_of,
    key_of,
    names_no_party,
    party_query,
)
from roadstead.filings.cargo.logic.merge import DELETING_ACTIONS
from roadstead.filings.cargo.models import Bill, BillStatement, CargoReport, Firm, Mention
from roadstead.filings.voyages.declared import fit_column
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Carrier
from roadstead.platform.database.rows import save_all

# ── Mentions: parties of bills as spelled, the firm that each is taken for, and why; a new firm if none is certain.


Why = tuple[Sentence, ...]
BillsWithRecords = Sequence[tuple[Bill, Consignment]]


class Spelling(NamedTuple):
    """A distinct spelling of a party, resolved to a firm once however many bills have it."""

    name: str
    country: str
    code: str
    address: frozenset[str]


class WantedMention(NamedTuple):
    """A mention that a bill should have."""

    bill: Bill
    party: Party
    values: tuple[str, ...]  # the values of the columns in MENTION_COLUMNS


MENTION_COLUMNS: Final = ("role", "name", "address", "country", "code")


def rebuild_mentions(bills: BillsWithRecords, *, now: datetime, before: Sequence[int] = ()) -> None:
    """Rebuild the mentions of parties on these bills. `before`: ids of the bills that were recorded before. An
    unchanged mention is kept with its reason, because only the first mention of a firm may say that it is named for
    the first time.
    """
    wanted = [
        WantedMention(bill, party, _mention_values(party))
        for bill, bare in bills
        for party in bare.parties
        if not names_no_party(party)
    ]
    old = list(Mention.objects.filter(bill__in=before))
    new, gone = _changes(wanted, old)
    firsts = {(row.bill_id, row.firm_id) for row in gone if tuple(map(from_stored, row.reasons)) == FIRST_MENTION}
    Mention.objects.filter(pk__in=[row.pk for row in gone]).delete()
    over = {row.pk for row in gone}
    _follow_bill_states([row for row in old if row.pk not in over], {bill.pk: bill for bill, _ in bills})
    _add_mentions(new, firsts, now)


def _changes(wanted: Iterable[WantedMention], old: Iterable[Mention]) -> tuple[list[WantedMention], list[Mention]]:
    """Return the mentions to add and the rows to delete."""
    left: dict[tuple[Any, ...], list[Mention]] = defaultdict(list)
    for row in old:
        left[row.bill_id, *(getattr(row, name) for name in MENTION_COLUMNS)].append(row)
    new = []
    for each in wanted:
        same = left.get((each.bill.pk, *each.values))
        if same:
            same.pop(0)
        else:
            new.append(each)
    return new, [row for rows in left.values() for row in rows]


def _add_mentions(wanted: Sequence[WantedMention], firsts: set[tuple[int, int]], now: datetime) -> None:
    spelt = {_spelling(each.party): each.party for each in wanted}
    lock_firm_keys({party_query(party).key for party in spelt.values()})
    desk = FirmResolver(spelt.values())
    firms = {each: desk.firm_of(party, now) for each, party in spelt.items()}
    for each in wanted:
        desk.add_states(firms[_spelling(each.party)][0], each.bill.states)
    desk.save()
    named = _resolved(wanted, firms, desk, firsts)
    save_all(Mention, [_mention(each, firm, why) for each, firm, why in named])


def _resolved(
    wanted: Iterable[WantedMention],
    firms: Mapping[Spelling, tuple[int, Why]],
    desk: FirmResolver,
    firsts: set[tuple[int, int]],
) -> Iterator[tuple[WantedMention, Firm, Why]]:
    """Yield each mention with its firm and the reasons. Only one mention of a new firm gets the reason
    FIRST_MENTION.
    """
    met: set[int] = set()
    for each in wanted:
        number, why = firms[_spelling(each.party)]
        firm = desk.firms[number]
        again = why == FIRST_MENTION and number in met
        first = (each.bill.pk, firm.pk) in firsts
        met.add(number)
        yield each, firm, FIRST_MENTION if first else (SAME_NAME,) if again else why


def _spelling(party: Party) -> Spelling:
    return Spelling(party.name, country_of(party), party.code, address_of(party))


def _mention_values(party: Party) -> tuple[str, ...]:
    where = party.address
    text = ", ".join(filter(None, (where.street, where.city, where.region, where.postcode)))
    values = (party.role.value, party.name, text, country_of(party), party.code)
    return tuple(fit_column(Mention, name, value) for name, value in zip(MENTION_COLUMNS, values, strict=True))


def _mention(wanted: WantedMention, firm: Firm, why: Why) -> Mention:
    said = dict(zip(MENTION_COLUMNS, wanted.values, strict=True))
    return Mention(bill=wanted.bill, firm=firm, reasons=list(map(to_stored, why)), states=wanted.bill.states, **said)


def _follow_bill_states(kept: Sequence[Mention], bills: Mapping[int, Bill]) -> None:
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


LANDED_AFTER: Final = timedelta(days=3)  # a ship that arrived earlier has landed its containers
# Each number is looked up by itself: an array of twenty thousand would be compared with every bill.
BILLS_ON_VOYAGE: Final = """
select distinct b.id from unnest(%(numbers)s::text[]) asked join cargo_bill b on b.containers @> array[asked]::varchar[]
where b.is_declared and b.voyage_id = %(voyage)s
"""
BILLS_ON_OTHER_VOYAGES: Final = """
select distinct b.id from unnest(%(numbers)s::text[]) asked join cargo_bill b on b.containers @> array[asked]::varchar[]
join voyages_voyage v on v.id = b.voyage_id
where b.is_declared and not v.cancelled and v.id <> all(%(but)s) and (v.arrives_at is null or v.arrives_at > %(since)s)
"""


def bills_with_containers(voyage: Voyage, numbers: Collection[str]) -> list[int]:
    """Return the ids of this voyage's bills that name one of these containers."""
    return _found(BILLS_ON_VOYAGE, numbers, voyage=voyage.pk) if numbers else []


def bills_on_other_voyages(
    bills_by_voyage: Iterable[tuple[Voyage, Collection[int]]], now: datetime
) -> list[tuple[Voyage, list[int]]]:
    """Return, by voyage, the ids of bills on other ships still under way that name a container of the given bills."""
    pairs = list(bills_by_voyage)
    rows = {number for _, bills in pairs for number in bills}
    numbers = {box for boxes in Bill.objects.filter(pk__in=rows).values_list("containers", flat=True) for box in boxes}
    but = [voyage.pk for voyage, _ in pairs]
    found: dict[int, list[int]] = defaultdict(list)
    pks = _found(BILLS_ON_OTHER_VOYAGES, numbers, but=but, since=now - LANDED_AFTER) if numbers else []
    for pk, voyage in Bill.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "voyage_id"):
        found[voyage].append(pk)
    return [(voyage, found[voyage.pk]) for voyage in Voyage.objects.filter(pk__in=found).order_by("pk")]


def _found(sql: str, numbers: Collection[str], **given: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"numbers": sorted(numbers), **given})
        return [pk for (pk,) in cursor.fetchall()]


REPORT_COLUMNS: Final = ("voyage", "parties", "action",
               *(f"manifest__{name}" for name in ("carrier", "sender", "reference", "order")))  # fmt: skip
STATES_OF_BILLS: Final = """
select distinct said.manifest_id, unnest(bill.states) from cargo_billstatement said
join cargo_bill bill on bill.voyage_id = %s and bill.number = said.number where said.manifest_id = any(%s)
"""


class ManifestParty(NamedTuple):
    """A party of a voyage's manifests as spelled, and the states that one of its bills concerns (S25)."""

    party: Party
    states: list[str]


def parties_of_header(declared: model.Manifest) -> list[Party]:
    """Return the parties of the whole message. Its sender is the declarant if neither header nor bills name it."""
    found = [party for party in declared.parties if party.name.strip()]
    sender = declared.reporting_party
    bills = (party for bill in declared.consignments for party in bill.parties)
    if sender.name.strip() and all(party.name != sender.name for party in (*found, *bills)):
        found.append(Party(role=PartyRole.DECLARANT, name=sender.name, code=sender.id, contact=sender.contact))
    return found


def manifest_parties(voyage: Voyage) -> list[ManifestParty]:
    """Return each spelling of a party once, in the order of the messages; last the voyage's carrier by its registered
    name, unless a message names it so. [] if the voyage has no cargo.
    """
    reports = list(voyage.cargo_reports.select_related("manifest").only(*REPORT_COLUMNS).order_by("manifest"))
    if not reports:
        return []
    found: dict[Party, set[str]] = {}
    speaking = _effective_reports([each for each in reports if each.parties], voyage)
    concerned = _states(speaking, voyage)
    for report in speaking:
        states = concerned.get(report.pk) or set(voyage.states)
        for party in parties_of_report(report):
            found.setdefault(party, set()).update(states)
    named = [
        ManifestParty(party, [each for each in voyage.states if each in states]) for party, states in found.items()
    ]
    return [*named, *_registered(voyage, found)]


def parties_of_report(report: CargoReport) -> tuple[Party, ...]:
    """Return the report's parties as records."""
    return msgspec.convert(report.parties, tuple[Party, ...], strict=False)


def _registered(voyage: Voyage, named: Iterable[Party]) -> Iterator[ManifestParty]:
    known = {key_of(party.name) for party in named}
    for carrier in Carrier.objects.filter(pk=voyage.carrier):
        if key_of(carrier.name) not in known:
            yield ManifestParty(Party(role=PartyRole.CARRIER, name=carrier.name), list(voyage.states))


def _effective_reports(reports: list[CargoReport], voyage: Voyage) -> list[CargoReport]:
    if not reports:
        return []
    newest, with_bills = _newest(voyage), _with_bills(reports)
    return [
        each
        for each in reports
        if each.pk in newest or (each.pk not in with_bills and _is_newest_without_bills(each, voyage))
    ]


def _newest(voyage: Voyage) -> set[int]:
    """Return the newest message of each account about each bill that is still declared."""
    standing = voyage.bills.filter(is_declared=True).values("number")
    of_each = ("manifest__carrier", "number")
    rows = BillStatement.objects.filter(voyage=voyage, number__in=standing)
    rows = rows.order_by(*of_each, "-order", "-manifest").distinct(*of_each)
    return set(rows.values_list("manifest", flat=True))


def _with_bills(reports: list[CargoReport]) -> set[int]:
    rows = BillStatement.objects.filter(manifest__in=[each.pk for each in reports]).order_by()
    return set(rows.values_list("manifest", flat=True).distinct())


def _is_newest_without_bills(report: CargoReport, voyage: Voyage) -> bool:
    """Return True if a message without bills is the newest under its reference, and no deletion."""
    own = report.manifest
    same = voyage.cargo_reports.filter(
        manifest__carrier=own.carrier, manifest__sender=own.sender, manifest__reference=own.reference
    )
    return report.action not in DELETING_ACTIONS and not same.filter(manifest__order__gt=own.order).exists()


def _states(reports: list[CargoReport], voyage: Voyage) -> dict[int, set[str]]:
    """Return by message the states that one of its bills concerns; messages without bills are left out."""
    found: dict[int, set[str]] = defaultdict(set)
    if reports:
        with connection.cursor() as cursor:
            cursor.execute(STATES_OF_BILLS, [voyage.pk, [each.pk for each in reports]])
            for manifest, state in cursor.fetchall():
                found[manifest].add(state)
    return found
