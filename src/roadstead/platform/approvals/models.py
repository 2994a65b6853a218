"""What every proposal that two people decide has in common, and the constraint by which the database holds it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Decision(models.TextChoices):
    """What became of a proposal; "" while it waits."""

    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"  # by whoever proposed it
    REPLACED = "replaced", "Replaced"  # by a newer proposal for the same thing, or overtaken by events


class Approvable(models.Model):
    """Proposed by one person, in force when another approves. Kept as it was decided.

    `proposed_at` None: a draft, which nobody decides yet. `proposed_by` None: the command line, or the library that is
    shipped. `needs_second` False: one person may do this alone, and it is approved as it is made.
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
    def waits(self) -> bool:
        """Whether a second person has still to decide it."""
        return self.needs_second and self.proposed_at is not None and not self.decision

    @property
    def is_approved(self) -> bool:
        return self.decision == Decision.APPROVED


WAITING = Q(needs_second=True, proposed_at__isnull=False, decision="")
BY_POLICY: Final = Q(needs_second=False)  # where the owner's policy asks for no second person
BY_COMMAND_LINE: Final = Q(proposed_by__isnull=True)


def by_two_people(name: str, *others: str, alone: Q | None = None) -> models.CheckConstraint:
    """The constraint of a table of proposals: who approves is neither who proposed nor anybody in the columns `others`.
    `alone`: the rows that may do without a second person where they say so (`needs_second`); as a rule there are none.
    """
    another = Q(decided_by__isnull=False)
    for column in ("proposed_by", *others):
        another &= Q(**{f"{column}__isnull": True}) | ~Q(decided_by=F(column))
    condition = ~Q(decision=Decision.APPROVED) | another
    if alone is not None:
        condition |= Q(needs_second=False) & alone
    return models.CheckConstraint(name=name, condition=condition)
