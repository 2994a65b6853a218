"""Page on cargo sheets in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="cargo-sheet",
    title="Cargo by hand",
    standard=(
        "Roadstead's own sheet: `./roadstead template cargo`, or the page Sheets to fill in; as xlsx or csv. Also "
        "read: xls and ods."
    ),
    recognised=(
        "by a row of headings among the first 60 rows: the goods and two more of bill, shipper, consignee, packages, "
        "mass, volume, container, HS code and port of discharge, in English, Spanish, French or Dutch, in any order "
        "and case."
    ),
    reads=(
        ("lines above the table", "voyage, reporting party", "as on the sheets for people"),
        ("bill number, master bill", "consignment", "rows with one number are one bill; no number means the one above, "
         "unless the row names other parties; a bill with a master bill is a house bill"),
        ("shipper, consignee, notify; address, country", "parties", "lines below the name in the same cell are the "
         "address"),
        ("goods, HS code, UN number, marks, country of origin", "goods", "codes are checked and stored"),
        ("packages, type of package", "packages", "one cell may have both: 40 bags"),
        ("gross mass, volume", "kilograms, cubic metres", "pounds, tonnes and cubic feet are converted"),
        ("container, type, seal", "containers", "checked by ISO 6346; a cell may have several, each with its seal"),
        ("ports of loading and discharge, final destination", "places", "by name or code, else those of the voyage"),
        ("value, currency", "value of the goods", "one cell may have both: USD 900"),
        ("a row Total", "totals", ""),
    ),
    ignores=(
        ("the example row", "`example-left-in`"),
        ("unknown columns", "`columns-not-used`, and shown as unread"),
        ("hidden sheets", "as on the sheets for people"),
    ),
    answers="The receipt, with every problem by row and column.",
    packages=("engine/formats/cargo/sheets",),
)  # fmt: skip
