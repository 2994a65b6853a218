"""Base model of proposals with a second approval, and the database constraint that enforces the second person."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Decision(models.TextChoices):
    """Result of a proposal; "" while it waits."""

    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"  # by its proposer
    REPLACED = "replaced", "Replaced"  # by a newer proposal for the same thing, or overtaken by events


class Approvable(models.Model):
    """Row proposed by one person, in force when another approves it. It is kept as it was decided.

    `proposed_at` None: a draft, which cannot be decided yet. `proposed_by` None: the command line, or the shipped
    library. `needs_second` False: one person may do this alone, and the row is approved as it is made.
    """

    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    needs_second = models.BooleanField(default=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, blank=True, choices=Decision)
    decision_reason = models.TextField(blank=True)

    proposed_by_id: int | None
    decided_by_id: int | None

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        """Return True if a second person has still to decide it."""
        return self.needs_second and self.proposed_at is not None and not self.decision

    @property
    def is_approved(self) -> bool:
        return self.decision == Decision.APPROVED


WAITING = Q(needs_second=True, proposed_at__isnull=False, decision="")
BY_POLICY: Final = Q(needs_second=False)  # where the owner's policy requires no second person
BY_COMMAND_LINE: Final = Q(proposed_by__isnull=True)


def second_approval_constraint(name: str, *others: str, alone: Q | None = None) -> models.CheckConstraint:
    """Return the constraint that the approver is neither the proposer nor anybody in the columns `others`.

    `alone`: rows that need no second person if they say so (`needs_second`); by default there are none.
    """
    another = Q(decided_by__isnull=False)
    for column in ("proposed_by", *others):
        another &= Q(**{f"{column}__isnull": True}) | ~Q(decided_by=F(column))
    condition = ~Q(decision=Decision.APPROVED) | another
    if alone is not None:
        condition |= Q(needs_second=False) & alone
    return models.CheckConstraint(name=name, condition=condition)
