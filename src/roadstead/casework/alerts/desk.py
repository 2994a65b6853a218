"""Check of a document at a desk: what is stored and in force about it, in the officer's own scope. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max, Q

from roadstead.casework.alerts.compare import declared_of
from roadstead.casework.alerts.desk_lists import ListHits, list_hits
from roadstead.casework.alerts.logic.compare import SAME, ComparisonRow
from roadstead.casework.alerts.logic.desk import Presented, differing, rows_of
from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert, Suppression
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.engine.text.identifiers import document_key
from roadstead.filings.voyages.models import Document, Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import hidden_ids
from roadstead.platform.handling.logic.gate import Recipient, may_leave
from roadstead.targeting.watchlists.models import Version

EARLIEST: Final = timedelta(hours=24)  # arrivals that far back: a ship's people may land a day later
LATEST: Final = timedelta(hours=72)  # and that far ahead, as on the board of arrivals
MAX_TRAVELLERS: Final = 5  # shown
MAX_COMPARED: Final = 50  # people with the same birth date, whose names are compared
CONFIRMED: Final = frozenset({AlertState.CONFIRMED, AlertState.REFERRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTraveller:
    """Declared traveller, with voyage and alerts as this officer sees them. `by_document`: False if found by name and
    birth date, so that another document was declared.
    """

    traveller: Traveller
    rows: Sequence[ComparisonRow]
    alerts: Sequence[Any]
    by_document: bool

    @property
    def decided(self) -> list[Any]:
        return [each for each in self.alerts if not is_live(each)]

    @property
    def differences(self) -> list[ComparisonRow]:
        return differing(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAge:
    """When the data were last changed: the newest list in force, and the newest list of travellers."""

    watchlists_at: datetime | None
    travellers_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCheck:
    """Everything about the document. `is_expired`: by the date in its zone."""

    presented: Presented
    found: Sequence[FoundTraveller]
    hits: ListHits
    is_expired: bool
    age: DataAge

    @property
    def alerts(self) -> list[Any]:
        return [alert for each in self.found for alert in each.alerts]

    @property
    def live_alerts(self) -> list[Any]:
        """Alerts that nobody has dealt with and nobody has cleared: possible or confirmed matches."""
        return [each for each in self.alerts if is_live(each)]

    @property
    def is_alert(self) -> bool:
        return bool(self.live_alerts or self.hits.lost or self.hits.persons or self.is_expired)


def is_live(alert: Alert) -> bool:
    """Return True if the alert asks for something at the desk: it is undecided or confirmed, and not dealt with."""
    return alert.dealt_at is None and (alert.is_open or alert.state in CONFIRMED)


def check(presented: Presented, *, by: User, to: Recipient, now: datetime) -> DocumentCheck:
    """Return what is known, and write the audit lines: references alone, no number and no name."""
    found = [_found(row, presented, by, to, by_document) for row, by_document in _travellers(presented, by, now)]
    known = {(each.list_name, each.entry_id) for one in found for each in one.alerts if each.list_name}
    known |= set(
        Suppression.objects.visible_to(by)
        .filter(traveller__in=[one.traveller.pk for one in found])
        .values_list("list_name", "entry_id")
    )
    hits = list_hits(presented, by, to, known, now.date())
    _log(found, hits, by)
    return DocumentCheck(
        presented=presented, found=found, hits=hits, is_expired=presented.is_expired(now.date()), age=_age(by)
    )


def alerts_at_desk(ids: Iterable[int], *, by: User, to: Recipient) -> list[Any]:
    """Return those of these alerts that the officer may see, for an outcome."""
    rows = Alert.objects.visible_to(by).filter(pk__in=list(ids)).exclude(pk__in=hidden_ids().alerts)
    seen = as_seen_by(rows.select_related("voyage", "traveller", "bill").order_by("-score", "pk"), by)
    return [each for each in seen if may_leave(each, to).is_yes]


def _travellers(presented: Presented, by: User, now: datetime) -> list[tuple[Traveller, bool]]:
    """Return the travellers with this document, else those of the same name and birth date; the next arrival first."""
    coming = Voyage.objects.visible_to(by).filter(
        Q(arrives_at=None) | Q(arrives_at__range=(now - EARLIEST, now + LATEST)), cancelled=False
    )
    rows = Traveller.objects.visible_to(by).filter(voyage__in=coming).select_related("voyage")
    rows = rows.defer("layers", "quality").order_by("voyage__arrives_at", "pk")
    keys = {document_key(number) for number in presented.numbers} - {""}
    numbered = Document.objects.visible_to(by).filter(key__in=keys).values("traveller")
    if found := list(rows.filter(pk__in=numbered)[:MAX_TRAVELLERS]):
        return [(row, True) for row in found]
    if presented.person is None or len(presented.person.born) != len("2000-01-01"):
        return []
    of_the_day = rows.filter(born=presented.person.born)[:MAX_COMPARED]
    same = [row for row in of_the_day if _same_name(row, presented)]
    return [(row, False) for row in same[:MAX_TRAVELLERS]]


def _same_name(row: Traveller, presented: Presented) -> bool:
    declared = declared_of(row)
    return declared is not None and any(
        each.key == "name" and each.agreement == SAME for each in rows_of(declared, presented)
    )


def _found(row: Traveller, presented: Presented, by: User, to: Recipient, by_document: bool) -> FoundTraveller:
    declared = declared_of(row)
    ids = Alert.objects.visible_to(by).filter(traveller=row.pk).values_list("pk", flat=True)
    return FoundTraveller(
        traveller=row,
        rows=rows_of(declared, presented) if declared else (),
        alerts=alerts_at_desk(ids, by=by, to=to),
        by_document=by_document,
    )


def _age(by: User) -> DataAge:
    lists = Version.objects.visible_to(by).aggregate(newest=Max("loaded_at"))
    voyages = Voyage.objects.visible_to(by).aggregate(newest=Max("updated_at"))
    return DataAge(watchlists_at=lists["newest"], travellers_at=voyages["newest"])


def _log(found: Sequence[FoundTraveller], hits: ListHits, by: User) -> None:
    own = [by.state_id] if by.state_id else []
    read = f"travellers {len(found)}, lost documents {len(hits.lost)}, listed persons {len(hits.persons)}"
    log(by, "checked", "desk check", states=own, detail=read)
    for one in found:
        log(by, "read", f"traveller {one.traveller.pk}", states=own, detail="desk check")
        for each in one.alerts:
            log(by, "read", f"alert {each.pk}", states=each.states, detail="desk check")
