"""Seeds that we write ourselves: empty and filled sheets of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from roadstead.engine.formats.passengers import sheets
from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES
from roadstead.engine.formats.passengers.sheets.shapes import SHAPES
from roadstead.engine.formats.passengers.sheets.write import write_sheet
from roadstead.engine.records import Craft, Document, Leg, Manifest, Mode, ReportingParty, Role, Traveller, Voyage

FILLED: Final = Manifest(
    voyage=Voyage(
        mode=Mode.SEA,
        carrier="Example Line",
        number="V012",
        craft=Craft(name="EXAMPLE TERN", imo="9074729", call_sign="ZDAB1", flag="BRB", registration="GB12345"),
        legs=(
            Leg(origin="BBBGI", destination="LCCAS", departure="2026-11-25T16:20", arrival="2026-11-26T07:00"),
            Leg(origin="LCCAS", destination="MQFDF", departure="2026-11-26T18:00", arrival="2026-11-27"),
        ),
    ),
    reporting_party=ReportingParty(name="Example Agents Ltd", contact=("+1 246 555 0100",)),
    travellers=(
        Traveller(role=Role.CREW, surname="OKONDO-VRIES", given="Barnaby", sex="M", born="1979-03", nationality="BRB",
                  documents=(Document(type="P", number="00123456", issuer="BRB", expires="2031-05-31"),)),
        Traveller(surname="D'AUBELON", given="Zéphyrine", sex="F", born="1990-11-03", nationality="FRA",
                  embark="BBBGI", disembark="MQFDF"),
    ),
    declared={"crew": 1, "passengers": 1},
)  # fmt: skip


def workbooks() -> Iterator[bytes]:
    return _sheets("xlsx")


def csv_files() -> Iterator[bytes]:
    return _sheets("csv")


def cargo_sheets() -> Iterator[bytes]:
    """The empty sheet for cargo in each language."""
    return (sheets.write_template("cargo", language, "csv") for language in LANGUAGES)


def _sheets(form: Literal["xlsx", "csv"]) -> Iterator[bytes]:
    for place, kind in enumerate(SHAPES):
        language = LANGUAGES[place % len(LANGUAGES)]
        yield sheets.write_template(kind, language, form)
        yield write_sheet(FILLED, kind, form, language)
