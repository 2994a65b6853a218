"""Users of the service: carriers, people with their roles, and carriers' systems with their tokens.

States and organisations have a module of their own (`organisations`).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from roadstead.engine.reference.required_courses import Gap
from roadstead.platform.accounts.answered_calls import AnsweredCall as AnsweredCall
from roadstead.platform.accounts.organisations import Organisation as Organisation
from roadstead.platform.accounts.organisations import State as State
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.approvals.models import BY_COMMAND_LINE, Approvable, second_approval_constraint
from roadstead.platform.database.scope import NOBODY, REGIONS_PEOPLE, Scope
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind


class Carrier(models.Model):
    """Company or person that files lists: an airline, a shipping line, an agent, a captain."""

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Role(models.TextChoices):
    """Role of a person; `permissions` says what it lets them do."""

    CARRIER = "carrier", "Carrier"  # files for one carrier
    ANALYST = "analyst", "Analyst"  # of the regional centre, never of a state
    OFFICER = "officer", "Officer"  # of a state, at the border where people arrive
    WATCHLIST_OWNER = "watchlist_owner", "Watchlist owner"  # maintains a state's lists, or the region's
    SUPERVISOR = "supervisor", "Supervisor"  # of a state, or of the regional centre
    FOCAL_POINT = "focal_point", "Focal point"  # contact in a state for the regional centre and other states
    CENTRAL_AUTHORITY = "central_authority", "Central authority"  # of a state: drafts and validates warrants
    COURT = "court", "Court"  # a clerk of a court of a state, who drafts warrants
    AUDITOR = "auditor", "Auditor"
    DATA_PROTECTION = "data_protection", "Data-protection officer"
    OPERATOR = "operator", "Operator"  # runs the machine
    ADMINISTRATOR = "administrator", "Administrator"  # administers accounts


STATE_ROLES = (Role.OFFICER, Role.FOCAL_POINT, Role.CENTRAL_AUTHORITY, Role.COURT)
CENTRE_ROLES = (Role.ANALYST, Role.OPERATOR)
OVERSIGHT_ROLES = (Role.AUDITOR, Role.DATA_PROTECTION)  # they read restricted data too, and change nothing (S30)
NO_DATA_ROLES = (Role.ADMINISTRATOR, Role.OPERATOR)  # they run the system, and may see no travellers (S26)


class User(AbstractUser):
    """A named person. Without a state: of the regional centre. A carrier's user sees only what that carrier sent."""

    role = models.CharField(max_length=20, choices=Role, default=Role.ANALYST)
    state = models.ForeignKey(State, null=True, blank=True, on_delete=models.PROTECT)
    carrier = models.ForeignKey(Carrier, null=True, blank=True, on_delete=models.PROTECT)
    organisation = models.ForeignKey(  # of the person's state, or of none; None: unknown, and for carriers' people
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    # S27: access only while these are current; None: none recorded, which the list of people marks.
    certificate_until = models.DateField(null=True, blank=True)
    clearance_until = models.DateField(null=True, blank=True)
    certified_at = models.DateTimeField(null=True, blank=True)  # last confirmation that the account is needed
    opened_at = models.DateTimeField(default=timezone.now)  # day of creation or reopening, which counts as use
    demo = models.BooleanField(default=False)  # of the demonstration region

    # The state for which this supervisor of the regional centre decides one proposal (`approvals`). Never stored.
    acting_for_state: ClassVar[str] = ""
    # Name of the state's system through which this person acts, or that reads by itself. Never stored.
    through: ClassVar[str] = ""
    # Id of the one request that this guest, who has no account, reads and answers. Never stored.
    guest_of: ClassVar[int] = 0
    # Required courses that this person lacks, read with the user at sign-in (`directory.backend`). Never stored.
    missing_courses: ClassVar[tuple[Gap, ...]] = ()

    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_carriers_user_has_a_carrier_and_no_state",
                condition=models.Q(role="carrier", carrier__isnull=False, state__isnull=True)
                | (~models.Q(role="carrier") & models.Q(carrier__isnull=True)),
            ),
            models.CheckConstraint(
                name="an_officer_has_a_state_and_an_analyst_none",
                condition=models.Q(role__in=STATE_ROLES, state__isnull=False)
                | models.Q(role__in=CENTRE_ROLES, state__isnull=True)
                | ~models.Q(role__in=STATE_ROLES + CENTRE_ROLES),
            ),
            models.CheckConstraint(
                name="a_carriers_user_has_no_organisation",
                condition=~models.Q(role="carrier") | models.Q(organisation__isnull=True),
            ),
            # Single sign-on finds an account by its address.
            models.UniqueConstraint(
                Lower("email"), name="an_email_address_is_one_persons", condition=~models.Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def scope(self) -> Scope:
        """Return the database scope of this person."""
        if self.guest_of:
            return Scope(request=self.guest_of)
        if not self.is_active or self.role in NO_DATA_ROLES:
            return NOBODY
        if self.role == Role.CARRIER:
            return Scope(carrier=self.carrier_id or "")
        if self.through and self.pk is None:
            return Scope(states=(self.state_id or "",), organisation=self.organisation_id or "", is_system=True)
        seen = Scope(states=(self.state_id,)) if self.state_id else REGIONS_PEOPLE
        return replace(seen, user=self.pk or 0, is_oversight=self.role in OVERSIGHT_ROLES)


class TokenScope(models.TextChoices):
    """Part of the API that a token of an organisation opens."""

    ALERTS = "alerts", "Read alerts"
    OUTCOMES = "outcomes", "Post outcomes and checks made elsewhere"
    SELECTIONS = "selections", "Select goods for examination and post the result"
    CONTAINERS = "containers", "Read detained and released containers"
    REQUESTS = "requests", "Read and answer requests"
    VETTING = "vetting", "Send sheets of applicants and read the letters"


class Token(Approvable):
    """Token that the system of a carrier, or of an organisation of a state, presents instead of a password. Only its
    hash is stored.

    `scopes`: what the token of an organisation opens; `name`: what the organisation calls its system.
    """

    carrier = models.ForeignKey(Carrier, null=True, on_delete=models.CASCADE, related_name="tokens")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="tokens")
    scopes = ArrayField(models.CharField(max_length=12, choices=TokenScope), default=list)
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            second_approval_constraint("a_token_is_confirmed_by_another", alone=BY_COMMAND_LINE),
            models.CheckConstraint(
                name="a_token_is_of_a_carrier_or_of_an_organisation",
                condition=models.Q(carrier__isnull=False, organisation__isnull=True, scopes=[])
                | models.Q(carrier__isnull=True, organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier_id or self.organisation_id} · {self.name}"

    @classmethod
    def issue(
        cls, of: Carrier | Organisation, name: str, *, by: User | None = None, scopes: Sequence[TokenScope] = ()
    ) -> str:
        """Return the secret of a new token, which is shown once.

        A token issued by a person (`by`) is accepted once a second person has confirmed it (`invitations.tokens`).
        """
        # Never a dash first, which a shell's command takes for an option.
        secret, now = f"t{secrets.token_urlsafe(32)}", timezone.now()
        made = cls(name=name, sha256=cls.digest(secret), needs_second=by is not None, scopes=[*scopes])
        if isinstance(of, Carrier):
            made.carrier = of
        else:
            made.organisation = of
        approvals.propose(made, reason="", by=by, now=now)
        if by is None:
            approvals.approve_alone(made, by=None, now=now)
        made.save()
        if by is not None:
            outbox.write(EventKind.PROPOSAL, made.pk, of="token")
        return secret

    @staticmethod
    def digest(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    @property
    def scope_labels(self) -> list[str]:
        """Scopes of an organisation’s token, in English words."""
        return [TokenScope(each).label for each in self.scopes]

    @property
    def is_unused(self) -> bool:
        """Return True if the token was unused for so long that it is no longer accepted (S27)."""
        last = self.used_on or (self.proposed_at.date() if self.proposed_at else None)
        return last is None or timezone.now().date() - last > timedelta(days=settings.CARRIER_UNUSED_DAYS)

    @classmethod
    def carrier_of(cls, secret: str) -> Carrier | None:
        """Return the carrier whose token this is, or None; record the day of use, once a day."""
        token = cls.accepted(secret)
        return token.carrier if token else None

    @classmethod
    def accepted(cls, secret: str) -> Token | None:
        """Return the token with this secret if it is in use, or None; record the day of use, once a day."""
        rows = cls.objects.filter(sha256=cls.digest(secret), revoked_at=None)
        token = rows.select_related("carrier", "organisation__state").first()
        if token is None or not token.is_approved or token.is_unused:
            return None
        today = timezone.now().date()
        if token.used_on != today:
            cls.objects.filter(pk=token.pk).update(used_on=today)
        return token


class Invitation(Approvable):
    """Link that lets its holder set the password of one account, once. Only the hash of the link is stored.

    A link made by a person opens nothing until a second person has approved it; neither may own the account.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [second_approval_constraint("a_link_is_confirmed_by_another", "user", alone=BY_COMMAND_LINE)]

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.is_approved and not self._is_over

    @property
    def may_be_confirmed(self) -> bool:
        return self.is_waiting and not self._is_over

    @property
    def is_first(self) -> bool:
        """Return True if the account was never used: the link replaces no password and no second factor."""
        return self.user.last_login is None and not self.user.has_usable_password()

    @property
    def _is_over(self) -> bool:
        return self.used_at is not None or self.withdrawn_at is not None or self.expires_at <= timezone.now()


class Reopening(models.Model):
    """Record of a person opening a closed or unused account again. Append-only: independence is judged by it."""

    account = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reopenings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="reopening_by_idx", fields=["by", "at"])]

    def __str__(self) -> str:
        return f"{self.account} opened again {self.at:%Y-%m-%d}"


class AccountNotice(models.Model):
    """Notice to one person about a change to accounts, or about work that waits or is due.

    It is shown at the next sign-in, and mailed if an address is known (`EventKind.ACCOUNT_NOTICE` of the outbox).
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="account_notices")
    kind = models.CharField(max_length=20)  # a key of notice_texts.TEXTS
    places = models.JSONField(default=dict)  # values for the sentence: names of accounts, carriers and states
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(name="notice_unseen_idx", fields=["person"], condition=models.Q(seen_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"
