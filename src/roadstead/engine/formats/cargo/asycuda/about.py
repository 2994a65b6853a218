"""Pages on ASYCUDA World in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="asycuda",
    title="ASYCUDA World cargo manifest (Awmds) and its companions",
    standard="The XML of ASYCUDA World's manifest (Awmds), house bills (Awbolds), bills of a co-loader (Awmcds), bills "
    "of an export manifest (Awbolegmds) and bills added later (Awappend). No state publishes its schema: names and "
    "order follow a schema in a public program, the guides of Barbados (2019), Saint Kitts (2013) and Grenada "
    "(2010), and files written by programs.",
    recognised="by the root or by Bol_segment, in any namespace, also inside an envelope or beside other messages.",
    reads=(
        (
            "General_segment_id, Master_bol, Manifest_identification",
            "office, voyage number, departure, arrival",
            "the heading may be nested or flat",
        ),
        ("Totals_segment", "totals", "compared with the totals of the bills"),
        (
            "Transport_information, Tonnage",
            "mode, craft, tonnage, carrier, agent, master of the ship",
            "a registration number that passes the check of an IMO number is used as one",
        ),
        (
            "Bol_id",
            "number, line, nature 22 23 24 28, type, master, dangerous or not",
            "national natures (29, 31 …) are stored as sent; a house bill is recognised by its type or its master",
        ),
        ("Load_unload_place", "origin, from, to, destination", "UN/LOCODE, as sent"),
        (
            "Traders_segment",
            "carrier, agent, consignor, notify party, consignee",
            "the lines below a name are its address",
        ),
        (
            "ctn_segment",
            "container: number, type, full or empty, seals, masses, UN number and class, place on board",
            "FCL, 1/1, 01, 5 are full, EMP, ETY, 0/0, 00, 4 empty; the sent value is stored as well; a container of "
            "several bills is one record",
        ),
        (
            "Goods_segment",
            "packages, type, gross mass, volume, marks, description, seals, remarks",
            "package codes differ between countries and are stored as sent",
        ),
        (
            "HS_Compliance, Commodity_Segment",
            "lines of goods with their codes",
            "a line equal to the goods segment is merged with it",
        ),
        ("Split_segment, Vehicle_segment, Sad_segment", "parts of a bill, chassis numbers, the export declaration", ""),
        ("Value_segment", "freight, customs, insurance and transport value", "with currency and PP or CC"),
        ("Location", "where the goods will be stored", ""),
    ),
    ignores=(
        ("attached documents, and every other element", "`elements-not-used`, and each value as unread with its path"),
    ),
    answers="The receipt. `./roadstead convert FILE --to awmds` (or `awbolds`) writes the same from any cargo message; "
    "it prints the data that the format cannot contain and the parts that do not match the known structure. "
    "`docs/handbook/awmds-structure.md` names for each element whether it is known from a schema, a guide or files "
    "only.",
    packages=(
        "engine/formats/cargo/asycuda",
        "engine/formats/common/xml_cargo",
        "engine/formats/common/xml_forms/unread_values.py",
        "engine/syntax/xml",
    ),
)
DECLARATION_PAGE: Final = FormatPage(
    name="asycuda-sad",
    title="ASYCUDA World customs declaration (SAD)",
    standard="The XML in which ASYCUDA World exports a declaration, root ASYCUDA; no schema is published.",
    recognised="by its root.",
    reads=(
        ("Identification", "office, type and procedure, manifest, registration", "`declaration`, never a manifest"),
        ("Traders, Declarant", "exporter, consignee, financial, declarant", "the lines below a name are its address"),
        ("Transport", "craft, mode, place of loading, location of goods", "not linked to a voyage"),
        (
            "Item",
            "code, description by the trader, packages, masses, origin, previous and attached documents",
            "the tariff description is stored as a reference",
        ),
        ("Container", "containers", ""),
        ("Valuation", "invoice, freight, insurance", "in the currency of the invoice"),
    ),
    ignores=(("taxes, rates, guarantees and every other element", "`elements-not-used`, and each value as unread"),),
    answers="The receipt, with `declaration-not-a-manifest`.",
    packages=("engine/formats/cargo/asycuda/declaration.py",),
)
