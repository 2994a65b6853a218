"""Cargo of record: bills and containers of a voyage, their parties, and the statements they are made from."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import RawSQL

from roadstead.engine.records import Level
from roadstead.filings.cargo.logic.firms import Source
from roadstead.filings.cargo.logic.merge import Arrival
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.platform.accounts.visibility import OfStates
from roadstead.platform.database.row_security import ALL_STATES, BY_STATES, MY_CARRIER, Isolation, by_states


def states_field() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=3), default=list, blank=True)


class CargoStatement(models.Model):
    """One message's statement about one bill or container, as read. Never changed: the rows of record are rebuilt from
    these.

    `voyage` is empty for a waybill's own message that names no flight: it applies to every voyage that carries the
    bill.
    """

    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="%(class)ss")
    voyage = models.ForeignKey(Voyage, null=True, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.IntegerField()
    order = models.CharField(max_length=60)
    payload = models.TextField()  # JSON of the record
    states = states_field()

    objects = OfStates.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"statement {self.pk}"


VALUED: Final = '$.values[*] ? ((@.kind == "goods" || @.kind == "customs") && @.amount > 0)'  # the first is used
HEADING: Final = RawSQL("left(coalesce(hs[1], ''), 4)", ())
WORTH: Final = RawSQL(f"(jsonb_path_query_first(declared, '{VALUED}') ->> 'amount')::float8", ())  # noqa: S611 nobody's input
CURRENCY: Final = RawSQL(f"jsonb_path_query_first(declared, '{VALUED}') ->> 'currency'", ())  # noqa: S611


class BillStatement(CargoStatement):
    """Statement about a bill. `payload`: model.Consignment."""

    number = models.CharField(max_length=40, db_index=True)
    master = models.CharField(max_length=40, blank=True, db_index=True)
    action = models.CharField(max_length=3, blank=True)  # of the message, UN/EDIFACT 1225

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            by_states("cargo_billstatement_isolation"),
            models.UniqueConstraint(name="one_bill_per_position", fields=["manifest", "position"]),
        ]
        indexes = [models.Index(name="cargo_statement_of_voyage_idx", fields=["voyage", "number"])]


class Bill(models.Model):
    """A bill or waybill of a voyage, merged from its messages. `is_declared`: still declared."""

    voyage = models.ForeignKey(Voyage, on_delete=models.CASCADE, related_name="bills")
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="bills")  # the newest that names it
    level = models.CharField(max_length=6, choices=[(level.value, level.value) for level in Level])
    number = models.CharField(max_length=40)
    master = models.CharField(max_length=40, blank=True)
    nature = models.CharField(max_length=16, blank=True)
    load = models.CharField(max_length=20, blank=True)
    discharge = models.CharField(max_length=20, blank=True)
    destination = models.CharField(max_length=20, blank=True)
    arrives_at = models.DateTimeField(null=True)  # of `merge.Route.arrival_of`, kept current by `bills.update_arrivals`
    arrives_in = models.CharField(max_length=5, blank=True)  # the port of that arrival
    consignor = models.CharField(max_length=120, blank=True)
    consignee = models.CharField(max_length=120, blank=True)
    party_names = models.TextField(blank=True)  # names of all parties, for search
    goods = models.CharField(max_length=400, blank=True)
    hs = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    packages = models.IntegerField(null=True)
    gross_mass_kg = models.FloatField(null=True)
    containers = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    declared = models.JSONField(default=dict)  # model.Consignment, merged
    first_at = models.DateTimeField()  # when it was first received
    changed_at = models.DateTimeField()
    is_declared = models.BooleanField(default=True)
    # Computed by the database on every write, so that lanes are counted without reading `declared`.
    heading = models.GeneratedField(expression=HEADING, output_field=models.CharField(max_length=4), db_persist=True)
    worth = models.GeneratedField(expression=WORTH, output_field=models.FloatField(null=True), db_persist=True)
    currency = models.GeneratedField(expression=CURRENCY, output_field=models.TextField(null=True), db_persist=True)
    states = states_field()

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            by_states("cargo_bill_isolation"),
            models.UniqueConstraint(name="one_bill_of_a_number", fields=["voyage", "number"]),
        ]
        indexes = [
            models.Index(name="cargo_bill_number_idx", fields=["number"]),
            models.Index(name="cargo_bill_houses_idx", fields=["voyage", "master"], condition=~models.Q(master="")),
            models.Index(name="cargo_bill_lane_idx", fields=["load", "discharge", "first_at"]),
            GinIndex(name="cargo_bill_containers_idx", fields=["containers"]),
        ]

    def __str__(self) -> str:
        return f"bill {self.number}"

    def arrival_on(self, voyage: Voyage) -> Voyage | Arrival:
        """Return where and when the ship arrives with this bill: the voyage itself if that is its own arrival."""
        own = (None, voyage.arrives_at)
        if self.arrives_at in own and self.arrives_in in ("", voyage.destination):
            return voyage
        return Arrival(self.arrives_at, self.arrives_in)

    @property
    def arrival(self) -> Voyage | Arrival:
        return self.arrival_on(self.voyage)


class ContainerStatement(CargoStatement):
    """Statement about a container, from a bill's list, a stowage plan, the terminal or the gate. `payload`:
    model.Container.
    """

    number = models.CharField(max_length=20, db_index=True)
    source = models.CharField(max_length=8, choices=[(source.value, source.value) for source in Source])

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            by_states("cargo_containerstatement_isolation"),
            models.UniqueConstraint(name="one_container_per_position", fields=["manifest", "position"]),
        ]
        indexes = [models.Index(name="cargo_container_voyage_idx", fields=["voyage", "number"])]


class VoyageContainer(models.Model):
    """A container of a voyage, with the fields on which its sources disagree."""

    voyage = models.ForeignKey(Voyage, on_delete=models.CASCADE, related_name="containers")
    number = models.CharField(max_length=20)
    size_type = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    load = models.CharField(max_length=5, blank=True)
    gross_mass_kg = models.FloatField(null=True)
    sources = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    differences = models.JSONField(default=list)  # firms.Difference
    declared = models.JSONField(default=dict)  # model.Container, merged
    states = states_field()

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            by_states("cargo_voyagecontainer_isolation"),
            models.UniqueConstraint(name="one_container_of_a_number", fields=["voyage", "number"]),
        ]
        indexes = [
            models.Index(name="cargo_container_number_idx", fields=["number"]),
            models.Index(name="cargo_container_differs_idx", fields=["voyage"], condition=~models.Q(differences=[])),
        ]

    def __str__(self) -> str:
        return f"container {self.number}"


class Firm(models.Model):
    """One party behind several spellings. Its name is read from its mentions, as far as the user may see them."""

    key = models.CharField(max_length=200, db_index=True)  # the distinctive words of its name, sorted
    country = models.CharField(max_length=3, blank=True)
    code = models.CharField(max_length=35, blank=True)
    address_words = ArrayField(models.CharField(max_length=100), default=list, blank=True)  # of its addresses, sorted
    first_at = models.DateTimeField()
    states = states_field()

    objects = OfStates.as_manager()

    class Meta:
        indexes = [models.Index(name="cargo_firm_code_idx", fields=["code", "id"])]
        constraints = [by_states("cargo_firm_isolation")]

    def __str__(self) -> str:
        return f"firm {self.pk}"


class FirmPlace(models.Model):
    """Two words of an address by which a firm is found. Used by recording only: no user's scope reads it."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=200)

    class Meta:
        constraints = [
            Isolation(name="cargo_firmplace_isolation", read=ALL_STATES),
            models.UniqueConstraint(name="one_place_of_a_firm", fields=["place", "firm"]),
        ]

    def __str__(self) -> str:
        return f"place {self.pk}"


