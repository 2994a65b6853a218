"""Comparison of declared and listed data, row by row, as an officer sees it before deciding (S14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

import msgspec
from django.db.models import Prefetch, Q

from roadstead.casework.alerts.logic.compare import (
    BILL_KEY,
    DIFFERENT,
    PARTLY,
    SAME,
    UNKNOWN,
    ComparisonRow,
    compare_parties,
    countries,
    name_key,
    row,
    stored_bill,
    texts,
)
from roadstead.casework.alerts.models import Alert, Outcome
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.engine import records as model
from roadstead.engine.records import Traveller as Declared
from roadstead.engine.text import dates
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.voyages.identity import decision_key
from roadstead.filings.cargo.models import Mention
from roadstead.filings.voyages.declared import fit_column
from roadstead.filings.voyages.models import Document, Traveller
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import hidden_ids

# ── History of the firm on a bill's alert: other bills and alerts that the reader may see


MAX_FIRM_ROWS: Final = 10  # bills, and alerts, on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmHistory:
    """Other bills and alerts of a firm, newest first.

    `firms`: ids of the firms of the matched parties. `mentions` are loaded with bill and voyage, `alerts` with bill,
    voyage and `outcomes_seen`.
    """

    firms: tuple[int, ...] = ()
    mentions: tuple[Mention, ...] = ()
    alerts: tuple[Any, ...] = ()


def firm_history(alert: Alert, user: User) -> FirmHistory:
    """Return other bills and alerts of the firm on a bill's alert; empty for an alert about a person."""
    told = stored_bill(alert.declared)
    if told is None or alert.bill_id is None or not told.matched:
        return FirmHistory()
    names = {fit_column(Mention, "name", each.name) for each in told.matched_parties}
    seen = Mention.objects.visible_to(user)
    firms = sorted(set(seen.filter(bill=alert.bill_id, name__in=names).values_list("firm_id", flat=True)))
    others = seen.filter(firm__in=firms).exclude(bill=alert.bill_id).order_by("-pk")
    return FirmHistory(
        firms=tuple(firms),
        mentions=tuple(others.select_related("bill__voyage").defer("bill__declared")[:MAX_FIRM_ROWS]),
        alerts=tuple(_alerts(alert, firms, user)),
    )


def _alerts(alert: Alert, firms: list[int], user: User) -> list[Any]:
    """Return the alerts on other bills of the firms, whatever they are about."""
    bills = Mention.objects.visible_to(user).filter(firm__in=firms).exclude(bill=alert.bill_id).values("bill")
    outcomes = Prefetch("outcomes", Outcome.objects.visible_to(user), to_attr="outcomes_seen")
    rows = Alert.objects.visible_to(user).filter(bill__in=bills).select_related("bill", "voyage", "traveller")
    return as_seen_by(
        rows.defer("bill__declared", "listed").prefetch_related(outcomes).order_by("-pk")[:MAX_FIRM_ROWS], user
    )


# ── History of the person of an alert: earlier voyages and alerts that the reader may see
#
# The person is recognised by the best identifiers there are (voyages.identity.same_person): identity documents, else
# name, birth date and nationality. A name alone identifies nobody. Reading requires a purpose, which is logged.


MAX_EARLIER: Final = 10  # voyages, and alerts, on the page
LOOKED_AT: Final = 100  # rows read to find them


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHistory:
    """Earlier voyages and alerts of a person, newest first.

    `travellers` are loaded with their voyages, `alerts` with voyage and `outcomes_seen`.
    """

    travellers: list[Traveller]
    alerts: list[Any]


def person_history(alert: Alert, user: User) -> PersonHistory:
    declared = declared_of(alert)
    who = decision_key(declared) if declared else ""
    if not declared or not who:
        return PersonHistory(travellers=[], alerts=[])
    found = _travellers(alert, declared, who, user)
    return PersonHistory(travellers=found[:MAX_EARLIER], alerts=_earlier_alerts(alert, found, user))


def _travellers(alert: Alert, declared: Declared, who: str, user: User) -> list[Traveller]:
    """Return earlier travellers who are the same person. Two indexed look-ups (same identifiers, same document) find
    candidates, which are then compared.
    """
    seen = Traveller.objects.visible_to(user).order_by()
    papers = {document_key(each.number) for each in declared.documents} - {""}
    carried = Document.objects.visible_to(user).filter(key__in=papers).order_by("-id")
    numbers = set(carried.values_list("traveller_id", flat=True)[:LOOKED_AT] if papers else ())
    if alert.person_key:
        numbers.update(seen.filter(person_key=alert.person_key).values_list("pk", flat=True)[:LOOKED_AT])
    rows = (
        seen.filter(pk__in=numbers - {alert.traveller_id or 0}).exclude(voyage=alert.voyage_id).select_related("voyage")
    )
    rows = rows.defer("layers", "quality").order_by("-voyage__arrives_at", "-pk")
    return [row for row in rows if row.person_key == alert.person_key or _is(row, who)]


