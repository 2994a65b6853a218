"""General_segment of a manifest, and Master_bol of its house bills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.cargo.asycuda.write.lines import branch, branch_if_any, leaf, leaf_if_any
from roadstead.engine.formats.cargo.asycuda.write.traders import address, first
from roadstead.engine.formats.common.quantities import sum_counts, sum_measures
from roadstead.engine.records import Craft, Leg, Manifest, Mode, Party, PartyRole
from roadstead.engine.reference.countries import alpha2

MODES: Final[Mapping[Mode, str]] = {Mode.SEA: "1", Mode.ROAD: "3", Mode.AIR: "4"}
REFERENCES: Final = (
    "Date_of_last_discharge",
    "Import_Rotation",
    "Reference_number",
    "Registration_number",
    "Registration_date",
    "Coloader_code",
    "Previous_manifest",
)


def general_segment(manifest: Manifest) -> Iterator[str]:
    first_leg, last_leg = _ends(manifest)
    yield from branch(
        "General_segment",
        _identification(manifest, first_leg, last_leg),
        _totals(manifest),
        _transport(manifest),
        branch(
            "Load_unload_place",
            leaf("Place_of_departure_code", first_leg.origin),
            leaf("Place_of_destination_code", last_leg.destination),
        ),
        _tonnage(manifest.voyage.craft),
    )


def master_bol(manifest: Manifest, master: str) -> Iterator[str]:
    agent = first(manifest.parties, PartyRole.AGENT)
    yield from branch(
        "Master_bol",
        leaf("Customs_office_code", manifest.office),
        leaf("Voyage_number", manifest.voyage.number),
        leaf("Date_of_departure", _ends(manifest)[0].departure[:10]),
        leaf("Reference_number", dict(manifest.references).get("Reference_number", master)),
        leaf_if_any("Shipping_Agent_code", agent.code if agent else ""),
    )


def _ends(manifest: Manifest) -> tuple[Leg, Leg]:
    legs = manifest.voyage.legs or (Leg(),)
    return legs[0], legs[-1]


def _identification(manifest: Manifest, first_leg: Leg, last_leg: Leg) -> Iterator[str]:
    known_ = dict(manifest.references)
    yield from branch(
        "General_segment_id",
        leaf("Customs_office_code", manifest.office),
        leaf("Voyage_number", manifest.voyage.number),
        leaf("Date_of_departure", first_leg.departure[:10]),
        leaf_if_any("Date_of_arrival", last_leg.arrival[:10]),
        leaf_if_any("Time_of_arrival", _clock(last_leg.arrival)),
        *(leaf_if_any(name, known_.get(name)) for name in REFERENCES),
    )


def _clock(moment: str) -> str:
    """Return the time with seconds, as XML Schema requires."""
    clock = moment[11:]
    return f"{clock}:00" if len(clock) == len("06:30") else clock


def _totals(manifest: Manifest) -> Iterator[str]:
    """Write totals as the sender declared them; those not declared are computed."""
    told, bills = manifest.totals, manifest.consignments
    packages = sum_counts(bill.packages for bill in bills) if told.packages is None else told.packages
    mass = sum_measures(bill.gross_mass_kg for bill in bills) if told.gross_mass_kg is None else told.gross_mass_kg
    boxes = len(manifest.containers) if told.containers is None else told.containers
    yield from branch(
        "Totals_segment",
        leaf("Total_number_of_bols", len(bills) if told.bills is None else told.bills),
        leaf("Total_number_of_packages", packages),
        leaf("Total_number_of_containers", boxes),
        leaf("Total_gross_mass", mass),
    )


def _transport(manifest: Manifest) -> Iterator[str]:
    craft = manifest.voyage.craft
    carrier = first(manifest.parties, PartyRole.CARRIER) or Party(role=PartyRole.CARRIER, code=manifest.voyage.carrier)
    agent, master = first(manifest.parties, PartyRole.AGENT), first(manifest.parties, PartyRole.MASTER)
    yield from branch(
        "Transport_information",
        branch(
            "Carrier",
            leaf("Carrier_code", carrier.code),
            leaf_if_any("Carrier_name", carrier.name),
            leaf_if_any("Carrier_address", address(carrier)),
        ),
        _agent(agent),
        leaf("Mode_of_transport_code", MODES[manifest.voyage.mode]),
        leaf_if_any("Identity_of_transporter", craft.name),
        leaf("Nationality_of_transporter_code", alpha2(craft.flag) or craft.flag),
        leaf_if_any("Place_of_transporter", craft.home_port),
        leaf_if_any("Registration_number_of_transport_code", craft.imo or craft.registration),
        leaf_if_any("Date_of_registration", dict(manifest.references).get("Date_of_registration")),
        leaf_if_any("Master_information", master.name if master else ""),
    )


def _agent(agent: Party | None) -> Iterator[str]:
    if agent is not None:
        yield from branch(
            "Shipping_Agent",
            leaf("Shipping_Agent_code", agent.code),
            leaf_if_any("Shipping_Agent_name", agent.name),
            leaf_if_any("Shipping_Agent_address", address(agent)),
        )


def _tonnage(craft: Craft) -> Iterator[str]:
    yield from branch_if_any(
        "Tonnage",
        leaf_if_any("Tonnage_net_weight", craft.net_tonnage),
        leaf_if_any("Tonnage_gross_weight", craft.gross_tonnage),
    )