class Mention(models.Model):
    """A party of a bill as spelled there, the firm it is taken for, and why."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="mentions")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="mentions")
    role = models.CharField(max_length=12)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=3, blank=True)
    code = models.CharField(max_length=35, blank=True)
    reasons = models.JSONField(default=list)  # sentences, as `engine.sentences.to_stored` returns them
    states = states_field()

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["bill_id", "id"]
        indexes = [models.Index(name="cargo_mention_newest_idx", fields=["firm", "-id"])]
        constraints = [by_states("cargo_mention_isolation")]

    def __str__(self) -> str:
        return f"mention {self.pk}"


# A carrier may read the number of bills and containers in its own messages: the receipt shows it.
OWN_MESSAGE: Final = (
    "exists (select 1 from voyages_manifest m where m.id = manifest_id"  # noqa: S608
    f" and m.carrier = {MY_CARRIER})"
)


class CargoReport(models.Model):
    """Facts of one cargo message about all its bills: their totals, the parties to all of them, and their deadline."""

    manifest = models.OneToOneField(Manifest, on_delete=models.CASCADE, primary_key=True, related_name="cargo_report")
    voyage = models.ForeignKey(Voyage, null=True, on_delete=models.CASCADE, related_name="cargo_reports")
    action = models.CharField(max_length=3, blank=True)
    source = models.CharField(max_length=8)
    office = models.CharField(max_length=20, blank=True)
    totals = models.JSONField(default=dict)  # model.CargoTotals, as declared
    added_up = models.JSONField(default=dict)  # model.CargoTotals, as its bills add up
    parties = models.JSONField(default=list)  # [model.Party] of the whole message (cargo.parties)
    bills = models.IntegerField(default=0)
    containers = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    due_source = models.CharField(max_length=600, blank=True)
    states = states_field()

    objects = OfStates.as_manager()

    class Meta:
        constraints = [Isolation(name="cargo_cargoreport_isolation", read=f"({BY_STATES} or {OWN_MESSAGE})")]

    def __str__(self) -> str:
        return f"cargo report {self.pk}"
