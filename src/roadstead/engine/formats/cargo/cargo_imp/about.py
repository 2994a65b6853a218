"""Page on Cargo-IMP in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="cargo-imp",
    title="Air cargo messages (Cargo-IMP)",
    standard=(
        "IATA Cargo Interchange Message Procedures (Resolution 670): FFM 5 to 8, FWB 16 and 17, FHL 4 and 5, FSU and "
        "FSA, FMA and FNA; and MVT. Sold by IATA; what is read is taken from messages in use."
    ),
    recognised=(
        "by an identifier alone in its line (FFM/8, FWB/17, FMA), also below or glued to a telex heading; several "
        "messages may stand in one text. Lower case is read, with a note."
    ),
    reads=(
        ("FFM flight line", "voyage, registration, part", "a day has no year: the nearest to the day of reception"),
        ("FFM airport of unloading", "legs; where each waybill leaves the flight", "with its times, or NIL"),
        ("FFM waybill line", "consignment", "lines of one waybill in several devices are one, with the sums; `split` "
         "T, P, S or D, and the pieces of the whole"),
        ("FFM ULD", "container of kind unit load device", "type, owner, what is in it, remarks"),
        ("FFM onward flight, OSI, OCI, COR, DIM", "onward, notes", "of the waybill above"),
        ("FFM LAST, CONT", "last part or not", "neither is a warning: it may be cut"),
        ("FWB waybill line", "consignment", "pounds and cubic feet are made metric"),
        ("FWB FLT, RTG", "voyage, onward", "a day of the month is the one nearest to the day of issue"),
        ("FWB and FHL SHP, CNE, NFY, AGT", "parties", "by position, or by NAM, ADR and LOC"),
        ("FWB RTD: NG, NC, NH, NV, NS, NO, NU, ND", "goods: description, HS codes, volume, pieces inside, origin, "
         "devices, dimensions", "NC says that it is consolidated"),
        ("FWB CVD, PPD, COL", "values: carriage, customs, insurance, freight", "NVD, NCV and XXX are no value"),
        ("FHL MBI", "master of every house; totals", "its route is kept among the references"),
        ("FHL HBS, TXT, HTS", "consignment of level house", "a text cut in the middle of a word is put together"),
        ("OCI", "notes of kind customs", "an empty country or segment is that of the line before; MU and MD are the "
         "halves of a mail address, which goes to its party"),
        ("SPH", "handling codes", ""),
        ("FSU, FSA", "movements, by status", "and the waybill as far as it is described"),
        ("FMA, FNA", "movement: what was accepted or refused, and why", ""),
        ("MVT", "voyage and movements", "times are UTC"),
    ),
    ignores=(
        ("OCI SN, CER, the signer of ISU", "counted in `names-left-out` and not kept: these people are not needed"),
        ("charges of a rate line, OTH, CDC and others", "as unread: they are the carrier's accounts"),
        ("FBL, FFR and other identifiers", "an error that names the type; the message is kept"),
    ),
    answers="The receipt: one message each, with every problem by line.",
    packages=("engine/formats/cargo/cargo_imp", "engine/syntax/cargoimp"),
)  # fmt: skip
