"""What may be shared with partners, an organisation's own rules, and what people are qualified for."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from roadstead.platform.accounts.models import Organisation
from roadstead.platform.accounts.visibility import OfMembers
from roadstead.platform.approvals.models import Approvable, by_two_people
from roadstead.platform.database.row_security import (
    BY_ORGANISATION,
    BY_OWNER_ALONE,
    SOME_STATE,
    Isolation,
    kept_by_owner,
)
from roadstead.platform.directory.models.points import ContactPointHolder
from roadstead.platform.directory.visibility import OfOrganisations


class SharingAgreement(Approvable):
    """What a partner may be sent by a party (a state, or the region). Without one in force nothing leaves.

    The database holds that the application adds them undecided, decides each once, and changes nothing else.
    """

    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    owner = models.CharField(max_length=6)  # the party: a state, or REGION
    categories = ArrayField(models.CharField(max_length=40), default=list)
    measures = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # []: all
    purpose = models.TextField()
    strictest_tlp = models.CharField(max_length=20)  # nothing stricter is sent
    fields = models.CharField(max_length=40, blank=True)  # profile of the fields that are sent
    retention = models.CharField(max_length=40)  # how long the partner keeps it, as "6 months"
    onward_transfer = models.BooleanField(default=False)
    reference = models.TextField()  # of the decision that it rests on
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
            ),
            by_two_people("an_agreement_is_approved_by_another"),
            models.CheckConstraint(name="agreement_has_a_reference", condition=~Q(reference="")),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.purpose}"


class OrganisationRule(models.Model):
    """A rule of an organisation's own procedure, by name, as in response times."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rules")
    owner = models.CharField(max_length=6)
    rule = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    reference = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = OfMembers.as_manager()

    class Meta:
        ordering = ["organisation", "rule", "-valid_from"]
        constraints = [kept_by_owner("directory_organisationrule_isolation")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.value}"


class Qualification(models.Model):
    """A course that a person has passed, by its code, with the hash of the evidence: for the own organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="qualifications"
    )
    holder = models.ForeignKey(ContactPointHolder, null=True, on_delete=models.CASCADE, related_name="qualifications")
    course = models.CharField(max_length=40)
    issued_on = models.DateField()
    until = models.DateField(null=True)
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=64)  # sha256
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.TextField(blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list)
    organisations = ArrayField(models.CharField(max_length=12), default=list)

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["course", "-issued_on", "id"]
        constraints = [
            Isolation(name="directory_qualification_isolation", read=BY_ORGANISATION),
            models.CheckConstraint(
                name="of_an_account_or_of_a_holder",
                condition=Q(user__isnull=False, holder=None) | Q(user=None, holder__isnull=False),
            ),
            models.CheckConstraint(name="revoked_with_a_reason", condition=Q(revoked_at=None) | ~Q(revoked_why="")),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.issued_on}"
