"""Page on the tables of American ocean manifests in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="us-manifest",
    title="Ocean manifests of the United States as tables",
    standard="The csv tables of the Automated Manifest System as published, keyed by `identifier`; without a schema.",
    recognised=(
        "by a first line with the column `identifier` and one that only such a table has. Several tables may be one "
        "below the other, each with its headings, or csv files in a zip, or joined in one table."
    ),
    reads=(
        ("header", "voyage, places, packages, mass", "each voyage is read separately"),
        ("billgen", "bill number, master, voyage number", "a bill with a master bill is a house bill"),
        ("cargodesc, tariff", "goods, HS codes, values", "joined by container and sequence"),
        ("container", "containers: type, load, seals", ""),
        ("shipper, consignee, notifyparty", "parties", ""),
        ("hazmat", "dangerous goods", "of the same container"),
        ("marksnumbers", "marks", ""),
    ),
    ignores=(
        ("a missing table", "`header-table-missing`, `tables-missing`"),
        ("other columns", "not reported: they are internal to carrier and customs"),
    ),
    answers="The receipt, with every problem by bill.",
    packages=("engine/formats/cargo/us_manifest",),
)
