"""Clocks of what is kept, holds, purges and those that were stopped, and requests of the persons concerned."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.models import Alert
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfStates, Row

DECIDE_WITHIN: Final = timedelta(hours=24)  # after which a stopped purge that nobody has decided is escalated
DAILY, COMMAND = "daily run", "command line"  # who started a purge


class Clock(models.Model):
    """Until when one state may keep one kind of data, on what basis (S6). The database starts one with every voyage,
    message and alert, the strictest; `wind` sets it by policy. It goes with what it is of, and only so."""

    voyage = models.ForeignKey(Voyage, null=True, on_delete=models.DO_NOTHING, related_name="clocks")
    message = models.ForeignKey(Message, null=True, on_delete=models.DO_NOTHING, related_name="clocks")
    alert = models.ForeignKey(Alert, null=True, on_delete=models.DO_NOTHING, related_name="clocks")
    state = models.CharField(max_length=3, blank=True)  # "": none is known yet
    category = models.CharField(max_length=10)  # reference.retention.Category
    legal_basis = models.CharField(max_length=600)  # source of the policy's row
    purpose = models.CharField(max_length=20)
    mask_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    policy = models.CharField(max_length=80)  # the row that set it
    rows = models.CharField(max_length=16)  # fingerprint of all policies then
    wound_at = models.DateTimeField()
    masked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["expires_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_clock_is_of_one_thing",
                condition=models.Q(voyage__isnull=False, message=None, alert=None)
                | models.Q(voyage=None, message__isnull=False, alert=None)
                | models.Q(voyage=None, message=None, alert__isnull=False),
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
                fields=["voyage", "message", "alert", "state", "category"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"clock {self.pk}"


class OfWhoTookIn(OfStates[Row]):
    """What a state took in or set is that state's; what the regional centre did the centre's, whatever it watches over
    (S25, S34): that a court of a state asks for a voyage is not the centre's to know."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if user.state_id else rows.filter(states=[])


class Hold(models.Model):
    """A voyage that is kept though its clock is over: why, by whom, until when. Whoever it concerns, it stays whole."""

    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    until = models.DateField()  # the last day
    review_on = models.DateField(null=True)  # by when somebody looks whether it is needed still
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.TextField(blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfWhoTookIn.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Run(models.Model):
    """One going-through: what was due by `as_of`, how many rows went, the root over the roots of its batches."""

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
    """Written in the transaction that deletes: a batch of the journal that is not here has to be replayed."""

    name = models.UUIDField(primary_key=True, default=uuid4)
    run = models.ForeignKey(Run, null=True, on_delete=models.CASCADE, related_name="batches")
    at = models.DateTimeField()
    count = models.IntegerField()
    root = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "name"]

    def __str__(self) -> str:
        return f"batch {self.name}"


class ClockReading(models.Model):
    """The newest reading of the machine's clock that was trusted: one row, which `trusted_clock` keeps."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"clock trusted at {self.at:%Y-%m-%d %H:%M}"


class StopReason(models.TextChoices):
    """Why a purge did not run."""

    SHARE = "share", "It would have removed a large part of what is stored"
    JUMP = "jump", "The clock is more than a day past the last time it was trusted"
    DIFFERS = "differs", "The clocks of this machine and of the database differ by more than a day"


WHY: Final = {
    StopReason.SHARE: (
        "this purge would take %(travellers)s of %(travellers_stored)s travellers and %(voyages)s of %(voyages_stored)s"
        " voyages; nothing was deleted. A data-protection officer and a second person of the regional centre decide on"
        " the page Stopped deletions"
    ),
    StopReason.JUMP: (
        "this machine's clock says %(machine)s, more than a day after %(other)s, the last time it was trusted; nothing"
        " was deleted. Compare the clock with the right time. If it is wrong, correct it. If it is right, purging goes"
        " on with the next list that a carrier files, or once a data-protection officer confirms the clock on the page"
        " Stopped deletions"
    ),
    StopReason.DIFFERS: (
        "this machine's clock says %(machine)s and the database's %(other)s; nothing was deleted. Correct the clock"
        " that is wrong; purging goes on when the two agree"
    ),
}


class StoppedPurge(models.Model):
    """A purge that did not run. A large one waits for two people; a doubtful clock for a filing or one person.

    Times are by the database's clock. `told`: by user number, how often that person was notified.
    """

    reason = models.CharField(max_length=10, choices=StopReason)
    as_of = models.DateTimeField()  # what was due by then would have been purged
    started_by = models.CharField(max_length=20)  # DAILY or COMMAND
    stopped_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # when a purge last met the same reason
    detail = models.JSONField(default=dict)  # brake.Share, or the times that were compared
    told = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    go_on = models.BooleanField(null=True)  # as proposed or decided; None: nobody has proposed anything
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # decided, or no longer needed
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")  # that carried it out

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
        """Why it did not run and what to do next, for logs, the command line and mails."""
        return str(WHY[StopReason(self.reason)] % self.detail)

    @property
    def decide_by(self) -> datetime:
        """Within a day: keeping too long is a breach as well."""
        return self.stopped_at + DECIDE_WITHIN

    @property
    def waits_for_second(self) -> bool:
        return self.closed_at is None and self.proposed_by_id is not None


class Kind(models.TextChoices):
    """What the person asks for (S34)."""

    ACCESS = "access", "To know what is stored"
    RECTIFY = "rectify", "To have it corrected"
    ERASE = "erase", "To have it deleted"
    RESTRICT = "restrict", "To have its use restricted"
    COMPLAIN = "complain", "A complaint"


class Request(models.Model):
    """A person's request, from intake to answer and review. Of the paper that was shown only its kind is kept."""

    kind = models.CharField(max_length=10, choices=Kind)
    surname = models.CharField(max_length=100)
    given = models.CharField(max_length=150, blank=True)
    born = models.CharField(max_length=10)
    document = models.CharField(max_length=40, blank=True)  # a number to search with
    identity_by = models.CharField(max_length=40)  # what was shown: "passport"; no copy, no number
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_source = models.CharField(max_length=600)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    withheld = models.TextField(blank=True)  # the true reason, for who watches over it; never in the answer
    review_asked_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfWhoTookIn.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="who_answered_does_not_review",
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("answered_by")),
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def reference(self) -> str:
        return f"R-{self.pk}"

    @property
    def standing(self) -> str:
        """open, answered, under review or reviewed: as the pages say it."""
        if self.reviewed_at:
            return "reviewed"
        if self.review_asked_at:
            return "under review"
        return "answered" if self.answered_at else "open"


