"""Page on Cargo-IMP in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="cargo-imp",
    title="Air cargo messages (Cargo-IMP)",
    standard=(
        "IATA Cargo Interchange Message Procedures (Resolution 670): FFM 5 to 8, FWB 16 and 17, FHL 4 and 5, FSU and "
        "FSA, FMA and FNA; and MVT. IATA sells the standard; the reader follows messages in use."
    ),
    recognised=(
        "by an identifier alone in its line (FFM/8, FWB/17, FMA), also below a telex heading or joined to it; one text "
        "may have several messages. Lower case is read, with a note."
    ),
    reads=(
        ("FFM flight line", "voyage, registration, part", "a day has no year: the one nearest to the receipt is used"),
        ("FFM airport of unloading", "legs; where each waybill leaves the flight", "with its times, or NIL"),
        ("FFM waybill line", "consignment", "lines of one waybill in several devices are merged and added up; `split` "
         "T, P, S or D, and the pieces of the whole waybill"),
        ("FFM ULD", "container of kind unit load device", "type, owner, contents, remarks"),
        ("FFM onward flight, OSI, OCI, COR, DIM", "onward, notes", "of the waybill above"),
        ("FFM LAST, CONT", "last part or not", "a warning if neither is there: the manifest may be cut off"),
        ("FWB waybill line", "consignment", "pounds and cubic feet are converted to metric units"),
        ("FWB FLT, RTG", "voyage, onward", "a day of the month is the one nearest to the day of issue"),
        ("FWB and FHL SHP, CNE, NFY, AGT", "parties", "by position, or by NAM, ADR and LOC"),
        ("FWB RTD: NG, NC, NH, NV, NS, NO, NU, ND", "goods: description, HS codes, volume, pieces inside, origin, "
         "devices, dimensions", "NC means consolidated"),
        ("FWB CVD, PPD, COL", "values: carriage, customs, insurance, freight", "NVD, NCV and XXX mean no value"),
        ("FHL MBI", "master of every house; totals", "its route is stored with the references"),
        ("FHL HBS, TXT, HTS", "consignment of level house", "a text that is cut in the middle of a word is joined"),
        ("OCI", "notes of kind customs", "an empty country or segment is that of the line before; MU and MD are the "
         "halves of an email address of a party"),
        ("SPH", "handling codes", ""),
        ("FSU, FSA", "movements, by status", "and the waybill, as far as the message describes it"),
        ("FMA, FNA", "movement: what was accepted or rejected, and why", ""),
        ("MVT", "voyage and movements", "times are UTC"),
    ),
    ignores=(
        ("OCI SN, CER, the signer of ISU", "counted in `names-left-out` and not stored: these names are not needed"),
        ("charges of a rate line, OTH, CDC and others", "shown as unread: they are the carrier's accounts"),
        ("FBL, FFR and other identifiers", "an error that names the type; the message is stored"),
    ),
    answers="The receipt: one part for each message, with every problem by line.",
    packages=("engine/formats/cargo/cargo_imp", "engine/syntax/cargoimp"),
)  # fmt: skip
