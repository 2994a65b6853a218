"""Documentation data for the page on ISO 28005 in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="iso28005",
    title="ISO 28005, a ship's clearance as XML",
    standard="ISO 28005-2:2011 and 2021, EPCMessage, with crew list and passenger list.",
    recognised=(
        "by the names of root and children, in any namespace or none, also inside an envelope, as the text of one "
        "element, or without the root; in any character set the document or its bytes declare."
    ),
    reads=(
        ("EPCMessageHeader", "reference, version, sender, recipient, time", ""),
        ("MessageType", "function", "clearance, update, cancel; an acknowledgement removes nobody"),
        ("ShipID", "craft: name, IMO number, call sign, MMSI, flag", ""),
        ("VoyageNumber", "voyage number", ""),
        (
            "LastPort, PortOfArrival, NextPort and their times",
            "legs",
            "UN/LOCODE, or name; times also beside them",
        ),
        ("Agent", "who reports, contacts", ""),
        (
            "PassengerList, CrewList",
            "travellers",
            "name, sex, birth, nationality, documents, rank, ports of embarking and disembarking, transit",
        ),
        ("PersonsOnboard", "declared counts", "compared with those named"),
    ),
    ignores=(
        (
            "every other element (waste, security, cargo, health)",
            "`elements-not-used`, and each value as unread with its path",
        ),
    ),
    answers="The receipt.",
    packages=("engine/formats/passengers/iso28005", "engine/formats/common/xml_forms", "engine/syntax/xml"),
)