class Measure(models.Model):
    """What a request leads to, on which rows: asked for by one supervisor, and carried out, with another where the
    state's policy wants two. It holds no data of the person but the statement, which goes into Correction."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="measures")
    travellers = ArrayField(models.BigIntegerField(), default=list, blank=True)  # rows
    until = models.DateField(null=True)  # of a restriction: the last day; none: until it is lifted
    statement = models.TextField(blank=True)  # of the person, to be kept beside what was sent; emptied when it is
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    needs_second = models.BooleanField()
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    root = models.CharField(max_length=64, blank=True)  # of a deletion: which rows went (S10)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfWhoTookIn.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="the_second_is_another",
                condition=models.Q(second_by=None) | ~models.Q(second_by=models.F("asked_by")),
            ),
            models.UniqueConstraint(
                name="one_open_measure_a_request",
                fields=["request"],
                condition=models.Q(done_at=None, declined_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.declined_at is None


class Correction(models.Model):
    """What a person says is right, beside what was sent of them and never in its place (S34). It goes with that row."""

    traveller = models.ForeignKey(Traveller, on_delete=models.PROTECT, related_name="corrections")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfWhoTookIn.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class Restriction(models.Model):
    """While it stands nobody reads that row but who watches over the data, and who decides its alert (S34). The row's
    states know that there is one; its owner, who took the request in, lifts it. `database/hidden.py` enforces."""

    traveller = models.ForeignKey(Traveller, on_delete=models.PROTECT, related_name="restrictions")
    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="restrictions")
    request = models.ForeignKey(Request, null=True, on_delete=models.PROTECT, related_name="restrictions")
    owner = models.CharField(max_length=10)  # REGION, or the state that took the request in
    at = models.DateTimeField()
    until = models.DateField(null=True)  # the last day, by UTC
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_why = models.TextField(blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(name="restriction_stands_idx", fields=["traveller"], condition=models.Q(lifted_at=None))
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"

    def stands(self, on: date) -> bool:
        return self.lifted_at is None and (self.until is None or on <= self.until)


class OfIncidents(OfStates["Incident"]):
    """Those whose people are concerned; what a state recorded for itself is not the centre's to read (S25)."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if user.state_id else rows.filter(owner="REGION")


class Incident(models.Model):
    """A breach of personal data, from the moment it was known of (S32). What was recorded first is never changed."""

    owner = models.CharField(max_length=10)  # REGION, or the state that recorded it
    what = models.TextField()  # what happened, as far as it is known; no traveller's data
    known_at = models.DateTimeField()  # when somebody became aware: the clocks count from here
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    kinds = models.TextField(blank=True)  # of people and data, and how many; "" is not known yet
    consequences = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfIncidents.as_manager()

    class Meta:
        ordering = ["-known_at", "-id"]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class Duty(models.Model):
    """One state's authority is to be told of an incident by `due_at`; who told whom, when. That state's alone."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="duties")
    state = models.CharField(max_length=3)
    due_at = models.DateTimeField()
    due_source = models.CharField(max_length=600)
    due_text = models.CharField(max_length=600)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    told_whom = models.CharField(max_length=200, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [models.UniqueConstraint(name="one_duty_a_state", fields=["incident", "state"])]

    def __str__(self) -> str:
        return f"duty {self.pk}"
