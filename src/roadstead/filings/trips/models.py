"""Tables of trips. What a filer saves is visible to it alone, a sent declaration to the state of arrival as well."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.engine import records as model
from roadstead.engine.reference.declarations import DeclarationKind
from roadstead.filings.intake.models import Message
from roadstead.filings.trips.logic.notice import OnBoard
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.visibility import OfCarrierAlone, OfOwnStatesOrCarrier
from roadstead.platform.database.row_security import BY_CARRIER_ALONE, BY_OWN_STATES_OR_CARRIER, Isolation


class SavedCraft(models.Model):
    """A boat or aircraft, typed once. Values as the form cleans them: codes of countries, numbers in capitals."""

    carrier = models.CharField(max_length=12)
    mode = models.CharField(
        max_length=4, choices=[(each.value, each.value) for each in (model.Mode.SEA, model.Mode.AIR)]
    )
    name = models.CharField(max_length=60, blank=True)
    registration = models.CharField(max_length=20, blank=True)
    flag = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    call_sign = models.CharField(max_length=12, blank=True)
    mmsi = models.CharField(max_length=9, blank=True)
    imo = models.CharField(max_length=7, blank=True)
    home_port = models.CharField(max_length=60, blank=True)
    used_at = models.DateTimeField()

    objects = OfCarrierAlone.as_manager()

    class Meta:
        ordering = ["-used_at", "-id"]
        constraints = [Isolation(name="trips_savedcraft_isolation", read=BY_CARRIER_ALONE)]
        indexes = [models.Index(name="savedcraft_used_idx", fields=["used_at"])]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.name, self.registration)))

    @property
    def record(self) -> model.Craft:
        return model.Craft(
            name=self.name,
            imo=self.imo,
            call_sign=self.call_sign,
            registration=self.registration,
            flag=self.flag,
            kind=self.kind,
            mmsi=self.mmsi,
            home_port=self.home_port,
        )


class SavedPerson(models.Model):
    """A person who travels with the filer, typed once. `role`: the part in the last trip."""

    carrier = models.CharField(max_length=12)
    surname = models.CharField(max_length=100)
    given = models.CharField(max_length=150, blank=True)
    sex = models.CharField(max_length=1)
    born = models.CharField(max_length=10)
    birth_place = models.CharField(max_length=80, blank=True)
    nationality = models.CharField(max_length=3)
    residence = models.CharField(max_length=3, blank=True)
    document_type = models.CharField(max_length=3)
    document_number = models.CharField(max_length=40)
    issuer = models.CharField(max_length=3)
    expires = models.CharField(max_length=10, blank=True)
    role = models.CharField(max_length=10, choices=[(each.value, each.value) for each in OnBoard])
    used_at = models.DateTimeField()

    objects = OfCarrierAlone.as_manager()

    class Meta:
        ordering = ["surname", "given", "id"]
        constraints = [Isolation(name="trips_savedperson_isolation", read=BY_CARRIER_ALONE)]
        indexes = [models.Index(name="savedperson_used_idx", fields=["used_at"])]

    def __str__(self) -> str:
        return f"{self.given} {self.surname}".strip()

    @property
    def record(self) -> model.Traveller:
        """Return the person without a part in a trip."""
        paper = model.Document(
            type=self.document_type, number=self.document_number, issuer=self.issuer, expires=self.expires
        )
        return model.Traveller(
            surname=self.surname,
            given=self.given,
            sex=self.sex,
            born=self.born,
            birth_place=self.birth_place,
            nationality=self.nationality,
            residence=self.residence,
            documents=(paper,),
        )


class Trip(models.Model):
    """One trip: a draft until it is sent. `sent`: the list as the states have it, with all changes sent since.

    Ports are codes, with their names as typed beside them; times are local to the ports. `declared`: items by kind of
    declaration, as the form has them now.
    """

    carrier = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    craft = models.ForeignKey(SavedCraft, null=True, on_delete=models.SET_NULL, related_name="trips")
    origin = models.CharField(max_length=80, blank=True)
    origin_name = models.CharField(max_length=80, blank=True)
    departs = models.CharField(max_length=16, blank=True)
    destination = models.CharField(max_length=80, blank=True)
    destination_name = models.CharField(max_length=80, blank=True)
    arrives = models.CharField(max_length=16, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    declared = models.JSONField(default=dict)
    sent = models.JSONField(null=True)  # model.Manifest
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField()

    objects = OfCarrierAlone.as_manager()

    class Meta:
        ordering = ["-used_at", "-id"]
        constraints = [Isolation(name="trips_trip_isolation", read=BY_CARRIER_ALONE)]
        indexes = [models.Index(name="trip_used_idx", fields=["used_at"])]

    def __str__(self) -> str:
        return f"trip {self.pk}"

    @property
    def leg(self) -> model.Leg:
        return model.Leg(origin=self.origin, destination=self.destination, departure=self.departs, arrival=self.arrives)

    @property
    def sent_list(self) -> model.Manifest | None:
        """Return the list as it was sent, None of a draft."""
        return msgspec.convert(self.sent, model.Manifest) if self.sent else None


class TripPerson(models.Model):
    """A saved person on a trip. `number`: never given to another person of the trip, so that changes find theirs."""

    carrier = models.CharField(max_length=12)
    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(SavedPerson, on_delete=models.CASCADE, related_name="trips")
    number = models.IntegerField()
    role = models.CharField(max_length=10, choices=[(each.value, each.value) for each in OnBoard])
    expired_confirmed = models.BooleanField(default=False)  # the document has expired, and is sent as it is

    objects = OfCarrierAlone.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            Isolation(name="trips_tripperson_isolation", read=BY_CARRIER_ALONE),
            models.UniqueConstraint(name="a_person_once_on_a_trip", fields=["trip", "person"]),
            models.UniqueConstraint(name="a_number_once_on_a_trip", fields=["trip", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.trip} person {self.number}"


class TripMessage(models.Model):
    """A message that was sent for a trip: its list, a change, or its cancellation."""

    KINDS = (("list", "list"), ("change", "change"), ("cancel", "cancel"))

    carrier = models.CharField(max_length=12)
    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="messages")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="trip_message")
    kind = models.CharField(max_length=12, choices=KINDS)

    objects = OfCarrierAlone.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [Isolation(name="trips_tripmessage_isolation", read=BY_CARRIER_ALONE)]

    def __str__(self) -> str:
        return f"{self.kind} of {self.trip}"


class Declaration(models.Model):
    """One kind of things as declared with a trip, never changed: a later one replaces it. No items: there are none.

    It outlives the filer's trip, and goes with the people of its voyage (`oversight.retention`).
    """

    carrier = models.CharField(max_length=12)
    trip = models.ForeignKey(Trip, null=True, on_delete=models.SET_NULL, related_name="declarations")
    voyage = models.ForeignKey(Voyage, null=True, on_delete=models.CASCADE, related_name="declarations")
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in DeclarationKind])
    items = models.JSONField(default=list)
    sent_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)  # the state of arrival

    objects = OfOwnStatesOrCarrier.as_manager()

    class Meta:
        ordering = ["kind", "-sent_at", "-id"]
        constraints = [
            Isolation(name="trips_declaration_isolation", read=BY_OWN_STATES_OR_CARRIER, write=BY_CARRIER_ALONE)
        ]
        indexes = [models.Index(name="declaration_voyage_idx", fields=["voyage", "kind"])]

    def __str__(self) -> str:
        return f"declaration {self.pk}"

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [dict(each) for each in self.items]
