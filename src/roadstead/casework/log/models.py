"""Watch log of an organisation: its days, their entries, links of these, and handovers of a shift.

Each organisation has a log of its own, which no other reads, not even one of the same state (S25).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadstead.platform.accounts.models import Organisation
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_ORGANISATION, Isolation
from roadstead.platform.directory.visibility import OfOrganisations, PrivateRow
from roadstead.platform.timeline.models import HasTimeline, TimelineEvent

MAX_NOTE_CHARS: Final = 2000
OPEN: Final = Q(signed_in_at=None, withdrawn_at=None)  # a handover that nobody has taken over


class EntryType(models.TextChoices):
    CALL = "call", "Call"
    MESSAGE = "message", "Message"
    DECISION = "decision", "Decision"
    FAULT = "fault", "Fault"
    HANDOVER = "handover", "Handover"


class LogDay(HasTimeline, PrivateRow):
    """Day of an organisation's log, by its own clock. Its entries are one hash chain; retention deletes whole days."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-day"]
        indexes = [models.Index(name="log_day_idx", fields=["day"])]
        constraints = [
            Isolation(name="log_logday_isolation", read=BY_ORGANISATION),
            models.UniqueConstraint(name="a_day_of_a_log", fields=["organisation", "day"]),
        ]

    def __str__(self) -> str:
        return f"log of {self.organisation_id}, {self.day}"


class LogEntry(TimelineEvent, BlankWhileRestricted, PrivateRow):
    """Line of the log: `act` is its type, `content` its text and counterpart. Never changed; a correction is another.

    The migration adds the column `found`, the words of the text, which `log_found` alone reads.
    """

    SUBJECT: ClassVar = "log"
    AUDITED: ClassVar = "watchlog"
    HIDDEN_BY: ClassVar = ("log_entries", "id")
    BLANK: ClassVar = {"content": dict}

    log = models.ForeignKey(LogDay, on_delete=models.PROTECT, related_name="events")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    corrects = models.BigIntegerField(null=True)  # id of the entry; no key, so that each day is deleted on its own
    removed_at = models.DateTimeField(null=True)  # when retention removed the text

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(name="log_entry_idx", fields=["organisation", "-at", "-id"]),
            models.Index(name="log_entry_act_idx", fields=["organisation", "act", "-at", "-id"]),
            models.Index(name="log_entry_who_idx", fields=["organisation", "who", "-at", "-id"]),
            models.Index(name="log_entry_corrects_idx", fields=["corrects"], condition=Q(corrects__isnull=False)),
        ]
        constraints = [
            Isolation(name="log_logentry_isolation", read=BY_ORGANISATION, write=None, add=BY_ORGANISATION),
            models.UniqueConstraint(name="one_entry_a_number", fields=["log", "number"]),
            models.CheckConstraint(name="a_log_entry_has_an_author", condition=Q(who__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"log {self.log_id}, entry {self.number}"

    def facts(self) -> Mapping[str, Any]:
        return {"organisation": self.organisation_id, "corrects": self.corrects}

    def is_blank(self) -> bool:
        """Return True if retention removed the text, or it is restricted for the reader."""
        return self.is_restricted or (self.removed_at is not None and not self.content)


class LogLink(PrivateRow):
    """Link of an entry to an item, by kind and number (`casework.items`). Never changed."""

    entry = models.ForeignKey(LogEntry, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12)
    number = models.BigIntegerField()

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(name="log_link_target_idx", fields=["kind", "number"])]
        constraints = [
            Isolation(name="log_loglink_isolation", read=BY_ORGANISATION, write=None, add=BY_ORGANISATION),
            models.UniqueConstraint(name="linked_once_an_entry", fields=["entry", "kind", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class ShiftHandover(PrivateRow):
    """Handover of a shift: the outgoing person signs when it is written, the incoming one when they take over."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()  # the beginning of the shift that ends
    until = models.DateTimeField()  # the end of the shift that begins
    outgoing = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    incoming = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    items = models.JSONField(default=list)  # what was open when the outgoing person signed: [kind, number]
    signed_out_at = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-signed_out_at", "-id"]
        indexes = [models.Index(name="log_handover_idx", fields=["organisation", "-signed_out_at"])]
        constraints = [
            Isolation(name="log_shifthandover_isolation", read=BY_ORGANISATION),
            models.CheckConstraint(name="two_people_hand_over", condition=~Q(outgoing=F("incoming"))),
            models.CheckConstraint(name="a_handover_ends_once", condition=Q(signed_in_at=None) | Q(withdrawn_at=None)),
            models.UniqueConstraint(name="one_open_handover_a_person", fields=["outgoing"], condition=OPEN),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"
