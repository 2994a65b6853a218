"""Parties of whole manifests: who is carrier, agent, declarant or master of the ship for every bill of a message.

A message speaks of them as long as one of its bills is declared and its sender has said nothing newer of that bill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec
from django.db import connection

from roadstead.engine import records as model
from roadstead.engine.records import Party, PartyRole
from roadstead.filings.cargo.logic.firms import key_of
from roadstead.filings.cargo.logic.merge import DELETES
from roadstead.filings.cargo.models import BillStatement, CargoReport
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Carrier

READ: Final = ("voyage", "parties", "action",
               *(f"manifest__{name}" for name in ("carrier", "sender", "reference", "order")))  # fmt: skip
OF_BILLS: Final = """
select distinct said.manifest_id, unnest(bill.states) from cargo_billstatement said
join cargo_bill bill on bill.voyage_id = %s and bill.number = said.number where said.manifest_id = any(%s)
"""


class Named(NamedTuple):
    """A party of a voyage's manifests as it is spelt, and the states that a bill of theirs concerns (S25)."""

    party: Party
    states: list[str]


def parties_of_head(declared: model.Manifest) -> list[Party]:
    """Those of the whole message; who sent it is its declarant, where neither head nor bills name it."""
    found = [party for party in declared.parties if party.name.strip()]
    sender = declared.reporting_party
    bills = (party for bill in declared.consignments for party in bill.parties)
    if sender.name.strip() and all(party.name != sender.name for party in (*found, *bills)):
        found.append(Party(role=PartyRole.DECLARANT, name=sender.name, code=sender.id, contact=sender.contact))
    return found


def named_on(voyage: Voyage) -> list[Named]:
    """Each spelling once, in the order in which messages came; last the voyage's carrier by its registered name, unless
    a message names it so. Nothing of a voyage of which no cargo is declared."""
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
    """The records again."""
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
    """Of every account, the message that it sent last of a bill that is still declared."""
    standing = voyage.bills.filter(stands=True).values("number")
    of_each = ("manifest__carrier", "number")
    rows = BillStatement.objects.filter(voyage=voyage, number__in=standing)
    rows = rows.order_by(*of_each, "-order", "-manifest").distinct(*of_each)
    return set(rows.values_list("manifest", flat=True))


def _with_bills(reports: list[CargoReport]) -> set[int]:
    rows = BillStatement.objects.filter(manifest__in=[each.pk for each in reports]).order_by()
    return set(rows.values_list("manifest", flat=True).distinct())


def _last(report: CargoReport, voyage: Voyage) -> bool:
    """Of a message without bills: nothing newer came under its reference, and it is no deletion."""
    own = report.manifest
    same = voyage.cargo_reports.filter(
        manifest__carrier=own.carrier, manifest__sender=own.sender, manifest__reference=own.reference
    )
    return report.action not in DELETES and not same.filter(manifest__order__gt=own.order).exists()


def _states(reports: list[CargoReport], voyage: Voyage) -> dict[int, set[str]]:
    """By message the states that one of its bills concerns; a message without bills is left out."""
    found: dict[int, set[str]] = defaultdict(set)
    if reports:
        with connection.cursor() as cursor:
            cursor.execute(OF_BILLS, [voyage.pk, [each.pk for each in reports]])
            for manifest, state in cursor.fetchall():
                found[manifest].add(state)
    return found
