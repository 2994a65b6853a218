"""Methods to reach a contact point, and results of contacts."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.accounts.visibility import OfMembers
from roadstead.platform.database.row_security import BY_ORGANISATION, Isolation, written_by_owner
from roadstead.platform.directory.logic.freshness import ContactRecord
from roadstead.platform.directory.models.points import ContactPoint
from roadstead.platform.directory.visibility import OfOrganisations


class Result(models.TextChoices):
    """Result of a test call, or of any other contact."""

    ANSWERED = "answered", "Somebody answered"
    UNANSWERED = "unanswered", "Nobody answered"


class ContactMethod(models.Model):
    """One way to reach a contact point, tried in `order`. Radio and I-24/7 are only shown, never used to send."""

    class Method(models.TextChoices):
        PAGE = "page", "Roadstead"
        MAIL = "mail", "E-mail"
        WEBHOOK = "webhook", "Webhook"
        TELEPHONE = "telephone", "Telephone"
        RADIO = "radio", "Radio"
        I247 = "i247", "I-24/7"

    contact_point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="methods")
    owner = models.CharField(max_length=6)
    method = models.CharField(max_length=10, choices=Method)
    target = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=120, blank=True)  # free text; "": at any time
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    order = models.IntegerField(default=1)
    confirmed_at = models.DateTimeField(null=True)  # when somebody answered, or its owner recorded it
    tested_at = models.DateTimeField(null=True)
    test_result = models.CharField(max_length=10, blank=True, choices=Result)
    unanswered = models.IntegerField(default=0)  # consecutive contacts

    objects = OfMembers.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [written_by_owner("directory_contactmethod_isolation")]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.target}"

    @property
    def reached(self) -> ContactRecord:
        return ContactRecord(confirmed_at=self.confirmed_at, unanswered=self.unanswered)


class Contact(models.Model):
    """One attempt to reach somebody, with notes: visible to the organisation that called and the one called."""

    method = models.ForeignKey(ContactMethod, on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=10, choices=Result)
    note = models.CharField(max_length=300, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list)
    organisations = ArrayField(models.CharField(max_length=12), default=list)

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [Isolation(name="directory_contact_isolation", read=BY_ORGANISATION)]

    def __str__(self) -> str:
        return f"contact {self.pk}"
