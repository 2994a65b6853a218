"""Notices about alerts, and their deliveries."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.models import Alert, Event
from roadstead.outbound.notifications.logic.escalation import Level, next_level
from roadstead.outbound.notifications.models.channels import Channel
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfOneAlert, OfStates
from roadstead.platform.database.row_security import BY_ALERT, BY_ALERT_VISIBILITY, BY_STATES, Isolation
from roadstead.platform.handling.models import VisibleAsAlert
from roadstead.targeting.watchlists.models import REGION

REFERENCE_CHARS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: it is read out over the telephone


def new_reference() -> str:
    return "".join(secrets.choice(REFERENCE_CHARS) for _ in range(8))


LEVEL_LABELS: Final = {
    Level.DUTY: _("the officer on duty"),
    Level.SUPERVISOR: _("the supervisor"),
    Level.CENTRE: _("the regional centre"),
}


class DeliveryStatus(models.TextChoices):
    """Status of a delivery."""

    PENDING = "pending", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    UNSURE = "unsure", "Delivery not confirmed"
    FAILED = "failed", "Failed"


class OfNotices(OfStates["Notice"]):
    """Notices that name an alert which the person may know."""

    def visible_to(self, user: User) -> Self:
        known = NoticeAlert.objects.visible_to(user).filter(notice=models.OuterRef("pk"))
        return super().visible_to(user).filter(models.Exists(known))


class Notice(VisibleAsAlert):
    """Notice to one state about the alerts of one voyage; later steps change it until somebody acknowledges it.

    Alerts of the region's lists and of the state's own lists have separate notices, since the centre may acknowledge
    only the former; so have alerts of silent and red entries (`audience`). A notice is visible to everybody who may see
    one of its alerts: the handling of one must not hide the others.
    """

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="notices")  # the foremost of its alerts
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")  # the newest
    state = models.CharField(max_length=3)
    audience = models.CharField(max_length=10)  # routing.Audience
    kind = models.CharField(max_length=20)  # a value of routing.KINDS or SETTLES, of `alert`
    acted_by = models.ForeignKey(  # person who did all that it reports, and so is not called
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.IntegerField(default=1)  # grows with each change: nobody acknowledges what they have not seen
    calls = models.IntegerField(default=1)  # number of times that channels were used for it
    urgency = models.IntegerField(default=0)  # words.urgency_class, and
    weight = models.IntegerField(default=0)  # routing.WEIGHT: the highest of either for which channels were used
    on_duty = ArrayField(models.BigIntegerField(), default=list, blank=True)  # people on the roster; []: all
    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    level = models.IntegerField(default=Level.DUTY.value)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True)  # None: as it was created
    escalates_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state]

    objects = OfNotices.as_manager()

    class Meta:
        ordering = ["-acknowledged_at", "-created_at", "-id"]  # open notices first
        constraints = [
            Isolation(name="notifications_notice_isolation", read=BY_ALERT_VISIBILITY),
            models.UniqueConstraint(name="a_state_is_notified_once_of_an_event", fields=["event", "state"]),
            models.CheckConstraint(
                name="acknowledged_by_somebody",
                condition=models.Q(acknowledged_at=None, acknowledged_by=None)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="notice_open_idx", fields=["escalates_at"], condition=models.Q(acknowledged_at=None)),
            # For the number at the bell, on every page.
            models.Index(name="notice_waits_idx", fields=["state"], condition=models.Q(acknowledged_at=None)),
        ]

    def __str__(self) -> str:
        return f"notice {self.reference}"

    def save(self, *args: Any, **keywords: Any) -> None:
        """Save the notice; a new one gets its first NoticeAlert."""
        is_new = self._state.adding
        super().save(*args, **keywords)
        if is_new:
            NoticeAlert.objects.create(
                notice=self, alert=self.alert, event=self.event, kind=self.kind, states=self.states
            )

    @property
    def reached_label(self) -> str:
        """Return the level that it has reached, in English words; pages translate them."""
        return LEVEL_LABELS[Level(self.level)]

    @property
    def next_level(self) -> Level | None:
        """Return the level that is notified next. The alert must be loaded."""
        return next_level(self.level, shared=self.alert.owner == REGION)

    @property
    def next_level_label(self) -> str:
        """Return the next level in words, or ""."""
        level = self.next_level
        return "" if level is None else LEVEL_LABELS[level]


class NoticeAlert(models.Model):
    """Alert that a notice names, with the last step reported."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="items")
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # a value of routing.KINDS or SETTLES
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state]

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="notifications_noticealert_isolation", read=f"({BY_STATES} and {BY_ALERT})"),
            models.UniqueConstraint(name="a_notice_names_an_alert_once", fields=["notice", "alert"]),
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id} of notice {self.notice_id}"


class Delivery(VisibleAsAlert):
    """Delivery of one notice by one channel, once a call; as visible as the notice.

    `key` never changes: it is the Message-ID of the mail, or the Idempotency-Key of the webhook.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    call = models.IntegerField(default=1)  # Notice.calls
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    status = models.CharField(max_length=10, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()  # earliest next attempt; while being sent: until when it is claimed
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True)  # status code of the receiving server, nothing else
    reason = models.CharField(max_length=200, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="notifications_delivery_isolation", read=BY_ALERT_VISIBILITY),
            models.UniqueConstraint(name="a_channel_tells_once", fields=["notice", "channel", "call"]),
        ]
        indexes = [
            models.Index(
                name="delivery_due_idx", fields=["next_at"], condition=models.Q(status__in=["pending", "sending"])
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
