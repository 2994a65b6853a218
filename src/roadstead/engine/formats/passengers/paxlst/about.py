"""Documentation data for the page on PAXLST in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="paxlst",
    title="PAXLST, lists of passengers and crew",
    standard=(
        "UN/EDIFACT PAXLST D.95B to D.21B: WCO/IATA/ICAO guide (appendix II A), IMO FAL.5/Circ.40 for ships, CBP "
        "(crew lists, master crew lists) and ACE (trucks)."
    ),
    recognised=(
        "by the message type in UNH; if the heading is missing, by a BGM or NAD that only a PAXLST has. Segments may "
        "be in any order within their group."
    ),
    reads=(
        ("BGM 1001", "kind of list", "745 passengers, 250 crew, 336 master crew list, 10 truck, 266 change of status"),
        ("BGM 1004", "what the list does", "CP, RP, CF change; XR, XF cancel; CL, CLNB, CLOB close (DC, DE in "
         "Britain); US letters for crew. Anything longer is the document's number"),
        ("BGM 1225", "what the list does", "1 and 3 cancel, 2 and 4 change, 5 replaces, 9 original; 1004 takes "
         "precedence"),
        ("RFF+TN", "reference, revision", "of the header; the same transaction is the same list, a higher revision a "
         "later one"),
        ("UNH 0068, 0070, 0073", "parts of a split list", "merged when complete; each part is screened when received"),
        ("NAD+MS, CTA, COM", "who reports, contacts", "COM 3155: TE, FX, EM, AB"),
        ("TDT 8028, 3127, 8067", "voyage: number, carrier, mode", "one TDT for each leg of progressive flights; the "
         "carrier is derived from the number if it is not sent"),
        ("TDT C222", "craft", "IMO number (146), call sign (103), name, flag; nine digits of an MMSI"),
        ("LOC 3227, DTM 2005 of TDT", "legs", "125 and 87 mark the leg that crosses the border; 92, 5, 8, 9, 11, 60, "
         "61, 76, 94, 130; 189/232 scheduled, 132/133 estimated, 136/186/178 actual"),
        ("NAD 3035", "role", "FL passenger, FM crew, DDU and DDT in transit, VW driver; a party with a document or "
         "nationality is a person whatever its code"),
        ("NAD C080, C058", "surname, given names", "a name in one element is split at a slash, a comma or fillers"),
        ("NAD C059 to 3207", "address", ""),
        ("ATT+2", "sex", "M, F, X, U, and words"),
        ("DTM+329", "birth date", "any form of 2379; a two-digit year is the latest one not after the voyage"),
        ("NAT+2", "nationality", "as sent"),
        ("LOC 22, 174, 178, 179, 180", "clearance, residence, embark, disembark, place of birth", "code, or name"),
        ("COM, EMP", "contacts, rank or occupation", ""),
        ("MEA, FTX+BAG", "bags: count, weight, tags", "pounds are converted to kilograms"),
        ("GEI 7365", "verified", "173 yes, 174 no"),
        ("RFF AVF, ABO, AEA, CR, YZY, SEA", "booking, passenger, government, customer, ticket, seat", ""),
        ("DOC 1001, 1004; DTM 36, 182, 137; LOC+91", "documents", "as many as are sent; type and issuer as sent"),
        ("CNT 42, 41", "declared counts", "of the whole voyage, not of a part"),
    ),
    ignores=(
        ("segments and codes that are not used", "unread: stored as sent, shown with the message"),
        ("segments in another order, too often, or not in the directory", "a note with the directory's name"),
        ("AUT and other security segments", "unread"),
    ),
    answers="The receipt; CUSRES by traveller; CONTRL and APERAK if the sender uses EDIFACT.",
    packages=("engine/formats/passengers/paxlst",),
)  # fmt: skip
