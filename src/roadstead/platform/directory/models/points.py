"""Contact points, their holders, and their competences. Every member reads them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from roadstead.platform.accounts.models import Organisation
from roadstead.platform.accounts.visibility import OfMembers
from roadstead.platform.database.row_security import BY_ORGANISATION, Isolation, written_by_owner
from roadstead.platform.directory.visibility import OfOrganisations


class Function(models.TextChoices):
    """Function of a contact point."""

    HEAD = "head", "Head of office"
    FOCAL_POINT = "focal_point", "Focal point"
    DUTY_DESK = "duty_desk", "Duty desk"
    JUDGE = "judge", "Judge"
    CENTRAL_AUTHORITY = "central_authority", "Central authority"
    EXAMINER = "examiner", "Examiner"
    LIAISON = "liaison", "Liaison officer"
    APPROVER = "approver", "Approver"
    TRAINER = "trainer", "Trainer"


class ContactPoint(models.Model):
    """Post of an organisation, whoever holds it. Ended, never deleted."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contact_points")
    owner = models.CharField(max_length=6)  # the organisation's, for isolation
    title = models.CharField(max_length=120)
    functions = ArrayField(models.CharField(max_length=20, choices=Function), default=list)
    since = models.DateField()
    until = models.DateField(null=True)

    objects = OfMembers.as_manager()

    class Meta:
        ordering = ["organisation", "title", "id"]
        constraints = [written_by_owner("directory_contactpoint_isolation")]

    def __str__(self) -> str:
        return self.title


class ContactPointHolder(models.Model):
    """Holder of a contact point, or deputy: an account (`user`), or a person without one (`name`).

    A holder who has accepted reads what the organisation is sent (`roadstead_organisations`). Nobody names themselves.
    """

    class Kind(models.TextChoices):
        HOLDER = "holder", "Holder"
        DEPUTY = "deputy", "Deputy"

    contact_point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="holders")
    owner = models.CharField(max_length=6)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HOLDER)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the last day
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects = OfMembers.as_manager()

    class Meta:
        ordering = ["-kind", "id"]  # the holder first
        constraints = [
            written_by_owner("directory_contactpointholder_isolation"),
            models.CheckConstraint(name="nobody_names_themselves", condition=Q(user=None) | ~Q(user=F("named_by"))),
            models.CheckConstraint(
                name="an_account_or_a_name", condition=Q(user=None) & ~Q(name="") | Q(user__isnull=False, name="")
            ),
            models.UniqueConstraint(
                name="one_holder_at_a_time", fields=["contact_point"], condition=Q(kind="holder", valid_to=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else self.name


class HolderContact(models.Model):
    """Mail and telephone of a person without an account: visible to the organisation that named them."""

    holder = models.OneToOneField(ContactPointHolder, on_delete=models.CASCADE, related_name="contact")
    mail = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list)
    organisations = ArrayField(models.CharField(max_length=12), default=list)

    objects = OfOrganisations.as_manager()

    class Meta:
        constraints = [Isolation(name="directory_holdercontact_isolation", read=BY_ORGANISATION)]

    def __str__(self) -> str:
        return f"contact of holder {self.holder_id}"


class Competence(models.Model):
    """Measure for which a contact point is competent, as written in `source` and confirmed by a person."""

    contact_point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="competences")
    owner = models.CharField(max_length=6)
    measure = models.CharField(max_length=40)
    crimes = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # []: all
    stage = models.CharField(max_length=40, blank=True)  # "": every stage
    urgent_only = models.BooleanField(default=False)
    instruments = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfMembers.as_manager()

    class Meta:
        ordering = ["measure", "id"]
        constraints = [
            written_by_owner("directory_competence_isolation"),
            models.CheckConstraint(name="competence_has_a_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="verified_by_somebody",
                condition=Q(verified_on=None, verified_by=None)
                | Q(verified_on__isnull=False, verified_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of contact point {self.contact_point_id}"