def _is(row: Traveller, who: str) -> bool:
    declared = declared_of(row)
    return declared is not None and decision_key(declared) == who


def _earlier_alerts(alert: Alert, found: list[Traveller], user: User) -> list[Any]:
    same = Q(traveller__in=[row.pk for row in found])
    if alert.person_key:
        same |= Q(person_key=alert.person_key)
    outcomes = Prefetch("outcomes", Outcome.objects.visible_to(user), to_attr="outcomes_seen")
    rows = Alert.objects.visible_to(user).filter(same).exclude(pk__in={alert.pk, *hidden_ids().alerts})
    return as_seen_by(rows.select_related("voyage").prefetch_related(outcomes).order_by("-pk")[:MAX_EARLIER], user)


# ── Both sides of the comparison


class TwoSides(Protocol):
    """Alert, or another row with what was declared and what is listed, as JSON types."""

    @property
    def declared(self) -> Any: ...

    @property
    def listed(self) -> Any: ...


def side_by_side(alert: TwoSides) -> list[ComparisonRow]:
    """Return the rows of the comparison; for a rule's alert the listed side is empty."""
    listed = msgspec.convert(alert.listed, model.Entry) if alert.listed else model.Entry(id="", list="")
    if bill := stored_bill(alert.declared):
        return compare_parties(bill.matched_parties, listed)
    declared = msgspec.convert(alert.declared, model.Traveller) if alert.declared else model.Traveller()
    return [
        row("name", "Name", [_full_name(declared)], [each.text for each in listed.names], _names),
        row("born", "Born", [declared.born], listed.born, _births),
        row("birth_place", "Place of birth", countries([declared.birth_place]), listed.birth_places, texts),
        row("sex", "Sex", [declared.sex], [listed.sex], texts),
        row("nationality", "Nationality", countries([declared.nationality]), countries(listed.nationalities), texts),
        row("residence", "Residence", countries([declared.residence]), [], texts),
        _documents(declared.documents, listed.documents),
    ]


def _full_name(traveller: model.Traveller) -> str:
    return ", ".join(part for part in (traveller.surname, traveller.given) if part)


def _names(left: list[str], right: list[str]) -> str:
    mine = _parts(left[0])
    shared = [mine & _parts(name) for name in right]
    if any(mine == _parts(name) for name in right):
        return SAME
    return PARTLY if any(shared) else DIFFERENT


def _parts(name: str) -> frozenset[str]:
    return frozenset(name.casefold().replace(",", " ").replace("-", " ").split())


def _births(left: list[str], right: list[str]) -> str:
    relations = {dates.compare_dates(left[0], listed) for listed in right}
    if dates.Relation.EQUAL in relations:
        return SAME
    return DIFFERENT if relations == {dates.Relation.CONTRADICTS} else PARTLY


def _papers(documents: Iterable[model.Document]) -> list[str]:
    return [" ".join(part for part in (each.type, each.number, each.issuer) if part) for each in documents]


def _documents(declared: Iterable[model.Document], listed: Iterable[model.Document]) -> ComparisonRow:
    """Compare document numbers in normalised form: separators and case make no difference."""
    left, right = ({document_key(each.number) for each in side} - {""} for side in (declared, listed))
    agreement = (SAME if left & right else DIFFERENT) if left and right else UNKNOWN
    return ComparisonRow(
        key="document", label="Documents", declared=_papers(declared), listed=_papers(listed), agreement=agreement
    )


def declared_of(row: Traveller | Alert | None) -> Declared | None:
    """Return the person as declared, read from the row of a traveller or an alert; None for a bill's alert."""
    if row is None or not row.declared or BILL_KEY in row.declared:
        return None
    return msgspec.convert(row.declared, Declared)


def identity_key(alert: Alert) -> str:
    """Return the key of an alert's person or parties that does not depend on other particulars (as
    `evidence.Match.identity_key`).
    """
    if declared := declared_of(alert):
        return decision_key(declared)
    bill = stored_bill(alert.declared)
    return name_key(bill.matched_parties) if bill else ""


OF_AGE: Final = 18  # years


def is_child(alert: Alert, today: date) -> bool:
    """Return True if the person is under 18 by birth date or, without a full date, by the age group of the booking."""
    declared = declared_of(alert)
    if declared is None:
        return False
    try:
        born = date.fromisoformat(declared.born)
    except ValueError:
        return declared.age_group in {"child", "infant"}
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < OF_AGE
