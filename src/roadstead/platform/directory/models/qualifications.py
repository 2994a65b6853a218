"""Courses that people with an account have passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.reference.required_courses import MAX_COURSE_CHARS
from roadstead.platform.accounts.models import OVERSIGHT_ROLES, Organisation, Role, User
from roadstead.platform.accounts.visibility import Row
from roadstead.platform.database.row_security import BY_OWNER_ALONE, Isolation
from roadstead.platform.directory.logic.qualification import HeldQualification


class OfHolders(models.QuerySet[Row, Row]):
    """Qualifications: visible to their holder; to supervisors, auditors and data protection of the state or centre; and
    to administrators, who administer all accounts.
    """

    def visible_to(self, user: User) -> Self:
        if user.role == Role.ADMINISTRATOR:
            return self.all()
        own = self.filter(owner=user.state_id or REGION)
        return own if user.role in {Role.SUPERVISOR, *OVERSIGHT_ROLES} else own.filter(user=user)


class Qualification(models.Model):
    """Course that its holder has passed, as recorded by a person who administers the account.

    `course` is a code, since courses are described elsewhere. A row is not edited: it is extended once, or revoked, or
    another one is recorded.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="qualifications")
    owner = models.CharField(max_length=6)  # the holder's state, or REGION
    course = models.CharField(max_length=MAX_COURSE_CHARS)
    issued_on = models.DateField()
    until = models.DateField(null=True)  # the last day; None: it does not expire
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    evidence_sha256 = models.CharField(max_length=64, blank=True)  # of a file kept elsewhere
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # Live alerts stay open to the holder for 30 days more after expiry.
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revocation_reason = models.TextField(blank=True)

    objects = OfHolders.as_manager()

    class Meta:
        ordering = ["course", "-issued_on", "-id"]
        constraints = [
            Isolation(name="directory_qualification_isolation", read=BY_OWNER_ALONE),
            models.CheckConstraint(
                name="nobody_qualifies_themselves",
                condition=~Q(user=F("recorded_by")) & (Q(extended_by=None) | ~Q(user=F("extended_by"))),
            ),
            models.CheckConstraint(
                name="revoked_and_extended_with_a_reason",
                condition=(Q(revoked_at=None) | ~Q(revocation_reason=""))
                & (Q(extended_at=None) | ~Q(extension_reason="")),
            ),
            models.CheckConstraint(
                name="expires_after_its_issue", condition=Q(until=None) | Q(until__gte=F("issued_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"qualification {self.pk}"

    @property
    def held(self) -> HeldQualification:
        return HeldQualification(
            course=self.course,
            until=self.until,
            is_revoked=self.revoked_at is not None,
            is_extended=self.extended_at is not None,
        )


def parse_held(found: Sequence[Sequence[Any]]) -> list[HeldQualification]:
    """Return the qualifications in a result of `roadstead_qualifications` for one person."""
    return [
        HeldQualification(
            course=course,
            until=date.fromisoformat(until) if until else None,
            is_revoked=is_revoked,
            is_extended=is_extended,
        )
        for course, until, is_revoked, is_extended in found
    ]
