"""Documentation pages on CUSRES, CONTRL and APERAK (docs/reference/messages)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

CUSRES_PAGE: Final = FormatPage(
    name="cusres",
    title="CUSRES, the answer of an authority",
    standard="UN/EDIFACT CUSRES D.95B to D.21B; WCO/IATA/ICAO guide, appendix II B. Read and written.",
    recognised="by the message type in UNH; if the heading is missing, by BGM 962 or 963, ERP or a response code.",
    reads=(
        ("BGM 1001", "kind of response", "961, 962 response, 963 rejection, 132 and 312 later change, acknowledgement"),
        ("RFF+TN", "the transaction to which it responds", ""),
        ("RFF+AF or VON, DTM, LOC", "voyage and legs", ""),
        ("ERP 1049", "level", "1 the voyage, 2 a person"),
        ("RFF AVF, ABO of a point", "booking, passenger", "identify the traveller"),
        (
            "RFF AAM, BM, BH, MB, HB, AWB, HWB, MWB, XC; DOC 703 to 741",
            "bill",
            "of the point that has it, or of the points after it; in the heading, of all",
        ),
        ("GIS 7365", "code and its words: goods released, to be examined, detained", "if no point has a code (ERC)"),
        ("TDT, DTM, LOC", "voyage", "in any order; several TDT of one truck are one vehicle with several numbers"),
        ("ERC 9321", "code and its meaning", "by the profile of the authority, a table: 0Z, 1Z, digits"),
        ("FTX", "text of the response", ""),
    ),
    ignores=(
        ("goods and AUT of the customs use", "unread"),
        ("a code that is in no profile", "a warning; the response is stored with its code and without a meaning"),
    ),
    answers=(
        "We write it: one point for each traveller, OK, not OK, insufficient with the fields that are missing, or "
        "refer. Never a list, a score or a reason."
    ),
    packages=tuple(
        f"engine/formats/responses/{name}.py" for name in ("cusres", "cusres_bills", "cusres_points", "heading")
    ),
)
CONTRL_PAGE: Final = FormatPage(
    name="contrl",
    title="CONTRL and APERAK, answers on syntax and content",
    standard="ISO 9735-4 CONTRL, versions 2 to 4; UN/EDIFACT APERAK D.95B to D.21B. Read and written.",
    recognised="by the message type in UNH.",
    reads=(
        (
            "CONTRL UCI, UCF, UCM, UCS, UCD",
            "a response for each level",
            "with the action (0083) and the error (0085) in words, and its place",
        ),
        ("APERAK BGM, RFF, DTM", "the message to which it responds", "the first of TN, ACW, AGO, ACE and DM"),
        ("APERAK ERC, FTX, RFF", "a response for each error", "its code, text, and line"),
    ),
    ignores=(("other segments", "unread"),),
    answers="We write them in response to EDIFACT: CONTRL on the syntax, APERAK with a point for each problem.",
    packages=tuple(
        f"engine/formats/responses/{name}.py" for name in ("contrl", "aperak", "acknowledgement", "heading")
    ),
)
