"""Scheduling: each retention schedule is set by the policies in force, again when its subject or the policies change
(S6).

Changed subjects are in the table `ChangedItem`; schedules that are new, or set by other policies, carry another
fingerprint of the policies. Nothing else is read, however much is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, Event, Selection, SelectionEvent
from roadstead.engine.reference.retention import Category, Policy, fingerprint
from roadstead.filings.cargo.models import BillStatement
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.graph import erase
from roadstead.oversight.retention.logic.schedule import RetainedItem, Times, clocks
from roadstead.oversight.retention.models import ChangedItem, RetentionSchedule

OF_VOYAGES: Final = (Category.API, Category.CREW_API, Category.PNR, Category.CARGO)
OF_MESSAGES: Final = (Category.MESSAGE,)
OF_WAYBILLS: Final = (Category.MESSAGE, Category.CARGO)  # if no voyage has their bills
PURPOSE: Final = "border"
MAX_ITEMS: Final = 500  # subjects of each kind in one transaction
SUBJECTS: Final = ("voyage", "message", "alert", "selection")
KEY: Final = (*SUBJECTS, "state", "category")
SET: Final = (
    "legal_basis", "purpose", "mask_at", "expires_at", "policy", "rows", "scheduled_at", "masked_at", "enforced_at",
)  # fmt: skip
# Only one at a time: a second one could restore marks that it read before the first removed them.
ALONE: Final = "select pg_advisory_xact_lock(hashtext('roadstead winds'), 0)"
Numbers = dict[str, set[int]]  # by name of the schedule's column


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Sets schedules by the given policies, in the caller's transaction, whose scope is the region's."""

    policies: Sequence[Policy]

    def schedule(self) -> int:
        """Set schedules of what changed or was set by other policies, up to `MAX_ITEMS` of each; return the number
        processed.
        """
        with connection.cursor() as cursor:
            cursor.execute(ALONE)
        rows = fingerprint(self.policies)
        changed, number = _changed()
        _reset_marks(changed.pop("released", set()))
        changed["message"] |= _messages_of(changed["voyage"])
        todo = {name: changed[name] | others for name, others in _set_by_others(rows).items()}
        voyages = Voyage.objects.filter(pk__in=todo["voyage"]).order_by("pk")
        messages = Message.objects.filter(pk__in=todo["message"]).defer("raw").order_by("pk")
        last = Event.objects.filter(alert=OuterRef("pk")).order_by("-at").values("at")[:1]
        acted = Alert.objects.annotate(last=Coalesce(Subquery(last), "created_at")).select_related("voyage")
        alerts = acted.filter(pk__in=todo["alert"]).order_by("pk")
        newest = SelectionEvent.objects.filter(selection=OuterRef("pk")).order_by("-at").values("at")[:1]
        examined = Selection.objects.annotate(last=Coalesce(Subquery(newest), "selected_at")).select_related("voyage")
        selections = examined.filter(pk__in=todo["selection"]).order_by("pk")
        for name, told in (
            ("voyage", [(each.pk, _of_voyage(each), OF_VOYAGES) for each in voyages]),
            ("message", [(each.pk, _of_message(each), _kinds_of_message(each)) for each in messages]),
            ("alert", [(each.pk, _of_alert(each), (Category.ALERT,)) for each in alerts]),
            ("selection", [(each.pk, _of_selection(each), (Category.EXAMINED,)) for each in selections]),
        ):
            self._set(name, told, changed[name], rows)
        return number + sum(map(len, todo.values()))

    def _set(
        self, name: str, told: Sequence[tuple[int, RetainedItem, Iterable[Category]]], changed: set[int], rows: str
    ) -> None:
        """Write new schedules before deleting those that no state needs any more, so that a subject always has one."""
        before = {
            (getattr(each, f"{name}_id"), each.state, each.category): each
            for each in RetentionSchedule.objects.filter(**{f"{name}__in": [pk for pk, _, _ in told]})
        }
        found = {
            (pk, each.state, each.category): self._row(f"{name}_id", pk, each, rows)
            for pk, subject, categories in told
            for each in clocks(subject, categories, self.policies)
        }
        for key, row in found.items():
            _keep_marks(row, before.get(key), is_changed=key[0] in changed)
        RetentionSchedule.objects.bulk_create(
            found.values(), update_conflicts=True, unique_fields=KEY, update_fields=SET, batch_size=1_000
        )
        erase("retention_retentionschedule", [row.pk for key, row in before.items() if key not in found])

    def _row(self, column: str, pk: int, times: Times, rows: str) -> RetentionSchedule:
        policy = times.policy
        return RetentionSchedule(
            **{column: pk},
            state=times.state,
            category=times.category,
            legal_basis=policy.source[:600],
            purpose=PURPOSE,
            mask_at=times.mask_at,
            expires_at=times.expires_at,
            policy=policy.name[:80],
            rows=rows,
            scheduled_at=timezone.now(),
        )


