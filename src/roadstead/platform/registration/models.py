"""Registrations that wait for the confirmation of their address, and the carriers that they became."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Cast, Lower
from django.db.models.lookups import Regex

from roadstead.platform.accounts.models import Carrier, User
from roadstead.platform.database.row_security import IS_SYSTEM, MY_CARRIER, NO_SCOPE, Isolation
from roadstead.platform.registration.carrier_codes import PATTERN

BY_NOBODY_ELSE = f"({IS_SYSTEM} or {NO_SCOPE})"
OF_NO_OTHER_CARRIER = f"({MY_CARRIER} is null or carrier_id = {MY_CARRIER})"


class CraftKind(models.TextChoices):
    """Kind of craft for which somebody registers to file."""

    YACHT = "yacht", "Yacht"
    AIRCRAFT = "aircraft", "Private aircraft"
    AGENT = "agent", "Small agent"


class Registration(models.Model):
    """A registration whose address is not confirmed yet. It opens nothing: the link in its mail does, once, for 24 h.

    Nobody who is signed in to a state or a carrier reads it. It is deleted by the retention row `registration`.
    """

    name = models.CharField(max_length=100)  # of the person or the firm
    email = models.EmailField()
    kind = models.CharField(max_length=10, choices=CraftKind)
    language = models.CharField(max_length=7)
    made_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [Isolation(name="registration_registration_isolation", read=BY_NOBODY_ELSE)]
        indexes = [models.Index(Lower("email"), "made_at", name="registration_email_idx")]

    def __str__(self) -> str:
        return f"registration {self.pk}"


class SelfRegistered(models.Model):
    """A carrier that registered itself, and when its address was confirmed. Other carriers do not read it."""

    carrier = models.OneToOneField(Carrier, on_delete=models.PROTECT, primary_key=True, related_name="self_registered")
    kind = models.CharField(max_length=10, choices=CraftKind)
    confirmed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closing_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            Isolation(name="registration_selfregistered_isolation", read=OF_NO_OTHER_CARRIER, write=BY_NOBODY_ELSE),
            models.CheckConstraint(
                name="a_self_registered_carrier_has_a_code_of_its_own",
                condition=Regex(Cast("carrier", models.CharField()), PATTERN),
            ),
            models.CheckConstraint(
                name="an_account_is_closed_by_somebody_with_a_reason",
                condition=models.Q(closed_at=None, closed_by=None, closing_reason="")
                | models.Q(closed_at__isnull=False, closed_by__isnull=False) & ~models.Q(closing_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"self-registered {self.pk}"


class FilerMail(models.Model):
    """Choice of the lists about which a filer is mailed once they are read. Without a row: those filed on the pages.

    `by_page`: lists that this person filed on the pages; `by_system`: those of the carrier's own system.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="filer_mail")
    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="+")
    by_page = models.BooleanField(default=True)
    by_system = models.BooleanField(default=False)
    language = models.CharField(max_length=7, default="en")

    class Meta:
        constraints = [
            Isolation(name="registration_filermail_isolation", read=f"({BY_NOBODY_ELSE} or carrier_id = {MY_CARRIER})")
        ]

    def __str__(self) -> str:
        return f"mail to user {self.person_id}"


def wants_mail(filer: User) -> bool:
    """Return True if this person is mailed once a list that they filed on the pages was read."""
    chosen = FilerMail.objects.filter(person=filer).first()
    return chosen is None or chosen.by_page
