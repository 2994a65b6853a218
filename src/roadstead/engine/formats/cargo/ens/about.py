"""Page on entry summary declarations in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="ens",
    title="Entry summary declaration (ENS)",
    standard="CC315A and CC313A of the Import Control System (ICS), European Union and United Kingdom, and the "
    "responses CC328A, CC316A, CC304A, CC305A, CC351A. Messages of ICS2 are not read, because none is published.",
    recognised="by the root, in any namespace, also inside an envelope.",
    reads=(
        ("MesSenMES3, MesRecMES6, DatOfPreMES9, TimOfPreMES10, MesIdeMES19", "sender, recipient, time, message number",
         "days as YYMMDD"),
        ("HEAHEA", "number (MRN, else LRN), mode, craft, voyage number, totals, places of loading and unloading",
         "a valid IMO number is recognised; the mode by its first digit"),
        ("TRACONCO, TRACONCE, NOTPAR, PRTNOT, TRACARENT, TRAREP, PERLODSUMDEC", "consignor, consignee, notify party, "
         "carrier, agent, declarant", "of the whole declaration and of items, each once"),
        ("GOOITEGDS", "lines of goods: code, words, mass, packages, UN number, containers, documents", "a bill "
         "number of all items becomes the number of the consignment"),
        ("ITI, SEAID529, CUSOFFFENT730, CUSOFFSENT740, CUSOFFLON", "countries on the route, seals, offices, arrival",
         "times as CCYYMMDDhhmm"),
        ("FUNERRER1", "answers", "of a rejection"),
    ),
    ignores=(
        ("languages of texts", "not reported"),
        ("every other element", "`elements-not-used`, and each value as unread with its path"),
    ),
    answers="The receipt. A value that violates the schema is reported; the rest is stored.",
    packages=("engine/formats/cargo/ens", "engine/formats/common/xml_cargo",
              "engine/formats/common/xml_forms/unread_values.py"),
)  # fmt: skip
