"""Pages on EDIFACT cargo messages in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage, Row

PACKAGES: Final = ("engine/formats/cargo/edifact",)
UNREAD: Final = (
    ("segments and codes that are not used", "unread: stored as sent, shown with the message"),
    (
        "segments that are not in the directory's order",
        "read in the group where they fit; a warning if they could be read wrongly",
    ),
)
ANSWERS: Final = "The receipt, with every problem by segment and field; CONTRL and APERAK if the sender requests them."
HEADER: Final[tuple[Row, ...]] = (
    ("BGM 1001, 1000, 1004, 1056", "code, sub-kind, number, version", ""),
    (
        "BGM 1225",
        "action",
        "9 original, 4 change, 5 replacement, 2 addition, 3 deletion, 1 cancellation, 22 final; applied to every bill",
    ),
    ("DTM+137", "time of the document", "also if its length differs from its code, with a warning"),
    ("RFF of the header", "references of the document", ""),
    ("NAD+MS (else CA, AG), CTA, COM", "who reports, contacts", ""),
)
VOYAGE: Final[tuple[Row, ...]] = (
    ("TDT 8028, 3127, 8067, 8179", "voyage: number, carrier, mode", "the mode also from 8179 (31 lorry, 13 ship)"),
    ("TDT C222", "craft", "IMO number (146), call sign (103), name, flag; also if the name is in 3055; of a "
     "truck VIN (146), licence plate (215), DOT number (274), transponder (8)"),
    ("further TDT", "further transports: feeder, pre-carriage, on-carriage", "each with craft, number and ports; "
     " several TDT that differ only in C222 are one transport"),
    ("LOC 3227 of TDT and header", "ports in the order of travel", "94, 125 before; 5, 9 departure; 60, 11, 87, 153 "
     "arrival; 61 next; 8, 7, 130 last"),
    ("DTM 132, 133, 136, 178, 186, 189, 232", "times of the legs", "actual before scheduled before estimated; day and "
     "hour in two segments (102, 401) are one; an arrival at the first port is shown as a movement"),
    ("LOC 22, 41, 118", "customs office", ""),
    ("LOC C517", "places", "a UN/LOCODE in the second component (1131) is read, with a warning"),
)  # fmt: skip
UNIT: Final[tuple[Row, ...]] = (
    (
        "EQD 8053, 8260, 8155",
        "kind, number, size and type",
        "spaces are removed from a number; the check digit (ISO 6346) is tested",
    ),
    ("EQD 8249, 8169", "import, export, transit, transhipment; full or empty", ""),
    (
        "MEA WT, G, AET, AAL, T, VGM",
        "gross, goods, tare and verified mass (kg)",
        "KGM, LBR, TNE, GRM and what senders write instead; value and unit in either order",
    ),
    (
        "SEL, TMP, RNG, DGS, FTX+AAA",
        "seals, temperature (°C), dangerous goods, goods",
        "Fahrenheit is converted; UN number and class 0 mean none",
    ),
    ("LOC 147, 76, 9, 11, 83/7/8", "stowage, first port, load, discharge, last place", ""),
    ("RFF BM, BH", "bills", "0 and 1, which mean no number, are not used; other references are stored"),
    ("NAD CF, CA", "operator", ""),
)

CUSCAR: Final = FormatPage(
    name="cuscar",
    title="CUSCAR, cargo manifests",
    standard=(
        "UN/EDIFACT CUSCAR D.95B to D.21B; LOT10 (ports of Britain and New Zealand), Spanish customs (148111), CBP ACE "
        "trucks (D.03B). Differences of national guides are a table of dialects."
    ),
    recognised="by the message type in UNH; if the heading is missing, by its first consignment (CNI+1).",
    reads=(
        *HEADER,
        *VOYAGE,
        ("GIS, GEI 7365", "import, export, transit, transhipment", "in the header, for all bills that do not state it"),
        *UNIT,
        ("CNI; RFF BM, BH, MB, AWB, HWB, MWB, HB; DOC 703 to 741", "bill: number, master or house", "a further number "
         "after places, parties or goods is a further bill of the same CNI"),
        ("CNT 7, 8, 11, 58, 15, 26", "weight, packages, volume of the bill", "if missing, the total of the goods"),
        ("LOC 76/88/5, 9, 11, 13, 8/7/83/20, 27, 14/18", "origin, loading, discharge, transhipment, final "
         "destination; country of origin; shed", "codes as sent, else names"),
        ("TDT+30", "onward leg", ""),
        ("NAD 3035", "parties", "C080 and C059 in parts, C058 in free lines, or the name in place of the number; "
         "a name in C058 with the street in C080, and everything one element off, are corrected with a warning"),
        ("GID, PAC", "goods line: packages, kind, kind in words", "lines may all be numbered 1"),
        ("FTX+AAA; other FTX", "description; remarks", "a code without text (C107) is a remark"),
        ("MEA", "gross and net mass, volume", ""),
        ("SGP", "the part of the goods in each container", "also a container that only SGP names; without SGP it "
         "belongs to the bill that RFF below EQD names, or whose CNI it follows, or to the only bill of the message"),
        ("DGS, FTX+AAD", "dangerous goods: UN number, class, flash point, packing group, name", "a UN number "
         "only in the text, or in the component beside its place, is used with a warning"),
        ("RFF+HS, CST, PIA", "tariff codes", "also in free text (HS CODE 7323.93)"),
        ("PCI, GIN", "marks", ""),
        ("MOA", "values", "freight, insurance, customs, transport, goods"),
        ("NAD+VW", "driver", "a person on board, as crew"),
        ("CNT 7, 10, 11, 15, 16 of the message", "totals", "compared with what was read"),
    ),
    ignores=UNREAD,
    answers=ANSWERS,
    packages=PACKAGES,
)  # fmt: skip
STOWAGE: Final = FormatPage(
    name="stowage",
    title="BAPLIE, MOVINS, COPRAR, COARRI, CODECO: containers on board and ashore",
    standard=(
        "SMDG BAPLIE 1.5 to 3.1, MOVINS 2; UN/EDIFACT COPRAR, COARRI, CODECO, and with the same structure COPARN, "
        "COPINO, COREOR, COSTOR, COSTCO, COHAOR, VERMAS."
    ),
    recognised=(
        "by the message type in UNH; if the heading is missing, a stowage position (LOC+147) means a BAPLIE, with "
        "HAN+LOA or HAN+DIS a MOVINS: the missing beginning is reported as an error, the rest is stored."
    ),
    reads=(
        *HEADER,
        *VOYAGE,
        *UNIT,
        ("LOC+147 without EQD", "a movement", "a cell that is blocked or covered by its neighbour"),
        (
            "EQD before its LOC+147",
            "the container to which the following segments belong",
            "with a warning: the directory has LOC+147 first",
        ),
        ("NAD of the header and of containers", "parties", "they are screened with the voyage"),
        ("DTM 203, 7, 181", "time of loading, discharge or passing the gate", ""),
        ("BGM 34, 36, 109, 110, 266 of CODECO", "a movement of each container", "gate in, gate out, weighed"),
        (
            "LOC 9, 11 of TDT in a terminal's report",
            "load and discharge of every container",
            "unless the container has its own",
        ),
        ("CNT+16", "number of containers", "compared with what was read"),
    ),
    ignores=UNREAD,
    answers=ANSWERS,
    packages=PACKAGES,
)
CUSREP: Final = FormatPage(
    name="cusrep",
    title="CUSREP, reports of a conveyance",
    standard="UN/EDIFACT CUSREP D.95B to D.21B; Australian ICS.",
    recognised="by the message type in UNH.",
    reads=(*HEADER, *VOYAGE, ("QTY 114, 115", "declared passengers and crew", "")),
    ignores=UNREAD,
    answers=ANSWERS,
    packages=PACKAGES,
)
CONSIGNMENTS: Final = FormatPage(
    name="consignments",
    title="IFTDGN, IFCSUM, IFTMIN, CUSDEC: dangerous goods, consignments and declarations",
    standard=(
        "UN/EDIFACT IFTDGN (PROTECT), IFCSUM, IFTMIN and with the same structure IFTMBP, IFTMBF, IFTMBC, IFTMCS, "
        "IFTMAN; CUSDEC, of which only the main values are read: it is a declaration, not a manifest."
    ),
    recognised="by the message type in UNH.",
    reads=(
        *HEADER,
        *VOYAGE,
        ("CNI, GID and the segments below", "consignments", "as in CUSCAR; an IFTMIN or CUSDEC is one consignment"),
        ("SGP with MEA", "weight of the part in a container", ""),
        ("CST, RFF+HS of CUSDEC", "goods with their tariff code", ""),
        ("TMP, RNG of goods", "a note with the temperature", ""),
    ),
    ignores=UNREAD,
    answers=ANSWERS,
    packages=PACKAGES,
)
PAGES: Final = (CUSCAR, STOWAGE, CUSREP, CONSIGNMENTS)