def _keep_marks(row: RetentionSchedule, before: RetentionSchedule | None, *, is_changed: bool) -> None:
    """Keep the enforcement marks if neither times nor subject changed. A message whose text was blanked never gets it
    back.
    """
    if before is None:
        return
    is_text = row.category == Category.MESSAGE
    if before.mask_at == row.mask_at and (is_text or not is_changed):
        row.masked_at = before.masked_at
    if before.expires_at == row.expires_at and not is_changed:
        row.enforced_at = before.enforced_at


def _changed() -> tuple[Numbers, int]:
    """Return the ids of changed subjects by column, removing the changes read, and the number of changes."""
    rows = list(ChangedItem.objects.select_for_update(skip_locked=True).order_by("pk")[:MAX_ITEMS])
    ChangedItem.objects.filter(pk__in=[each.pk for each in rows]).delete()
    found: Numbers = defaultdict(set)
    for each in rows:
        for name in (*SUBJECTS, "released"):
            if number := getattr(each, name):
                found[name].add(number)
    return found, len(rows)


def _reset_marks(messages: set[int]) -> None:
    """Reset the marks of these messages, whose own schedules stay: the rows that they were kept for are deleted."""
    if messages:
        clocks = RetentionSchedule.objects.filter(message__in=messages)
        clocks.update(enforced_at=None)
        clocks.filter(category=Category.CARGO).update(masked_at=None)


def _set_by_others(rows: str) -> Numbers:
    """Return by column the ids of subjects with a schedule that is new or was set by other policies."""
    others = RetentionSchedule.objects.filter(Q(rows__lt=rows) | Q(rows__gt=rows)).order_by()
    return {
        name: set(others.filter(**{f"{name}__isnull": False}).values_list(name, flat=True).distinct()[:MAX_ITEMS])
        for name in SUBJECTS
    }


def _kinds_of_message(message: Message) -> Sequence[Category]:
    alone = BillStatement.objects.filter(manifest__message=message, voyage=None).exists()
    return OF_WAYBILLS if alone else OF_MESSAGES


def _messages_of(voyages: set[int]) -> set[int]:
    return set(Message.objects.filter(manifests__voyage__in=voyages).order_by().values_list("pk", flat=True))


def _of_voyage(voyage: Voyage) -> RetainedItem:
    received = voyage.filed_at or voyage.updated_at
    return RetainedItem(states=voyage.states, mode=voyage.mode, received=received, travelled=_travelled(voyage))


def _travelled(voyage: Voyage) -> datetime | None:
    return voyage.arrives_at or voyage.departs_at


def _of_message(message: Message) -> RetainedItem:
    """Return the message as a subject, by the last of its voyages and with the states of all, since the text names
    people of each. The states stay when the voyages are deleted.
    """
    voyages = list(Voyage.objects.filter(manifests__message=message).distinct())
    travelled = max((day for each in voyages if (day := _travelled(each))), default=None)
    states = sorted({state for each in voyages for state in each.states}) or _states_before(message)
    mode = voyages[0].mode if voyages else ""
    return RetainedItem(states=states, mode=mode, received=message.received_at, travelled=travelled)


def _states_before(message: Message) -> list[str]:
    known = RetentionSchedule.objects.filter(message=message).exclude(state="").order_by()
    return sorted(known.values_list("state", flat=True).distinct())


def _of_alert(alert: Any) -> RetainedItem:
    """Return the alert as a subject, counted from the last act on it."""
    return RetainedItem(states=alert.states, mode=alert.voyage.mode, received=alert.last, travelled=None)


def _of_selection(selection: Any) -> RetainedItem:
    """Return the selection as a subject, counted from the last act on it."""
    return RetainedItem(states=[selection.owner], mode=selection.voyage.mode, received=selection.last, travelled=None)
