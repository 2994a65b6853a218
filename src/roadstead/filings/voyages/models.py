"""The manifest of record: voyages, their travellers and documents, and the messages that state them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.engine import records as model
from roadstead.engine.records import Mode
from roadstead.engine.voyages.versions.merge import PRESENCE_LABELS, PresenceReason
from roadstead.engine.voyages.versions.merge import Presence as Presence
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.search_keys import SearchKeys as SearchKeys
from roadstead.platform.accounts.visibility import OfStates, OfStatesOrCarrier
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import (
    ALL_UNRESTRICTED,
    BY_STATES,
    BY_STATES_OR_CARRIER,
    RESTRICTED_IDS,
    UNRESTRICTED,
    Isolation,
    by_states,
    not_restricted,
)


class Voyage(models.Model):
    """One voyage, as all messages about it together state it: local times as sent, instants if the port is known."""

    key = models.CharField(max_length=120, unique=True)
    mode = models.CharField(max_length=4, choices=[(mode.value, mode.value) for mode in Mode])
    carrier = models.CharField(max_length=12, blank=True)
    number = models.CharField(max_length=20, blank=True)
    craft_name = models.CharField(max_length=100, blank=True)
    craft_imo = models.CharField(max_length=10, blank=True)
    craft_call_sign = models.CharField(max_length=20, blank=True)
    craft_mmsi = models.CharField(max_length=12, blank=True)
    craft_registration = models.CharField(max_length=20, blank=True)
    origin = models.CharField(max_length=5, blank=True)
    destination = models.CharField(max_length=5, blank=True)
    departs_local = models.CharField(max_length=16, blank=True)
    arrives_local = models.CharField(max_length=16, blank=True)
    departs_at = models.DateTimeField(null=True)
    arrives_at = models.DateTimeField(null=True, db_index=True)
    filed_at = models.DateTimeField(null=True)  # when the first list was received
    due_at = models.DateTimeField(null=True)  # deadline of the first list, if one is known
    due_source = models.CharField(max_length=600, blank=True)
    declared = models.JSONField(default=dict)  # counts of the whole voyage, as declared
    category = models.CharField(max_length=12, blank=True)  # commercial or private, as the newest message states
    quality = models.JSONField(default=dict)  # model.Quality of the voyage as a whole
    cancelled = models.BooleanField(default=False)
    order = models.CharField(max_length=60, blank=True)  # of the newest message about it
    flight_key = models.CharField(max_length=60, blank=True, db_index=True)  # carrier and number, the same on any day
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["arrives_at", "id"]
        indexes = [
            # The few that every count leaves out.
            models.Index(name="voyage_cancelled_idx", fields=["id"], condition=models.Q(cancelled=True)),
            models.Index(name="voyage_filed_idx", fields=["filed_at"]),  # for the period of statistics
        ]
        constraints = [by_states("voyages_voyage_isolation")]

    def __str__(self) -> str:
        return f"{self.carrier}{self.number.removeprefix(self.carrier)} {self.origin}–{self.destination}"

    @property
    def on_time(self) -> bool | None:
        """True if the first list came by its deadline; None if either is unknown."""
        return self.filed_at <= self.due_at if self.filed_at and self.due_at else None


class Leg(models.Model):
    voyage = models.ForeignKey(Voyage, on_delete=models.CASCADE, related_name="legs")
    position = models.IntegerField()
    origin = models.CharField(max_length=5, blank=True)
    destination = models.CharField(max_length=5, blank=True)
    departs_local = models.CharField(max_length=16, blank=True)
    arrives_local = models.CharField(max_length=16, blank=True)
    departs_at = models.DateTimeField(null=True)
    arrives_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            by_states("voyages_leg_isolation"),
            models.UniqueConstraint(name="one_leg_per_position", fields=["voyage", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.origin}–{self.destination}"


class Manifest(BlankWhileRestricted):
    """One message (or one of several in a body) as read, with its problems."""

    HIDDEN_BY: ClassVar = ("manifests", "id")
    BLANK: ClassVar = {"problems": list, "unread": list, "quality": dict}

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="manifests")
    position = models.IntegerField()  # which of the messages in the body, from 0
    voyage = models.ForeignKey(Voyage, null=True, on_delete=models.PROTECT, related_name="manifests")
    carrier = models.CharField(max_length=12)
    type = models.CharField(max_length=20, blank=True)
    release = models.CharField(max_length=12, blank=True)
    function = models.CharField(max_length=24, blank=True)
    reference = models.CharField(max_length=70, blank=True)
    revision = models.CharField(max_length=12, blank=True)
    subcode = models.CharField(max_length=12, blank=True)
    access_reference = models.CharField(max_length=35, blank=True)
    part = models.CharField(max_length=6, blank=True)
    last_part = models.BooleanField(null=True)
    list_id = models.CharField(max_length=60, blank=True, db_index=True)  # the same for all parts of one list
    content = models.CharField(max_length=16, blank=True)  # of a part: equal for two parts with the same content
    sender = models.CharField(max_length=35, blank=True)
    sent_at = models.CharField(max_length=16, blank=True)
    order = models.CharField(max_length=60)  # sorts the manifests of a voyage by when they were sent, not received
    own_order = models.CharField(max_length=60, blank=True)  # the same by its own clock alone (versions.merge)
    flight_key = models.CharField(max_length=60, blank=True, db_index=True)  # the voyage's name in this message
    stated = models.JSONField(default=dict)  # the voyage as this message gives it, for the carrier's receipt
    voyage_record = models.JSONField(default=dict)  # the same in full, with every leg: model.Voyage
    departs_at = models.DateTimeField(null=True)  # as this message gives it, if the port's clock is known
    arrives_at = models.DateTimeField(null=True)
    declared = models.JSONField(default=dict)
    read = models.JSONField(default=dict)  # numbers read, by kind like `declared`
    traveller_count = models.IntegerField(default=0)
    quality = models.JSONField(default=dict)  # model.Quality of this message
    problems = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStatesOrCarrier.as_manager()

    class Meta:
        ordering = ["message_id", "position"]
        constraints = [
            Isolation(name="voyages_manifest_isolation", read=BY_STATES_OR_CARRIER),
            models.UniqueConstraint(name="one_manifest_per_position", fields=["message", "position"]),
        ]
        indexes = [
            models.Index(name="manifests_m_transaction_idx", fields=["reference", "carrier"]),
            models.Index(name="manifest_filed_idx", fields=["carrier", "voyage"]),  # the voyages of one carrier
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.reference}"


class Traveller(models.Model):
    """One person on one voyage. `declared`: raw values with their segment; `manifest`: the message they are from."""

    voyage = models.ForeignKey(Voyage, on_delete=models.CASCADE, related_name="travellers")
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="travellers")
    segment = models.IntegerField(null=True)
    role = models.CharField(max_length=20)
    surname = models.CharField(max_length=100, blank=True)
    given = models.CharField(max_length=150, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    born = models.CharField(max_length=10, blank=True)
    birth_place = models.CharField(max_length=80, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    residence = models.CharField(max_length=3, blank=True)
    embark = models.CharField(max_length=5, blank=True)
    disembark = models.CharField(max_length=5, blank=True)
    booking = models.CharField(max_length=35, blank=True)
    passenger_reference = models.CharField(max_length=35, blank=True)
    seat = models.CharField(max_length=10, blank=True)
    person_key = models.UUIDField(null=True)  # voyages.identity
    # in the roster: by the first message, in the order sent, that names the person
    position = models.IntegerField(default=0)
    presence = models.CharField(max_length=14, choices=list(PRESENCE_LABELS.items()), default=Presence.EXPECTED)
    presence_reason = models.CharField(
        max_length=20, blank=True, choices=[(why.value, why.value) for why in PresenceReason]
    )
    # versions.merge.ListId of the list that named the person last
    list_id = models.CharField(max_length=60, blank=True)
    declared = models.JSONField(default=dict)  # the whole of model.Traveller, as read
    # if a booking states values too: those of lists, those of the booking, and its locator
    layers = models.JSONField(null=True)
    quality = models.JSONField(default=dict)  # model.Quality of the declared values
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    record: tuple[Any, model.Traveller] | None = None  # `declared`, and the record read back from it (`as_declared`)
    objects = OfStates.as_manager()

    class Meta:
        ordering = ["surname", "given", "id"]
        indexes = [
            models.Index(name="traveller_born_idx", fields=["born"]),  # data subject requests search by it
            models.Index(
                name="traveller_person_idx", fields=["person_key"], condition=models.Q(person_key__isnull=False)
            ),
        ]
        constraints = [
            by_states("voyages_traveller_isolation", unhidden=not_restricted(f"id <> all ({RESTRICTED_IDS})"))
        ]

    def __str__(self) -> str:
        return f"traveller {self.pk}"


class TravellerSummary(models.Model):
    """Birth dates, sexes and nationalities of those on a voyage, for statistics: sorted, without anything that
    identifies a person. One row for each set of states that sees the same people; maintained by triggers of the
    travellers' table.
    """

    # indexed by the constraint below
    voyage = models.ForeignKey(Voyage, on_delete=models.CASCADE, related_name="aboard", db_index=False)
    travellers = models.BinaryField(default=b"")  # eight bytes each: oversight.statistics.logic.aboard
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        constraints = [
            by_states("voyages_travellersummary_isolation"),
            # also the foreign key's index
            models.UniqueConstraint(name="counted_once_aboard", fields=["voyage", "states"]),
        ]

    def __str__(self) -> str:
        return f"aboard voyage {self.voyage_id}"


class Document(models.Model):
    """A travel document as declared. `key` is the number in comparable form: capitals, no separators."""

    traveller = models.ForeignKey(Traveller, on_delete=models.CASCADE, related_name="documents")
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="+")
    segment = models.IntegerField(null=True)
    type = models.CharField(max_length=6, blank=True)
    number = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=40, blank=True, db_index=True)
    issuer = models.CharField(max_length=3, blank=True)
    expires = models.CharField(max_length=10, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [by_states("voyages_document_isolation", unhidden=UNRESTRICTED)]

    def __str__(self) -> str:
        return f"document {self.pk}"


class Statement(models.Model):
    """One message's whole statement about the voyage and its people; the manifest of record is rebuilt from these.

    `travellers`: the row of each person, by position in the message; None if too little was stated to identify anybody.
    """

    manifest = models.OneToOneField(Manifest, on_delete=models.CASCADE, primary_key=True, related_name="statement")
    voyage = models.ForeignKey(Voyage, on_delete=models.CASCADE, related_name="statements")
    carrier = models.CharField(max_length=12)  # the account that filed it, which may read it
    payload = models.TextField()  # JSON of model.Manifest, as read
    travellers = ArrayField(models.BigIntegerField(null=True), default=list, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStatesOrCarrier.as_manager()

    class Meta:
        constraints = [
            Isolation(
                name="voyages_statement_isolation",
                read=BY_STATES_OR_CARRIER,
                write=BY_STATES,
                unhidden=ALL_UNRESTRICTED,
            )
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class Booking(models.Model):
    """One version of a booking, as one message gave it. `is_current`: no newer message gives the same booking."""

    voyage = models.ForeignKey(Voyage, on_delete=models.CASCADE, related_name="bookings")
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="bookings")
    position = models.IntegerField()  # which of the message's bookings, from 0
    carrier = models.CharField(max_length=12)  # the account that sent it
    locator = models.CharField(max_length=35)
    system = models.CharField(max_length=35, blank=True)
    made_at = models.CharField(max_length=16, blank=True)  # when the booking was made, as sent
    detail = models.JSONField(default=dict)  # model.Booking
    travellers = ArrayField(models.BigIntegerField(), default=list, blank=True)  # ids of its people's rows
    order = models.CharField(max_length=60)
    is_current = models.BooleanField(default=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["voyage_id", "system", "locator", "-order", "-position"]
        constraints = [
            by_states("voyages_booking_isolation", unhidden=ALL_UNRESTRICTED),
            models.UniqueConstraint(name="one_booking_per_position", fields=["manifest", "position"]),
        ]
        indexes = [models.Index(name="manifests_b_locator_idx", fields=["locator"])]

    def __str__(self) -> str:
        return f"booking {self.pk}"
