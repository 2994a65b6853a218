"""Alerts with their reasons and events, the decision of each state, and presence on their pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from roadstead.casework.alerts.logic.checks import CHECKED
from roadstead.casework.alerts.logic.protection import POWER, PROTECTION
from roadstead.casework.alerts.logic.urgency import (
    CERTAIN_KINDS,
    FULL_STRENGTH,
    LEAST_STRENGTH,
    MOST_SERIOUS,
    OF_ACTION,
)
from roadstead.casework.alerts.logic.workflow import GOODS_LABELS, OPEN, SELECTED, STATE_LABELS, Act, AlertState
from roadstead.engine.records import Action, HitKind
from roadstead.engine.rules import RULES
from roadstead.filings.cargo.logic.merge import Arrival
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.visibility import OfAlerts, OfOneAlert
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import (
    BY_ALERT,
    BY_ALERT_VISIBILITY,
    BY_HANDLING,
    BY_STATES,
    Isolation,
    is_my_state,
)
from roadstead.platform.handling.logic.codes import Tlp
from roadstead.platform.handling.logic.gate import Handling
from roadstead.platform.handling.models import HandledRow, VisibleAsAlert, handling_constraint
from roadstead.platform.timeline.models import HasTimeline, TimelineEvent
from roadstead.platform.timeline.tasks import TaskAct
from roadstead.targeting.watchlists.models import REGION

TITLES = {rule.code: rule.title for rule in RULES}
# As `urgency.strength` and `urgency.weight`; the database computes them whenever a row is written.
STRENGTH = models.Case(
    models.When(kind__in=sorted(CERTAIN_KINDS), then=models.Value(1.0)),
    default=Least(Greatest(models.F("score"), models.Value(LEAST_STRENGTH)), models.Value(FULL_STRENGTH))
    / models.Value(FULL_STRENGTH),
)
WEIGHT = models.F("seriousness") / models.Value(float(MOST_SERIOUS)) * STRENGTH

# A match with a party of a whole manifest concerns the voyage and its cargo, neither a person nor the craft.
ABOUT_MANIFEST = models.Q(traveller=None, bill=None, rule="", kind__in=[HitKind.PARTY.value, HitKind.NAME.value])
ABOUT_CARGO = models.Q(bill__isnull=False) | ABOUT_MANIFEST
# Kinds that identify a person or a firm. All other kinds on a bill are about goods or a container (Alert.is_goods).
IDENTITY = (HitKind.PARTY, HitKind.NAME, HitKind.DOCUMENT)
# Alerts that the gate lets leave by other ways than a page, as SQL: neither red nor of a silent entry.
OFF_PAGE = ~models.Q(tlp=Tlp.RED) & models.Q(named=[]) & ~models.Q(action=Action.DISCREET)
ABOUT_GOODS = models.Q(bill__isnull=False) & ~models.Q(kind__in=[kind.value for kind in IDENTITY])


class Alert(HasTimeline, BlankWhileRestricted, HandledRow):
    """Possible match with its reasons, until a named officer decides (S13, S20). Handled as its list was when last
    matched.
    """

    # The listed entry reveals almost as much about the person as the declaration, so it is blanked too.
    BLANK: ClassVar = {
        "declared": dict,
        "reasons": list,
        "person_key": None,
        "listed": dict,
        "entry_name": "",
        "entry_id": "",
    }

    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="alerts")
    traveller = models.ForeignKey(Traveller, null=True, on_delete=models.PROTECT, related_name="alerts")
    bill = models.ForeignKey(Bill, null=True, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10)  # model.HitKind
    list_name = models.CharField(max_length=100, blank=True)
    entry_id = models.CharField(max_length=120, blank=True)
    entry_name = models.CharField(max_length=300, blank=True)
    entry_hash = models.CharField(max_length=64, blank=True)
    # owner of the list: REGION, or a state, which alone is notified
    owner = models.CharField(max_length=10, default=REGION)
    listed = models.JSONField(default=dict)  # model.Entry when last matched
    declared = models.JSONField(default=dict)  # model.Traveller when last matched, or logic.compare.StoredBill
    rule = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=10)  # action that the list's owner asks for: stop, refer, discreet
    score = models.FloatField(default=0)
    seriousness = models.FloatField(default=float(OF_ACTION[Action.REFER.value]))  # urgency.seriousness
    weight = models.GeneratedField(expression=WEIGHT, output_field=models.FloatField(), db_persist=True)
    reasons = models.JSONField(default=list)  # [{"text", "value", "feature"}]
    replay = models.JSONField(default=dict)  # versions of list, rule, matcher, policy (S19)
    state = models.CharField(max_length=10, default=AlertState.NEW, db_index=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="alerts")
    person_key = models.UUIDField(null=True)
    party_key = models.UUIDField(null=True)  # for a party of cargo: logic.compare.party_key
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    dealt_at = models.DateTimeField(null=True)  # when an officer dealt with it at the border; shared like `state`
    # True if it is in anybody's queue (workflow.has_work). Kept by triggers, since no state sees the decisions of
    # others.
    open_somewhere = models.BooleanField(default=True, editable=False)
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # TLP:RED: ids of the only users who see it

    objects = OfAlerts.as_manager()

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            Isolation(name="alerts_alert_isolation", read=BY_HANDLING),
            handling_constraint("alerts_alert_handling"),
            # Screening the same list twice never duplicates an alert.
            models.UniqueConstraint(
                name="one_alert_per_match",
                fields=["voyage", "traveller", "bill", "kind", "list_name", "entry_id", "rule"],
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(name="alert_entry_idx", fields=["entry_id", "list_name"]),
            models.Index(name="alert_person_idx", fields=["person_key"]),
            models.Index(name="alert_open_idx", fields=["voyage"], condition=models.Q(open_somewhere=True)),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"

    @property
    def handling(self) -> Handling:
        """Handling codes with the audience: the alert's states or, for a silent entry, those who may know of silent
        entries.
        """
        return self.build_handling(states=self.states, named=self.named, is_silent=self.action == Action.DISCREET)

    @property
    def label(self) -> str:
        """Label of the state on every screen: a possible match until an officer has decided."""
        state = AlertState(self.state)
        return GOODS_LABELS.get(state, STATE_LABELS[state]) if self.is_goods else STATE_LABELS[state]

    @property
    def headline(self) -> str:
        """Title of the rule that raised it, "" for a match by likeness. For a written rule the sentence that it had
        then.
        """
        said = self.reasons[0]["text"] if self.rule and self.reasons else self.rule
        return TITLES.get(self.rule, said)

    @property
    def about(self) -> str:
        """Subject of the alert (people, cargo or craft), by which the queue is filtered."""
        if self.is_about_cargo:
            return "cargo"
        return "people" if self.traveller_id is not None else "craft"

    @property
    def subject_key(self) -> UUID | None:
        """Key of all identifiers of the declared side, person or party; None if there are none."""
        return self.person_key or self.party_key

    @property
    def is_about_manifest(self) -> bool:
        """True if the alert meets the condition `ABOUT_MANIFEST`."""
        by_name = self.kind in {HitKind.PARTY, HitKind.NAME} and not self.rule
        return by_name and self.traveller_id is None and self.bill_id is None

    @property
    def is_about_cargo(self) -> bool:
        """True if customs handle it: about a bill, or a party of a whole manifest."""
        return self.bill_id is not None or self.is_about_manifest

    @property
    def is_goods(self) -> bool:
        """True if it is about goods or a container, so that no identity is compared (as `ABOUT_GOODS`)."""
        return self.bill_id is not None and self.kind not in IDENTITY

    @property
    def tagged(self) -> str:
        """State as the status tags name it: goods are "freed" rather than cleared."""
        return "freed" if self.is_goods and self.state == AlertState.CLEARED else self.state

    @property
    def mark(self) -> str:
        """Value by which an open page notices that a colleague has moved the alert on."""
        return f"{self.state}+" if self.dealt_at else self.state

    @property
    def route_states(self) -> list[str]:
        """States that it may concern: those of the bill, else every state on the voyage's route."""
        return self.bill.states if self.bill else self.voyage.states

    @property
    def arrival(self) -> Voyage | Arrival:
        """Arrival at which somebody can be met: where a bill is discharged, else at the end of the voyage."""
        return self.bill.arrival_on(self.voyage) if self.bill else self.voyage

    @property
    def is_open(self) -> bool:
        """True if no officer has decided."""
        return self.state in OPEN

    @property
    def is_live(self) -> bool:
        """True if somebody still has to decide and act: False once only the written decision is missing."""
        return self.is_open and self.dealt_at is None

    @property
    def is_selected(self) -> bool:
        """True if goods wait for the check that customs ordered."""
        return self.state in SELECTED and self.dealt_at is None


