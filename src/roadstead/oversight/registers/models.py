"""Decisions of the region's bodies, their effects, and what an owner has put into effect.

A body decides in its own meeting. The regional centre records the result, and a second person approves the record; that
opens nothing. Each effect waits for its owner, whose data it opens.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadstead.platform.accounts.models import Organisation
from roadstead.platform.accounts.visibility import OfMembers
from roadstead.platform.approvals.models import Approvable, Decision, second_approval_constraint
from roadstead.platform.database.row_security import (
    ALL_STATES,
    BY_OWNER_ALONE,
    SOME_STATE,
    Isolation,
    belongs_to_visible_row,
)
from roadstead.platform.directory.models import SharingAgreement

MAX_TITLE_CHARS: Final = 150
MAX_REFERENCE_CHARS: Final = 60
MAX_TEXT_CHARS: Final = 8000
RECORDED: Final = "registers_bodydecision"
OF_DRAFT: Final = (
    f"({ALL_STATES} and exists (select 1 from {RECORDED} record where record.id = decision_id"  # noqa: S608
    " and record.proposed_at is null))"
)


class EffectKind(models.TextChoices):
    AGREEMENT = "agreement", "Sharing agreement with a partner"
    OTHER = "other", "Something that its owner carries out"


class BodyDecision(Approvable):
    """Decision of a body, as the centre records it. Members read it once it is approved; nobody changes it then."""

    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=MAX_REFERENCE_CHARS)  # the body's own
    decided_on = models.DateField()
    title = models.CharField(max_length=MAX_TITLE_CHARS)
    text = models.TextField()
    file_name = models.CharField(max_length=100, blank=True)  # cleaned; "": no file
    file_kind = models.CharField(max_length=8, blank=True)  # file_types.KINDS
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_content = models.BinaryField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = OfMembers.as_manager()

    class Meta:
        ordering = ["-decided_on", "-id"]
        indexes = [models.Index(name="registers_decided_idx", fields=["-decided_on", "-id"])]
        constraints = [
            Isolation(
                name="registers_bodydecision_isolation",
                read=f"({SOME_STATE} and ({ALL_STATES} or decision = '{Decision.APPROVED}'))",
                write=None,
                add=f"({ALL_STATES} and decision = '')",
                change=f"({ALL_STATES} and decision = '')",
                changed=ALL_STATES,
            ),
            second_approval_constraint("a_decision_of_a_body_is_approved_by_another", "entered_by"),
            models.UniqueConstraint(
                name="a_body_has_one_decision_of_a_reference",
                fields=["body", "reference"],
                condition=Q(decision__in=["", Decision.APPROVED]),
            ),
            models.CheckConstraint(
                name="a_decision_has_its_words", condition=~Q(reference="") & ~Q(title="") & ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.reference}"

    @property
    def is_draft(self) -> bool:
        return self.proposed_at is None and not self.decision

    @property
    def status(self) -> str:
        """Return `draft`, `waiting`, or what was decided about the record."""
        return self.decision or ("draft" if self.is_draft else "waiting")


class DecisionEffect(models.Model):
    """Effect of a decision: what changes, and for whom, once `owner` puts it into effect.

    `terms`: of an agreement, as `directory.sharing` takes them; of another effect `what` is to be done.
    """

    decision = models.ForeignKey(BodyDecision, on_delete=models.PROTECT, related_name="effects")
    kind = models.CharField(max_length=12, choices=EffectKind)
    owner = models.CharField(max_length=6)  # a state, or REGION: whose data it opens, or who carries it out
    partner = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField(default=dict)
    starts = models.DateField()
    ends = models.DateField(null=True)  # the last day; None: no end

    objects = OfMembers.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            Isolation(
                name="registers_decisioneffect_isolation",
                read=belongs_to_visible_row(RECORDED, "decision_id"),
                write=OF_DRAFT,
            ),
            models.CheckConstraint(
                name="an_effect_ends_after_it_starts", condition=Q(ends=None) | Q(ends__gte=F("starts"))
            ),
            models.CheckConstraint(
                name="an_agreement_has_a_partner",
                condition=Q(kind=EffectKind.AGREEMENT, partner__isnull=False)
                | Q(kind=EffectKind.OTHER, partner__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"effect {self.pk} of decision {self.decision_id}"


class EffectStart(models.Model):
    """Start of an effect by its owner. Never changed or deleted.

    A trigger refuses an effect of another owner, or of a record that is not approved.
    """

    effect = models.OneToOneField(DecisionEffect, on_delete=models.PROTECT, related_name="start")
    owner = models.CharField(max_length=6)
    agreement = models.ForeignKey(SharingAgreement, null=True, on_delete=models.PROTECT, related_name="+")
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    objects = OfMembers.as_manager()

    class Meta:
        constraints = [
            Isolation(name="registers_effectstart_isolation", read=SOME_STATE, write=None, add=BY_OWNER_ALONE)
        ]

    def __str__(self) -> str:
        return f"{self.effect}, put into effect"


class EffectEnd(models.Model):
    """End of an effect before its last day, by its owner, with the reason. Never changed or deleted.

    A trigger refuses an effect of another owner, or one that was not put into effect.
    """

    effect = models.OneToOneField(DecisionEffect, on_delete=models.PROTECT, related_name="end")
    owner = models.CharField(max_length=6)
    reason = models.TextField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    objects = OfMembers.as_manager()

    class Meta:
        constraints = [Isolation(name="registers_effectend_isolation", read=SOME_STATE, write=None, add=BY_OWNER_ALONE)]

    def __str__(self) -> str:
        return f"{self.effect}, ended"
