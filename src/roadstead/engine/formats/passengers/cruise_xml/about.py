"""Documentation data for the page on cruise ships' notices in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="cruise-xml",
    title="Notices of cruise ships as XML",
    standard=(
        "Element names of the US Coast Guard's eNOAD (NOAD 3.1 to 3.6) and of similar forms, as far as they are "
        "public; read by names, not by a schema."
    ),
    recognised="by NOTICE_DETAILS, ARRIVE_DEPART, CREW_LIST, NONCREW_LIST, PassengerList or GuestList within any root.",
    reads=(
        ("NOTICE_DETAILS", "reference, kind, function", "Update and Cancel"),
        ("VESSEL", "craft: name, IMO number, call sign, flag", ""),
        ("VOYAGE_NUMBER", "voyage number", '"null" means none'),
        ("LAST_PORT, ARRIVE, DEPART, NEXT_PORT", "legs", "dates and times in separate elements"),
        ("CREW_LIST, NONCREW_LIST", "travellers", "FNU means no first name"),
        ("REPORTING_PARTY", "who reports, contacts", ""),
    ),
    ignores=(("every other element (cargo, certificates, security)", "`elements-not-used`, and each value as unread"),),
    answers="The receipt.",
    packages=("engine/formats/passengers/cruise_xml", "engine/formats/common/xml_forms", "engine/syntax/xml"),
)
