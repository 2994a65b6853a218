"""Situation reports, the hour at which an organisation wants a draft, and the mails that a person wants.

A draft is its organisation's alone. Once issued, a report is read by its recipients as well, and nobody changes it: no
policy lets a row be written that has been issued or discarded.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.database.row_security import (
    BY_ORGANISATION,
    IS_SYSTEM,
    MY_ORGANISATIONS,
    MY_USER,
    Isolation,
)
from roadstead.platform.directory.visibility import OfOrganisations, PrivateRow
from roadstead.platform.handling.logic.gate import Handling
from roadstead.platform.handling.models import HandledRow, handling_constraint

MAX_HEADLINE_CHARS: Final = 150
OPEN: Final = Q(issued_at=None, discarded_at=None)  # a draft
OWN: Final = f"({BY_ORGANISATION} and ({IS_SYSTEM} or organisation_id = any ({MY_ORGANISATIONS}::varchar[])))"
OWN_DRAFT: Final = f"({OWN} and issued_at is null and discarded_at is null)"
OF_MYSELF: Final = f"({IS_SYSTEM} or person_id::text = {MY_USER})"


class SituationReport(HandledRow, PrivateRow):
    """Report on a period by one organisation. It names no traveller: counts, lines of the log, and words of its
    authors.

    `states`, `organisations`: who reads it; of a draft the own organisation alone.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.CharField(max_length=10)  # the state of the organisation, or REGION
    version = models.IntegerField(default=1)
    replaces = models.BigIntegerField(null=True)  # id of the report that it corrects; no key, as each is deleted alone
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    headline = models.CharField(max_length=MAX_HEADLINE_CHARS, blank=True)
    situation = models.TextField(blank=True)
    events = models.TextField(blank=True)
    lines = models.JSONField(default=list)  # chosen entries of the log: entry, number, at, type, text
    figures = models.JSONField(default=dict)  # figures.FIGURES: number
    note = models.TextField(blank=True)  # on the figures
    coming = models.TextField(blank=True)  # the coming 24 hours
    needs = models.TextField(blank=True)
    recipients = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # codes of organisations
    edition = models.IntegerField(default=0)  # how often it was saved; detects concurrent changes
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(  # None: by the system, at the hour that the organisation has set
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the content, printed on the PDF
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the PDF
    discarded_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # when the words of a replaced version were removed

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-ends", "-id"]
        indexes = [
            models.Index(name="situation_own_idx", fields=["organisation", "-ends"]),
            models.Index(name="situation_ends_idx", fields=["ends"]),
            models.Index(name="situation_open_idx", fields=["organisation"], condition=OPEN),
        ]
        constraints = [
            Isolation(
                name="situation_situationreport_isolation",
                read=BY_ORGANISATION,
                write=None,
                add=OWN_DRAFT,
                change=OWN_DRAFT,
                changed=OWN,
            ),
            handling_constraint("a_situation_report_has_known_codes"),
            models.CheckConstraint(name="a_situation_report_has_a_period", condition=Q(begins__lt=models.F("ends"))),
            models.CheckConstraint(
                name="a_person_issues_a_situation_report",
                condition=Q(issued_at=None, issued_by=None, digest="", sha256="", pdf=None)
                | Q(issued_at__isnull=False, issued_by__isnull=False, pdf__isnull=False, discarded_at=None)
                & ~Q(digest="")
                & ~Q(sha256="")
                & ~Q(headline=""),
            ),
            models.UniqueConstraint(
                name="a_situation_report_is_corrected_once", fields=["replaces"], condition=Q(discarded_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"situation report {self.pk}"

    @property
    def handling(self) -> Handling:
        """Return the handling: its author names the recipients, and with them their states."""
        return self.build_handling(states=self.states)

    @property
    def status(self) -> str:
        """Return `draft`, `issued` or `discarded`."""
        return "discarded" if self.discarded_at else "issued" if self.issued_at else "draft"


class SituationHour(PrivateRow):
    """Hour of the organisation's clock at which a draft is prepared each day."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True, related_name="+")
    hour = models.IntegerField()
    last_day = models.DateField(null=True)  # day of the last draft that was prepared so

    objects = OfOrganisations.as_manager()

    class Meta:
        constraints = [
            Isolation(name="situation_situationhour_isolation", read=BY_ORGANISATION, write=OWN),
            models.CheckConstraint(name="an_hour_of_a_day", condition=Q(hour__gte=0, hour__lte=23)),
        ]

    def __str__(self) -> str:
        return f"situation report of {self.organisation_id} at {self.hour}"


class LogMail(models.Model):
    """Mails about the watch log and situation reports that a person wants. Without a row: none."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="log_mail")
    reports = models.BooleanField(default=False)  # each situation report that is addressed to the own organisation
    digest = models.BooleanField(default=False)  # each day the number of entries in the own log
    hour = models.IntegerField(default=6)  # of the digest, by the clock of the organisation
    last_day = models.DateField(null=True)  # day of the last digest

    class Meta:
        constraints = [
            Isolation(name="situation_logmail_isolation", read=OF_MYSELF),
            models.CheckConstraint(name="an_hour_of_a_digest", condition=Q(hour__gte=0, hour__lte=23)),
        ]

    def __str__(self) -> str:
        return f"mail to user {self.person_id}"
