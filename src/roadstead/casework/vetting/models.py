"""Vetting sheets, their applicants, and the possible matches, which the regional centre alone reads."""

from __future__ import annotations

from typing import Any, Final, Self

import msgspec
from django.conf import settings
from django.db import models
from django.db.models import Q

from roadstead.engine import records as model
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.visibility import OfRegion, Row
from roadstead.platform.approvals.models import Approvable, second_approval_constraint
from roadstead.platform.database.row_security import (
    ALL_STATES,
    MY_ORGANISATIONS,
    MY_STATE,
    Isolation,
)
from roadstead.platform.database.scope import EVERYTHING
from roadstead.platform.directory.visibility import OfOrganisations, PrivateRow

# The centre, and of the asking state the people of the organisation that asks.
BY_UNIT: Final = f"({ALL_STATES} or ({MY_STATE} = any (states) and organisations && {MY_ORGANISATIONS}::varchar[]))"
MAX_REASON_CHARS: Final = 500
MAX_CONTACT_CHARS: Final = 200


class OfUnits(OfOrganisations[Row]):
    """Rows of the asking organisation; the regional centre sees all."""

    def visible_to(self, user: User) -> Self:
        return self.all() if user.scope.states == (EVERYTHING,) else super().visible_to(user)


class SheetStatus(models.TextChoices):
    RECEIVED = "received", "Received"  # waits for the screening, or is being screened
    OPEN = "open", "Being checked"  # an analyst decides
    ANSWERED = "answered", "Letter sent"  # watched until the state has decided about everybody
    CLOSED = "closed", "Closed"  # the state has decided about everybody


class Result(models.TextChoices):
    """Result for an applicant in the letter; "" before it."""

    NONE = "none", "No record found"
    CHECKS = "checks", "Further checks advised"
    HELD = "held", "Information held"


class StateOutcome(models.TextChoices):
    """Decision of the state; "" while it is awaited."""

    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Application withdrawn"


class Finding(models.TextChoices):
    """Decision about a possible match; "" while it is open."""

    SAME = "same", "Same person"
    NOT_SAME = "not_same", "Not the same person"
    CHECKS = "checks", "Further checks"


class VettingSheet(PrivateRow):
    """Sheet as sent by a unit, with its progress and letter. Retention removes file and letter, and keeps their hashes.

    `basis`: what the screening was made with (`pipeline.vetting`); `stamp`: state of the lists of its last screening.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)  # of the file
    file = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    urgent = models.BooleanField(default=False)
    reason = models.CharField(max_length=MAX_REASON_CHARS, blank=True)  # why it is urgent
    due_at = models.DateTimeField(null=True)
    due_kind = models.CharField(max_length=10, blank=True)  # target, or deadline if a verified row says so
    status = models.CharField(max_length=10, default=SheetStatus.RECEIVED, choices=SheetStatus)
    problems = models.JSONField(default=list)  # of reading, each with its row
    people = models.IntegerField()
    screened = models.IntegerField(default=0)
    basis = models.JSONField(default=dict)
    stamp = models.CharField(max_length=40, blank=True)
    letters = models.IntegerField(default=0)  # letters sent so far; the last one holds
    letter = models.BinaryField(default=b"")
    letter_sha256 = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=20, blank=True)  # by which anybody can check the letter
    contact = models.CharField(max_length=MAX_CONTACT_CHARS, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)  # when retention removed file and letter

    objects = OfUnits.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(name="vetting_sheet_work_idx", fields=["status", "-urgent", "received_at"])]
        constraints = [
            Isolation(name="vetting_vettingsheet_isolation", read=BY_UNIT),
            models.UniqueConstraint(name="one_code_a_letter", fields=["code"], condition=~Q(code="")),
            models.CheckConstraint(name="an_urgent_sheet_says_why", condition=Q(urgent=False) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"vetting sheet {self.pk}"


class VettingApplicant(PrivateRow):
    """Person of a sheet, as the reader gives them (`declared`: a Traveller). `row`: in the sheet."""

    sheet = models.ForeignKey(VettingSheet, on_delete=models.PROTECT, related_name="applicants")
    row = models.IntegerField()
    declared = models.JSONField()
    person_key = models.UUIDField(null=True)  # `identity.person_key`: the same person in another sheet
    screened_with = models.CharField(max_length=60, blank=True)  # `Replay.statistics_version` of the last screening
    result = models.CharField(max_length=10, blank=True, choices=Result)
    outcome = models.CharField(max_length=10, blank=True, choices=StateOutcome)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfUnits.as_manager()

    class Meta:
        ordering = ["sheet_id", "row"]
        indexes = [models.Index(name="vetting_applicant_person_idx", fields=["person_key"])]
        constraints = [
            Isolation(name="vetting_vettingapplicant_isolation", read=BY_UNIT),
            models.UniqueConstraint(name="one_applicant_a_row", fields=["sheet", "row"]),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of vetting sheet {self.sheet_id}"

    @property
    def person(self) -> model.Traveller:
        return msgspec.convert(self.declared, model.Traveller)

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.person.surname, self.person.given) if part)


class VettingMatch(Approvable):
    """Possible match of an applicant. A confirmed one (`SAME`) needs a second person.

    `kind`, `score`, `reasons` and `replay` are those of the hit, named as an alert names them.
    """

    applicant = models.ForeignKey(VettingApplicant, on_delete=models.PROTECT, related_name="matches")
    kind = models.CharField(max_length=10)
    list_name = models.CharField(max_length=100)
    entry_id = models.CharField(max_length=120)
    entry_name = models.CharField(max_length=300, blank=True)
    entry_hash = models.CharField(max_length=64, blank=True)
    listed = models.JSONField(default=dict)
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    replay = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)  # when the lists no longer gave it, although it was decided
    finding = models.CharField(max_length=10, blank=True, choices=Finding)
    earlier = models.BigIntegerField(null=True)  # id of the decision on an earlier sheet that counts here

    objects = OfRegion.as_manager()

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            Isolation(name="vetting_vettingmatch_isolation", read=ALL_STATES),
            models.UniqueConstraint(name="one_match_an_entry", fields=["applicant", "list_name", "entry_id"]),
            second_approval_constraint("a_vetting_match_is_confirmed_by_another", alone=~Q(finding=Finding.SAME)),
        ]

    def __str__(self) -> str:
        return f"vetting match {self.pk}"

    @property
    def declared(self) -> Any:
        return self.applicant.declared

    @property
    def is_decided(self) -> bool:
        return bool(self.finding) and self.is_approved
