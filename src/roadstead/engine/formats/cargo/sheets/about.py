"""Page on cargo sheets in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="cargo-sheet",
    title="Cargo by hand",
    standard=(
        "Roadstead's own: `./roadstead template cargo`, or the page Sheets to fill in; as xlsx or csv. Also read: xls "
        "and ods."
    ),
    recognised=(
        "by a row of headings among the first 60: the goods and two more of bill, shipper, consignee, packages, mass, "
        "volume, container, HS code and port of discharge, in English, Spanish, French or Dutch, in any order and case."
    ),
    reads=(
        ("lines above the table", "voyage, who filed", "as on the sheets for people"),
        ("bill number, master bill", "consignment", "rows of one number are one bill; an empty number is that above, "
         "unless the row names parties of its own; a bill with a master is a house"),
        ("shipper, consignee, notify; address, country", "parties", "lines below the name in the same cell are the "
         "address"),
        ("goods, HS code, UN number, marks, country of origin", "goods", "codes are checked and kept"),
        ("packages, type of package", "packages", "40 bags in one cell are both"),
        ("gross mass, volume", "kilograms, cubic metres", "pounds, tonnes and cubic feet, by the cell or the heading"),
        ("container, type, seal", "containers", "ISO 6346 is checked; of several in a cell each has its seal"),
        ("ports of loading and discharge, final destination", "places", "by name or code; else those of the voyage"),
        ("value, currency", "value of the goods", "USD 900 in one cell is both"),
        ("a row Total", "totals", ""),
    ),
    ignores=(
        ("the example row", "`example-left-in`"),
        ("columns that are not known", "`columns-not-used`, and as unread"),
        ("hidden sheets", "as on the sheets for people"),
    ),
    answers="The receipt, with every problem by row and column.",
    packages=("engine/formats/cargo/sheets",),
)  # fmt: skip
