"""Retention schedules, holds, purges and stopped purges."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.models import Alert, Selection
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfStates, Row
from roadstead.platform.approvals.models import Approvable, second_approval_constraint
from roadstead.platform.database.row_security import IS_SYSTEM, Isolation, by_states, is_my_state

DECIDE_WITHIN: Final = timedelta(hours=24)  # after that an undecided stopped purge is escalated
DAILY, COMMAND = "daily run", "command line"  # origin of a purge


class RetentionSchedule(models.Model):
    """Retention schedule: until when one state may keep one category of data, and on what basis (S6).

    The database adds one, the strictest, with every voyage, message, alert and selection of goods; `schedule` sets it
    by policy. It is deleted with its subject, and only so. `masked_at`, `enforced_at`: the schedule was enforced, and
    is not considered again until `schedule` changes its times or its subject changes (`pending`).
    """

    voyage = models.ForeignKey(Voyage, null=True, on_delete=models.DO_NOTHING, related_name="schedules")
    message = models.ForeignKey(Message, null=True, on_delete=models.DO_NOTHING, related_name="schedules")
    alert = models.ForeignKey(Alert, null=True, on_delete=models.DO_NOTHING, related_name="schedules")
    selection = models.ForeignKey(Selection, null=True, on_delete=models.DO_NOTHING, related_name="schedules")
    state = models.CharField(max_length=3, blank=True)  # "": no state is known yet
    category = models.CharField(max_length=10)  # reference.retention.Category
    legal_basis = models.CharField(max_length=600)  # source of the policy
    purpose = models.CharField(max_length=20)
    mask_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    policy = models.CharField(max_length=80)  # name of the policy that set it
    rows = models.CharField(max_length=16)  # fingerprint of all policies at that time
    scheduled_at = models.DateTimeField()
    masked_at = models.DateTimeField(null=True)
    enforced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["expires_at", "id"]
        indexes = [
            models.Index(name="clock_to_settle_idx", fields=["expires_at"], condition=models.Q(enforced_at=None)),
            models.Index(name="clock_to_mask_idx", fields=["mask_at"], condition=models.Q(masked_at=None)),
            models.Index(name="clock_rows_idx", fields=["rows"]),
        ]
        constraints = [
            Isolation(name="retention_retentionschedule_isolation", read=is_my_state("state")),
            models.CheckConstraint(
                name="a_clock_is_of_one_thing",
                condition=models.Q(voyage__isnull=False, message=None, alert=None, selection=None)
                | models.Q(voyage=None, message__isnull=False, alert=None, selection=None)
                | models.Q(voyage=None, message=None, alert__isnull=False, selection=None)
                | models.Q(voyage=None, message=None, alert=None, selection__isnull=False),
            ),
            models.CheckConstraint(
                name="a_clock_has_a_basis_and_a_purpose",
                condition=~models.Q(legal_basis="") & ~models.Q(purpose="") & ~models.Q(policy=""),
            ),
            models.CheckConstraint(
                name="masked_before_it_goes", condition=models.Q(mask_at__lte=models.F("expires_at"))
            ),
            models.UniqueConstraint(
                name="one_clock_per_state_and_category",
                fields=["voyage", "message", "alert", "selection", "state", "category"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"clock {self.pk}"


class ChangedItem(models.Model):
    """Ids of subjects that changed since their schedules were set; written by triggers, removed by `schedule`.

    It is an append-only table, so that writing a message or deciding an alert never waits for the schedules.
    """

    voyage = models.BigIntegerField(null=True)
    message = models.BigIntegerField(null=True)
    alert = models.BigIntegerField(null=True)
    selection = models.BigIntegerField(null=True)
    released = models.BigIntegerField(null=True)  # a message that was kept for a row which was deleted

    class Meta:
        ordering = ["id"]
        constraints = [Isolation(name="retention_changeditem_isolation", read=IS_SYSTEM)]

    def __str__(self) -> str:
        return f"change {self.pk}"


class OfReceivingState(OfStates[Row]):
    """Rows visible only to the authority that created them (S25, S34).

    The centre does not see a state's, whatever it oversees: that a court of a state asks for a voyage is not its
    concern.
    """

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if user.state_id else rows.filter(states=[])


class Hold(models.Model):
    """Hold that keeps a voyage after its schedule has expired: why, by whom, until when. It stays whole for every
    state.
    """

    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    until = models.DateField()  # last day
    review_on = models.DateField(null=True)  # by when somebody reviews whether it is still needed
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.TextField(blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfReceivingState.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [by_states("retention_hold_isolation")]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class HoldLifting(Approvable):
    """Proposal to end a hold before its last day. Two people decide, since what it kept may then be deleted."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="liftings")
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)  # as on the hold

    objects = OfReceivingState.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            by_states("retention_holdlifting_isolation"),
            second_approval_constraint("who_proposes_to_lift_a_hold_does_not_approve_it"),
            models.UniqueConstraint(name="one_open_lifting_a_hold", fields=["hold"], condition=models.Q(decision="")),
        ]

    def __str__(self) -> str:
        return f"lifting of hold {self.hold_id}"


