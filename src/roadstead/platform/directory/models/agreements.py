"""Agreements on sharing with partners."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from roadstead.platform.accounts.models import Organisation
from roadstead.platform.accounts.visibility import OfMembers
from roadstead.platform.approvals.models import Approvable, second_approval_constraint
from roadstead.platform.database.row_security import BY_OWNER_ALONE, SOME_STATE, Isolation


class SharingAgreement(Approvable):
    """Agreement on what a party (a state, or the region) may send to a partner. Without one in force nothing is sent.

    The database enforces that the application adds agreements undecided, decides each once, and changes nothing else.
    """

    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    owner = models.CharField(max_length=6)  # the party: a state, or REGION
    categories = ArrayField(models.CharField(max_length=40), default=list)
    measures = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # []: all
    purpose = models.TextField()
    strictest_tlp = models.CharField(max_length=20)  # nothing stricter is sent
    fields = models.CharField(max_length=40, blank=True)  # profile of the fields that are sent
    retention = models.CharField(max_length=40)  # how long the partner keeps the data, as "6 months"
    onward_transfer = models.BooleanField(default=False)
    reference = models.TextField()  # of the decision on which it is based
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = OfMembers.as_manager()

    class Meta:
        ordering = ["partner", "-valid_from", "id"]
        constraints = [
            Isolation(
                name="directory_sharingagreement_isolation",
                read=SOME_STATE,
                write=None,
                add=f"({BY_OWNER_ALONE} and decision = '')",
                change=f"({BY_OWNER_ALONE} and decision = '')",
                changed=BY_OWNER_ALONE,
            ),
            second_approval_constraint("an_agreement_is_approved_by_another"),
            models.CheckConstraint(name="agreement_has_a_reference", condition=~Q(reference="")),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.purpose}"


class AgreementEnd(models.Model):
    """End of an agreement before its last day, by its owner. Nothing is sent under it from then on. Never changed.

    A trigger refuses an agreement of another owner, or one that was never in force.
    """

    agreement = models.OneToOneField(SharingAgreement, on_delete=models.PROTECT, related_name="end")
    owner = models.CharField(max_length=6)
    reason = models.TextField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    objects = OfMembers.as_manager()

    class Meta:
        constraints = [
            Isolation(name="directory_agreementend_isolation", read=SOME_STATE, write=None, add=BY_OWNER_ALONE)
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, ended"
