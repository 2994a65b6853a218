"""What else is known of the person of an alert: earlier voyages and earlier alerts, within what the reader may see.

Who it is goes by the best the person has (manifests.identity.same_person): the papers, else name, birth date and
nationality. A name alone is nobody. Read with a purpose that the audit keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch, Q

from roadstead.casework.alerts.evidence import declared_of
from roadstead.casework.alerts.models import Alert, Outcome
from roadstead.casework.alerts.standing import shown
from roadstead.engine.records import Traveller as Declared
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.voyages.identity import same_person
from roadstead.filings.voyages.models import Document, Traveller
from roadstead.platform.accounts.models import User
from roadstead.platform.database.hidden import hidden

MOST: Final = 10  # voyages, and alerts, on the page
LOOKED_AT: Final = 100  # rows looked at to find them


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Newest first. `travellers` with their voyages; `alerts` with voyage and `outcomes_seen`."""

    travellers: list[Traveller]
    alerts: list[Any]


def history_of(alert: Alert, user: User) -> History:
    declared = declared_of(alert)
    who = same_person(declared) if declared else ""
    if not declared or not who:
        return History(travellers=[], alerts=[])
    found = _travellers(alert, declared, who, user)
    return History(travellers=found[:MOST], alerts=_alerts(alert, found, user))


def _travellers(alert: Alert, declared: Declared, who: str, user: User) -> list[Traveller]:
    """Two look-ups by index (the same identifiers; one of the papers), then who is really meant."""
    seen = Traveller.objects.visible_to(user).order_by()
    papers = {document_key(each.number) for each in declared.documents} - {""}
    carried = Document.objects.visible_to(user).filter(key__in=papers).order_by("-id")
    numbers = set(carried.values_list("traveller_id", flat=True)[:LOOKED_AT] if papers else ())
    if alert.person_key:
        numbers.update(seen.filter(person_key=alert.person_key).values_list("pk", flat=True)[:LOOKED_AT])
    rows = (
        seen.filter(pk__in=numbers - {alert.traveller_id or 0}).exclude(voyage=alert.voyage_id).select_related("voyage")
    )
    rows = rows.defer("sent", "layers", "quality").order_by("-voyage__arrives_at", "-pk")
    return [row for row in rows if row.person_key == alert.person_key or _is(row, who)]


def _is(row: Traveller, who: str) -> bool:
    declared = declared_of(row)
    return declared is not None and same_person(declared) == who


def _alerts(alert: Alert, found: list[Traveller], user: User) -> list[Any]:
    same = Q(traveller__in=[row.pk for row in found])
    if alert.person_key:
        same |= Q(person_key=alert.person_key)
    outcomes = Prefetch("outcomes", Outcome.objects.visible_to(user), to_attr="outcomes_seen")
    rows = Alert.objects.visible_to(user).filter(same).exclude(pk__in={alert.pk, *hidden().alerts})
    return shown(rows.select_related("voyage").prefetch_related(outcomes).order_by("-pk")[:MOST], user)
