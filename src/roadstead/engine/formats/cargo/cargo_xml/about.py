"""Page on Cargo-XML in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="cargo-xml",
    title="Cargo-XML: air waybills, flight manifests, statuses",
    standard="IATA Cargo-XML: XFWB, XFZB, XFHL, XFFM, XFSU and XFNM, versions 1 to 6. IATA sells the schemas; the "
    "names are those found in messages.",
    recognised="by the root in a namespace that begins with iata:, or by MessageHeaderDocument in any or none.",
    reads=(
        (
            "MessageHeaderDocument",
            "type, version, purpose, sender, recipient, time",
            "further addresses of the same sender are not read",
        ),
        (
            "BusinessHeaderDocument, TransportContractDocument",
            "waybill number",
            "with or without hyphen; a wrong check digit is reported",
        ),
        (
            "ConsignorParty, ConsigneeParty, FreightForwarderParty, NotifyParty, AssociatedParty",
            "parties",
            "the lines under a name are its address; FreightForwarderParty is the agent",
        ),
        (
            "OriginLocation, FinalDestinationLocation, SpecifiedLogisticsTransportMovement",
            "from, to, onward flights",
            "the first flight with a number names the voyage",
        ),
        (
            "TotalPieceQuantity, PackageQuantity, …WeightMeasure, …VolumeMeasure",
            "pieces, pieces inside, kilograms, cubic metres",
            "converted from any unit of UNECE recommendation 20; a volume in kilograms is reported",
        ),
        ("Included…ConsignmentItem", "lines of goods with codes, dangerous goods", "pieces are compared with the sum"),
        ("…UnitLoadTransportEquipment", "unit load devices", "type, serial and owner"),
        ("IncludedCustomsNote", "notes (OCI)", "without country and segment, those of the note before apply"),
        ("HandlingSPH-, SSR-, OSIInstructions", "handling codes, notes", ""),
        (
            "ArrivalEvent, AssociatedTransportCargo",
            "flight manifest: legs, waybills by airport",
            "a waybill in "
            "several devices is merged and added up; MasterConsignment directly under the root is read too",
        ),
        ("ReportedStatus", "movements", "of XFSU"),
        ("StatusCode, ResponseStatus", "answers", "of XFNM"),
    ),
    ignores=(
        ("rates, charges, signatures and every other element", "`elements-not-used`, and each value as unread"),
        (
            "XSDG, XFBL's bookings, XTMV and others",
            "read as far as the names are the same; the rest is stored and reported",
        ),
    ),
    answers="The receipt.",
    packages=(
        "engine/formats/cargo/cargo_xml",
        "engine/formats/common/xml_cargo",
        "engine/formats/common/xml_forms/unread_values.py",
    ),
)