class Run(models.Model):
    """Purge, replay or erasure: what was due by `as_of`, number of rows deleted, root over the roots of its batches."""

    kind = models.CharField(max_length=10)  # purge, replay, erasure
    as_of = models.DateTimeField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)  # rows deleted by table, and masked
    root = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Batch(models.Model):
    """Batch of deletions, written in their transaction: a batch of the journal missing here must be replayed."""

    name = models.UUIDField(primary_key=True, default=uuid4)
    run = models.ForeignKey(Run, null=True, on_delete=models.CASCADE, related_name="batches")
    at = models.DateTimeField()
    count = models.IntegerField()
    root = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "name"]

    def __str__(self) -> str:
        return f"batch {self.name}"


class JournalMark(models.Model):
    """Position up to which this database knows every batch of the journal: one row, kept by `replay`. A restored backup
    has an older one, so that the replay begins there.
    """

    begins_at = models.BigIntegerField()  # start of the last known batch's line, in bytes
    batch = models.CharField(max_length=36)

    def __str__(self) -> str:
        return f"journal known up to {self.batch}"


class ClockReading(models.Model):
    """Newest trusted reading of the machine's clock: one row, kept by `trusted_clock`."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"clock trusted at {self.at:%Y-%m-%d %H:%M}"


class StopReason(models.TextChoices):
    """Reason why a purge did not run."""

    SHARE = "share", "It would have removed a large part of what is stored"
    JUMP = "jump", "The clock is more than a day past the last time it was trusted"
    DIFFERS = "differs", "The clocks of this machine and of the database differ by more than a day"


WHY: Final = {
    StopReason.SHARE: (
        "this deletion would remove %(travellers)s of %(travellers_stored)s travellers and %(voyages)s of"
        " %(voyages_stored)s voyages. Nothing was deleted. A data-protection officer and a second person of the"
        " regional centre decide on the page Stopped deletions"
    ),
    StopReason.JUMP: (
        "this machine's clock shows %(machine)s, more than a day after it was last trusted (%(other)s). Nothing was"
        " deleted. Compare the clock with the right time. If it is wrong, correct it. If it is right, deletion"
        " continues with the next list that a carrier files, or once a data-protection officer confirms the clock on"
        " the page Stopped deletions"
    ),
    StopReason.DIFFERS: (
        "this machine's clock shows %(machine)s, and the database's clock %(other)s. Nothing was deleted. Correct the"
        " clock that is wrong: deletion continues when the two agree"
    ),
}


class StoppedPurge(models.Model):
    """Purge that did not run. A large one waits for two people; a doubtful clock for a filing or one person.

    Times are by the database's clock. `notified`: by user id, the occasions on which that person was notified.
    """

    reason = models.CharField(max_length=10, choices=StopReason)
    as_of = models.DateTimeField()  # what was due by then would have been purged
    started_by = models.CharField(max_length=20)  # DAILY or COMMAND
    stopped_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # when a purge was last stopped for this reason
    detail = models.JSONField(default=dict)  # purge_size.PurgeSize, or the times that were compared
    notified = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    go_on = models.BooleanField(null=True)  # as proposed or decided; None: nothing is proposed
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # decided, or no longer needed
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")  # purge that carried it out

    class Meta:
        ordering = ["-stopped_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_stopped_purge_is_decided_by_another",
                condition=models.Q(decided_by=None)
                | ~models.Q(reason="share")
                | models.Q(proposed_by__isnull=False) & ~models.Q(proposed_by=models.F("decided_by")),
            ),
            models.UniqueConstraint(
                name="one_open_stopped_purge_a_reason", fields=["reason"], condition=models.Q(closed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"stopped purge {self.pk}"

    @property
    def why(self) -> str:
        """Reason why it did not run and what to do next, for logs, the command line and mails."""
        return str(WHY[StopReason(self.reason)] % self.detail)

    @property
    def decide_by(self) -> datetime:
        """Deadline of a day: keeping data too long is a breach as well."""
        return self.stopped_at + DECIDE_WITHIN

    @property
    def waits_for_second(self) -> bool:
        return self.closed_at is None and self.proposed_by_id is not None