def clock() -> datetime:
    """Return the current time, the default of `Event.at`."""
    return timezone.now()


class Event(TimelineEvent, BlankWhileRestricted, VisibleAsAlert):
    """Event of an alert: timeline and audit log at once, append-only. A trigger writes each into the outbox
    (outbound.notifications).

    Text of an officer may be removed when its retention period is over (`removed_at`); the chain goes on by its hash.
    What was done, by whom, when and with which effect stays.
    """

    SUBJECT: ClassVar = "alert"
    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"note": "", "reasons_for": "", "reasons_against": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField(default=clock)
    content = None  # this model has columns of its own
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)  # "" if the state does not change
    note = models.TextField(blank=True)
    # logic.compare.ATTRIBUTES: the finding that the officer ticked for each (S14)
    compared = models.JSONField(default=dict)
    reasons_for = models.TextField(blank=True)  # evidence for the same person (S14)
    reasons_against = models.TextField(blank=True)
    goods = models.JSONField(default=dict)  # for a decision about goods: {"container", "place"}
    # state whose own decision it belongs to; "" for the shared alert
    by_state = models.CharField(max_length=3, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    salt = models.UUIDField(null=True, default=uuid4)  # prevents guessing removed text from its hash
    removed_at = models.DateTimeField(null=True)

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            Isolation(
                name="alerts_event_isolation",
                read=f"({BY_ALERT_VISIBILITY} and (by_state = '' or {is_my_state('by_state')}))",
            ),
            models.UniqueConstraint(name="one_event_of_an_alert_a_number", fields=["alert", "number"]),
            # No machine takes, clears or confirms (S13): the database asks for a name.
            models.CheckConstraint(
                name="an_act_has_a_person",
                condition=~models.Q(act__in=sorted(map(str, (*Act, *TaskAct, CHECKED, PROTECTION, POWER))))
                | models.Q(who__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.act}"

    def words(self) -> dict[str, str]:
        salt = self.salt.hex if self.salt else ""
        return {
            "note": self.note,
            "reasons_for": self.reasons_for,
            "reasons_against": self.reasons_against,
            "salt": salt,
        }

    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("before", "after", "compared", "goods")} | {"of": self.by_state}

    def is_blank(self) -> bool:
        """Return True if the text was removed without replacement, or is restricted for the reader."""
        return self.is_restricted or (self.removed_at is not None and not any(self.words().values()))


class StateDecision(models.Model):
    """Decision of one state on an alert that concerns several (decision 0022)."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="state_decisions")
    by_state = models.CharField(max_length=3)  # the state
    state = models.CharField(max_length=10)  # workflow.AlertState
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    dealt_at = models.DateTimeField(null=True)  # when an officer of that state dealt with it at the border
    states = ArrayField(models.CharField(max_length=3), default=list)  # [by_state], for isolation

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["by_state"]
        constraints = [
            Isolation(name="alerts_statedecision_isolation", read=f"({BY_ALERT} and {BY_STATES})"),
            models.UniqueConstraint(name="a_state_decides_once", fields=["alert", "by_state"]),
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id} for {self.by_state}: {self.state}"

    @property
    def label(self) -> str:
        return STATE_LABELS[AlertState(self.state)]


class Viewer(models.Model):
    """Presence of a user on an alert's page, which renews the row. After `queue.PRESENCE_TIMEOUT` it does not count."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="viewers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfOneAlert.as_manager()

    class Meta:
        constraints = [
            Isolation(name="alerts_viewer_isolation", read=BY_ALERT),
            models.UniqueConstraint(name="one_presence_per_person", fields=["alert", "user"]),
        ]

    def __str__(self) -> str:
        return f"presence on alert {self.alert_id}"
