"""Every clock is set by the policies in force: anew where what it is of changed, or the policies did (S6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, Event
from roadstead.engine.reference.retention import Category, Policy, fingerprint
from roadstead.filings.cargo.models import BillStatement
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.graph import erase
from roadstead.oversight.retention.logic.clock import Subject, Times, clocks
from roadstead.oversight.retention.models import Clock

OF_VOYAGES: Final = (Category.API, Category.CREW_API, Category.PNR, Category.CARGO)
OF_MESSAGES: Final = (Category.MESSAGE,)
OF_WAYBILLS: Final = (Category.MESSAGE, Category.CARGO)  # of which no voyage has the bills
PURPOSE: Final = "border"
MOST: Final = 500  # things in one transaction
KEY: Final = ("voyage", "message", "alert", "state", "category")
SET: Final = ("legal_basis", "purpose", "mask_at", "expires_at", "policy", "rows", "wound_at")


@dataclass(frozen=True, slots=True)
class Winder:
    """With the policies as they are now. Works in the caller's transaction, whose scope is the region's."""

    policies: Sequence[Policy]

    def wind(self) -> int:
        """What is not wound, up to MOST of each; how many things were."""
        voyages = self._stale(Voyage.objects.all(), "voyage", "updated_at")
        last = Event.objects.filter(alert=OuterRef("pk")).order_by("-at").values("at")[:1]
        acted = Alert.objects.annotate(last=Coalesce(Subquery(last), "created_at")).select_related("voyage")
        changed = self._stale(
            Message.objects.annotate(last=Coalesce("processed_at", "received_at")).defer("raw"), "message", "last"
        )
        messages = {each.pk: each for each in (*changed, *_messages_of(voyages))}.values()
        alerts = self._stale(acted, "alert", "last")
        for voyage in voyages:
            self._set("voyage", voyage, _of_voyage(voyage), OF_VOYAGES)
        for message in messages:
            alone = BillStatement.objects.filter(manifest__message=message, voyage=None).exists()
            self._set("message", message, _of_message(message), OF_WAYBILLS if alone else OF_MESSAGES)
        for alert in alerts:
            self._set("alert", alert, _of_alert(alert), (Category.ALERT,))
        return len(voyages) + len(messages) + len(alerts)

    def _stale(self, rows: Any, name: str, changed: str) -> list[Any]:
        wound = Clock.objects.filter(
            **{name: OuterRef("pk")}, rows=fingerprint(self.policies), wound_at__gte=OuterRef(changed)
        )
        return list(rows.exclude(Exists(wound)).order_by("pk")[:MOST])

    def _set(self, name: str, what: Model, subject: Subject, categories: Iterable[Category]) -> None:
        """The new ones first, then those go that no state asks for any more: never a moment without a clock."""
        rows = [self._row(name, what, each) for each in clocks(subject, categories, self.policies)]
        Clock.objects.bulk_create(rows, update_conflicts=True, unique_fields=KEY, update_fields=SET)
        asked = {(row.state, row.category) for row in rows}
        old = Clock.objects.filter(**{name: what}).values_list("pk", "state", "category")
        erase("retention_clock", [pk for pk, *key in old if tuple(key) not in asked])

    def _row(self, name: str, what: Model, times: Times) -> Clock:
        policy = times.policy
        return Clock(
            **{name: what},
            state=times.state,
            category=times.category,
            legal_basis=policy.source[:600],
            purpose=PURPOSE,
            mask_at=times.mask_at,
            expires_at=times.expires_at,
            policy=policy.name[:80],
            rows=fingerprint(self.policies),
            wound_at=_not_before(what),
        )


def _not_before(what: Any) -> datetime:
    """Now, or when it changed by its own account, where that is later: it is not stale by a clock that goes ahead."""
    return max(timezone.now(), getattr(what, "last", None) or getattr(what, "updated_at", None) or timezone.now())


def _messages_of(voyages: Sequence[Voyage]) -> list[Message]:
    return list(Message.objects.filter(manifests__voyage__in=voyages).distinct().defer("raw"))


def _of_voyage(voyage: Voyage) -> Subject:
    received = voyage.filed_at or voyage.updated_at
    return Subject(states=voyage.states, mode=voyage.mode, received=received, travelled=_travelled(voyage))


def _travelled(voyage: Voyage) -> datetime | None:
    return voyage.arrives_at or voyage.departs_at


def _of_message(message: Message) -> Subject:
    """By the last of its voyages; the states are those of them all, since each has its people in the text."""
    voyages = list(Voyage.objects.filter(manifests__message=message).distinct())
    travelled = max((day for each in voyages if (day := _travelled(each))), default=None)
    states = sorted({state for each in voyages for state in each.states})
    mode = voyages[0].mode if voyages else ""
    return Subject(states=states, mode=mode, received=message.received_at, travelled=travelled)


def _of_alert(alert: Any) -> Subject:
    """Counted from the last act on it."""
    return Subject(states=alert.states, mode=alert.voyage.mode, received=alert.last, travelled=None)
