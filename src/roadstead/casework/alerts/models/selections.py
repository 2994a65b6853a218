"""Selections of goods for examination, with history and photographs, and detained containers (decision 0043).

A selection is the act of one state's customs, seen by nobody else. It names its bill and container by number, so that
it stays when the cargo of the voyage is deleted or two voyages are merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models

from roadstead.casework.alerts.logic.examination import OPEN, CheckKind, SelectionState
from roadstead.casework.alerts.models.alerts import Alert
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.visibility import OfOwnerAlone, OfSelections
from roadstead.platform.database.row_security import BY_ALERT, BY_OWNER_ALONE, Isolation
from roadstead.platform.handling.logic.codes import Tlp, default_code, strictest
from roadstead.platform.timeline.models import Attachment, HasTimeline, TimelineEvent

# As visible as the alert that is its reason, for the state that made it.
BY_OWNER_AND_ALERT: Final = f"({BY_OWNER_ALONE} and (alert_id is null or {BY_ALERT}))"

IS_OPEN: Final = models.Q(state__in=sorted(each.value for each in OPEN))
SELECTED_ONCE: Final = "goods_are_selected_once"


class Selection(HasTimeline):
    """Goods that customs have selected for a check: which, where, when, by whom and why."""

    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="selections")
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="selections")  # its reason
    rule = models.CharField(max_length=20, blank=True)  # code of the alert's rule; "" for a list or an own selection
    owner = models.CharField(max_length=10)  # state whose customs select and examine
    bill = models.CharField(max_length=40, blank=True)  # number
    container = models.CharField(max_length=20, blank=True)  # number; "" for all goods of the bill
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in CheckKind])
    port = models.CharField(max_length=5)
    place = models.CharField(max_length=200, blank=True)  # terminal or shed
    planned_at = models.DateTimeField()
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")  # in charge
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in SelectionState])
    selected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    selected_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # examined, cancelled or expired

    objects = OfSelections.as_manager()

    class Meta:
        ordering = ["planned_at", "id"]
        constraints = [
            Isolation(name="alerts_selection_isolation", read=BY_OWNER_AND_ALERT),
            # A selection for few people does not keep others from selecting the same goods: they must not learn of it.
            models.UniqueConstraint(
                name=SELECTED_ONCE,
                fields=["voyage", "owner", "bill", "container", "alert"],
                condition=IS_OPEN,
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(name="selection_list_idx", fields=["owner", "port", "planned_at"]),
            models.Index(name="selection_open_idx", fields=["owner", "planned_at"], condition=IS_OPEN),
        ]

    def __str__(self) -> str:
        return f"selection {self.pk}"

    @property
    def handling_code(self) -> Tlp:
        """TLP code: that of a state's rows, or the alert's if it is stricter."""
        return strictest([default_code(self.owner), *([self.alert.handling_code] if self.alert else [])])

    @property
    def is_open(self) -> bool:
        """True if the goods are still to be checked."""
        return self.state in OPEN


class OfSelection(models.Model):
    """Base of rows that belong to a selection, and are as visible as it is."""

    selection: models.ForeignKey[Selection, Selection]
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="+")  # as of the selection
    owner = models.CharField(max_length=10)  # as of the selection

    objects = OfSelections.as_manager()

    class Meta:
        abstract = True


class SelectionEvent(OfSelection, TimelineEvent):
    """Event in the history of a selection. Its words may be removed when their retention period is over."""

    SUBJECT: ClassVar = "selection"

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="events")
    salt = models.UUIDField(null=True, default=uuid4)  # prevents guessing removed words from their hash
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            Isolation(name="alerts_selectionevent_isolation", read=BY_OWNER_AND_ALERT),
            models.UniqueConstraint(name="one_event_of_a_selection_a_number", fields=["selection", "number"]),
            # No machine selects, examines or cancels: the database asks for a name.
            models.CheckConstraint(
                name="an_act_on_a_selection_has_a_person",
                condition=models.Q(act="expired") | models.Q(who__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"selection {self.selection_id}, event {self.number}"

    def words(self) -> Mapping[str, Any]:
        return {**self.content, "salt": self.salt.hex if self.salt else ""}

    def is_blank(self) -> bool:
        """Return True if the words were removed."""
        return self.removed_at is not None


class ExaminationPhoto(OfSelection, Attachment):
    """Photograph of an examination, stored without the metadata of the camera (`casework.examinations.photos`)."""

    SUBJECT: ClassVar = "selection"

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="photos")
    original_sha256 = models.CharField(max_length=64)  # of the file as it was taken, for comparison with the camera

    class Meta:
        ordering = ["id"]
        constraints = [Isolation(name="alerts_examinationphoto_isolation", read=BY_OWNER_AND_ALERT)]

    def __str__(self) -> str:
        return f"selection {self.selection_id}, photo {self.pk}"


class Detention(models.Model):
    """Container, or goods of a bill without one, that may not leave the port until customs release it.

    A container is detained for each selection by itself: it is free when the last of these is released. All officers of
    the state see it, also where the reason of the selection is for few.
    """

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="detentions")
    owner = models.CharField(max_length=10)  # as of the selection
    container = models.CharField(max_length=20, blank=True)  # number; "" for the goods of the bill
    bill = models.CharField(max_length=40, blank=True)  # number of the bill for which it is detained
    port = models.CharField(max_length=5)
    reason = models.TextField(blank=True)
    detained_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    detained_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)  # why it was released

    objects = OfOwnerAlone.as_manager()

    class Meta:
        ordering = ["-detained_at", "-id"]
        constraints = [
            Isolation(name="alerts_detention_isolation", read=BY_OWNER_ALONE),
            models.UniqueConstraint(
                name="detained_once_for_a_selection",
                fields=["selection", "container"],
                condition=models.Q(released_at=None),
            ),
            models.CheckConstraint(
                name="released_by_somebody",
                condition=models.Q(released_at=None, released_by=None)
                | models.Q(released_at__isnull=False, released_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="detention_port_idx", fields=["owner", "port", "released_at"])]

    def __str__(self) -> str:
        return f"detention {self.pk}"
