"""What is written as Awmds and Awbolds fits their structure as far as it is known, and what does not is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.cargo import awmds
from roadstead.engine.formats import registry
from roadstead.engine.formats.cargo.asycuda.structure import ROOTS, Source, walk
from roadstead.engine.formats.cargo.asycuda.structure_check import describe, misfits
from roadstead.engine.formats.cargo.asycuda.write import masters, write_awbolds, write_awmds
from roadstead.engine.records import Consignment, Function, GoodsLine, InContainer, Manifest, Party, PartyRole
from tests.engine.formats.xml_samples import CORPUS, DATA
from tests.filings.cargo.told import SHIP, bill, cargo, party

PAGE = Path(__file__).parents[3] / "docs" / "handbook" / "awmds-structure.md"
WHOLE = DATA / "asycuda" / "awmds_everything.xml"
SYNTHETIC = CORPUS / "asycuda" / "SYNTH_awmds_sea.xml"
HOUSES = CORPUS / "asycuda" / "SYNTH_awbolds_air.xml"


def manifest_of(path: Path) -> Manifest:
    found = [reading.manifest for reading in registry.read(path.read_bytes())]
    return next(each for each in found if each.message.function is Function.CARGO)


FITTING = write_awmds(registry.read(awmds(1))[0].manifest)


def told(raw: bytes) -> list[str]:
    return list(describe(misfits(raw)))


@pytest.mark.parametrize("path", [WHOLE, DATA / "cargo_xml" / "flight_manifest.xml"], ids=lambda p: p.stem)
def test_what_is_written_of_a_file_fits(path: Path) -> None:
    manifest = manifest_of(path)
    gaps = [each for each in told(write_awmds(manifest)) if "it must be" not in each and "Tonnage" not in each]
    assert gaps == []


@pytest.mark.library
def test_the_manifest_of_the_corpus_fits_in_every_figure_too() -> None:
    assert told(write_awmds(manifest_of(SYNTHETIC))) == []


def test_house_bills_fit() -> None:
    _house_bills_fit(WHOLE)


@pytest.mark.library
def test_the_house_bills_of_the_corpus_fit_too() -> None:
    _house_bills_fit(HOUSES)


def _house_bills_fit(path: Path) -> None:
    manifest = manifest_of(path)
    for master in masters(manifest):
        assert told(write_awbolds(manifest, master)) == []


@pytest.mark.long
def test_a_thousand_bills_of_a_made_up_manifest_fit() -> None:
    (reading,) = registry.read(awmds(1000))
    assert told(write_awmds(reading.manifest)) == []


TEXTS = st.text(max_size=30)
FIGURES = st.floats(0, 10**7).map(lambda mass: round(mass, 3))
PARTIES = st.lists(st.sampled_from(list(PartyRole)), max_size=6, unique=True)


@given(TEXTS, TEXTS, st.integers(0, 10**6), FIGURES, PARTIES, st.booleans())
def test_whatever_a_bill_says_it_fits(
    number: str, goods: str, packages: int, mass: float, roles: list[PartyRole], split: bool
) -> None:
    held = (InContainer(container="CSQU3054383", packages=packages),)
    line = GoodsLine(
        number="split" if split else "", description=goods, packages=packages, gross_mass_kg=mass, containers=held
    )
    made = bill(
        number,
        parties=tuple(party(role, goods) for role in roles),
        goods=(line,),
        packages=packages,
        gross_mass_kg=mass,
        seals=(number,),
    )
    manifest = replace(cargo(made, voyage=SHIP), office="BBBGI", parties=(Party(role=PartyRole.AGENT, name=goods),))
    assert [each for each in told(write_awmds(manifest)) if "Number_of_packages is empty" not in each] == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"<Bol_nature>23</Bol_nature>", b"", "Bol_id/Bol_nature is missing"),
        (b"<Bol_nature>23</Bol_nature>", b"<Bol_nature/><Bol_nature/>", "Bol_nature occurs more than once"),
        (b"<Line_number>1<", b"<Line_number>A1<", "Bol_id/Line_number is not a whole number"),
        (b"<Line_number>1</Line_number>", b"<Line_number/>", "Bol_id/Line_number is empty: it must be a whole number"),
        (b"<Bol_id>", b"<Bol_id><Colour>red</Colour>", "Bol_id/Colour is not a known element"),
        (b"EXAMPLE TERN", b"C" * 28, "Identity_of_transporter is longer than 27 characters"),
        (b"07:15:00", b"7.15", "Time_of_arrival is not a time with seconds"),
        (b"<Goods_segment>", b"<Location/><Goods_segment>", "Goods_segment belongs before Location"),
        (b"<Awmds>", b"<Awmcds>", "is no root that is known"),
    ],
)
def test_what_does_not_fit_is_said(before: bytes, after: bytes, said: str) -> None:
    assert told(FITTING) == []
    damaged = FITTING.replace(before, after).replace(b"</Awmds>", b"</Awmcds>" if b"Awmcds" in after else b"</Awmds>")
    assert damaged != FITTING
    assert any(said in each for each in told(damaged)), told(damaged)


@given(st.binary(max_size=200))
def test_nothing_raises(raw: bytes) -> None:
    assert misfits(raw)
    misfits(FITTING[: len(raw) * 20] + raw)


def test_a_bill_without_figures_is_written_and_said_not_to_fit() -> None:
    manifest = cargo(Consignment(number="B1"), voyage=SHIP)
    found = told(write_awmds(manifest))
    assert "Awmds/General_segment/Totals_segment/Total_number_of_packages is empty: it must be a whole number" in found
    assert "Bol_segment/Goods_segment/Gross_mass is empty: it must be a number" in found


def test_the_page_lists_every_part_with_where_it_is_known_from() -> None:
    text = PAGE.read_text()
    by_source = dict(zip(Source, text.split("\n## ")[1:4], strict=True))
    parts = [pair for root in ROOTS.values() for pair in walk(root)]
    assert [path for path, part in parts if f"| `{path}` |" not in by_source[part.source]] == []
    assert "27 characters" in text
