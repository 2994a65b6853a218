"""ASYCUDA World: manifests bill by bill, their companions, declarations, and what is written from our records."""

from __future__ import annotations

import re
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.cargo import awmds
from roadstead.engine.formats import registry
from roadstead.engine.formats.cargo.asycuda import packed_bill
from roadstead.engine.formats.cargo.asycuda.bill import unpacked_bill
from roadstead.engine.formats.cargo.asycuda.codes import BILL
from roadstead.engine.formats.cargo.asycuda.write import masters, not_carried, write_awbolds, write_awmds
from roadstead.engine.formats.reading import Reading, pack_block
from roadstead.engine.records import Function, Level, Load, Manifest, Mode, PartyRole
from roadstead.engine.syntax import xml
from roadstead.engine.syntax.xml import Element, Makers
from tests.engine.formats.corpus import expected
from tests.engine.formats.corpus_cargo_xml import of_asycuda
from tests.engine.formats.xml_samples import CORPUS, DATA, samples, seen, snapshot

WHOLE = (DATA / "asycuda" / "awmds_everything.xml").read_bytes()
PACK = (DATA / "asycuda" / "pack_of_houses_and_coloader.xml").read_bytes()
TAG = re.compile(rb"<(/?)([A-Za-z])")


def only(raw: bytes) -> Reading:
    (reading,) = registry.read(raw)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


@pytest.mark.parametrize("sample", samples("asycuda"), ids=lambda sample: sample.stem)
def test_a_message_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == snapshot(sample)


@pytest.mark.library
def test_the_corpus_comes_out_as_expected() -> None:
    for name, wanted in expected("asycuda").items():
        rows = list(of_asycuda(wanted, registry.read((CORPUS / "asycuda" / name).read_bytes())[0]))
        assert [(name, *row) for row in rows if row[1] != row[2]] == []
        assert rows


def test_the_head_tells_office_voyage_ship_and_who_carries() -> None:
    manifest = only(WHOLE).manifest
    assert (manifest.office, manifest.message.function) == ("VCKTN", Function.CARGO)
    assert (manifest.voyage.mode, manifest.voyage.craft.imo, manifest.voyage.craft.flag) == (Mode.SEA, "9074729", "BRB")
    assert [(party.role, party.name) for party in manifest.parties] == [
        (PartyRole.CARRIER, "Tern Line Example"),
        (PartyRole.AGENT, "Grackle Agencies & Sons"),
        (PartyRole.MASTER, "I. Holm-Example"),
    ]
    assert (manifest.totals.packages, manifest.totals.gross_mass_kg) == (145, 31250.75)
    assert registry.voyage_hint(WHOLE) == manifest.voyage.key


def test_a_house_bill_stands_under_its_master_in_the_same_container() -> None:
    manifest = only(WHOLE).manifest
    master, house, *_ = manifest.consignments
    assert (house.level, house.master) == (Level.HOUSE, master.number)
    box = manifest.containers[0]
    assert (box.bills, box.packages, box.goods_mass_kg, box.load) == (
        (master.number, house.number),
        130,
        15000.5,
        Load.FULL,
    )
    assert [line.containers[0].packages for bill in (master, house) for line in bill.goods[:1]] == [90, 40]
    assert (box.dangerous[0].un_number, box.dangerous[0].hazard) == ("1263", "3")


def test_lines_of_the_tariff_stand_beside_the_goods_unless_they_say_the_same() -> None:
    master, house, *_ = only(WHOLE).manifest.consignments
    assert [(line.hs, line.description) for line in master.goods] == [
        ("", "PAINT AND HOUSEHOLD GOODS"),
        ("3208", "Paint"),
        ("7323", "Pots and pans"),
    ]
    assert [(line.hs, line.origin, line.packages) for line in house.goods] == [("320810", "US", 40)]


def test_one_bad_bill_loses_none_of_the_others_and_is_told_by_its_number() -> None:
    reading = only(WHOLE)
    assert len(reading.manifest.consignments) == 4
    assert {"bill-number-missing", "number-unreadable", "containers-differ", "count-not-whole"} <= codes(reading)
    (heavy,) = [problem for problem in reading.problems if problem.code == "number-unreadable"]
    assert (heavy.sent, heavy.number) == ("heavy", WHOLE[: WHOLE.index(b"heavy")].count(b"\n") + 1)
    assert "TRNPEF0002" in heavy.text
    assert "Bol_segment/Odd_segment/Colour: green" in reading.unread


def segments(makers: Makers) -> list[Element]:
    (document,) = xml.read(WHOLE, makers)
    assert document.root
    return list(document.root.within(BILL))


def test_a_bill_is_the_same_whether_it_was_read_when_its_segment_ended_or_stands_whole_in_the_tree() -> None:
    whole = [unpacked_bill(segment) for segment in segments({})]
    assert len(whole) == 4
    assert whole == [unpacked_bill(segment) for segment in segments({BILL: packed_bill})]


def test_a_bill_that_cannot_be_packed_is_none_the_worse_for_it() -> None:
    segment = segments({})[0]
    bill = unpacked_bill(segments({BILL: packed_bill})[0])
    large = replace(bill, consignment=replace(bill.consignment, packages=10**40))
    segment.made = pack_block((large,))
    assert isinstance(segment.made, tuple)
    assert unpacked_bill(segment) == large


def test_a_nature_of_a_country_s_own_is_kept_as_sent() -> None:
    third = only(WHOLE).manifest.consignments[2]
    assert (third.nature, third.references) == ("", (("Bol_nature", "29"),))


def test_each_message_of_a_pack_is_read_whatever_the_order_of_its_segments() -> None:
    houses, coloader, export = registry.read(PACK)
    (house,) = houses.manifest.consignments
    assert (house.level, house.master, house.number) == (Level.HOUSE, "888-11111111", "8700000012")
    assert (houses.manifest.voyage.mode, houses.manifest.voyage.legs[0].departure) == (Mode.AIR, "2026-11-25")
    assert (house.packages, house.goods[0].description) == (1, "SAMPLES")
    assert coloader.manifest.references == (("Coloader_code", "CL3"),)
    assert export.manifest.consignments[0].nature == "export"
    assert ("Sad_number", "C 77") in export.manifest.consignments[0].references


VARIANTS = {
    "a prefix": re.sub(rb"<(/?)([A-Z][a-z]+_?[A-Za-z_0-9]*|ctn_segment)", rb"<\1aw:\2", WHOLE).replace(
        b"<aw:Awmds>", b'<aw:Awmds xmlns:aw="urn:aw">', 1),
    "small letters": TAG.sub(lambda found: found[0].lower(), WHOLE),
    "another root": WHOLE.replace(b"Awmds>", b"ManifestExport>"),
    "an envelope": WHOLE.replace(b"<Awmds>", b"<Envelope><Body><Awmds>") + b"</Body></Envelope>",
    "no declaration": WHOLE.partition(b"?>")[2],
    "UTF-16": WHOLE.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "a byte order mark and CR LF": b"\xef\xbb\xbf" + WHOLE.replace(b"\n", b"\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_comes_out_in_whatever_dress(variant: str) -> None:
    manifest = only(VARIANTS[variant]).manifest
    assert manifest == only(WHOLE).manifest


def test_a_manifest_without_bills_or_voyage_says_what_is_missing() -> None:
    reading = only(b"<Awmds><General_segment/></Awmds>")
    assert {"no-bill", "voyage-number-missing"} <= codes(reading)
    assert reading.is_understood


def test_totals_that_do_not_add_up_are_told() -> None:
    changed = WHOLE.replace(b"<Total_number_of_bols>4", b"<Total_number_of_bols>5")
    (problem,) = [each for each in only(changed).problems if each.code == "total-differs"]
    assert (problem.field, problem.sent) == ("bills", "5")


def test_bills_added_to_a_registered_manifest_say_so() -> None:
    appended = WHOLE.replace(b"Awmds>", b"AWAPPEND>")
    head = only(appended).manifest.message
    assert (head.type, head.action) == ("Awappend", "2")


def test_nothing_of_a_manifest_that_breaks_off_is_taken_over() -> None:
    reading = only(WHOLE[: len(WHOLE) // 2])
    assert reading.manifest.consignments == ()
    assert [problem.code for problem in reading.errors] == ["xml-not-well-formed"]


# ── declarations ────────────────────────────────────────────────────────────────────────────


def test_a_declaration_is_told_from_a_manifest_and_names_its_manifest() -> None:
    reading = only((DATA / "asycuda" / "declaration.xml").read_bytes())
    manifest = reading.manifest
    assert (manifest.message.function, manifest.message.code) == (Function.DECLARATION, "IM 4")
    assert "declaration-not-a-manifest" in codes(reading)
    assert ("Manifest", "2026 41") in manifest.references
    (bill,) = manifest.consignments
    assert bill.parties[0].address.street == "Dock Street 9, Miami"
    assert (bill.goods[0].description, bill.goods[0].hs) == ("Boat paint white", "32081000")
    assert ("Summary_declaration", "TRNPEF0001") in bill.goods[0].references
    assert (bill.goods[1].description, bill.packages) == ("Brushes", 3)


def test_a_declaration_puts_no_voyage_into_the_queue() -> None:
    assert registry.voyage_hint((DATA / "asycuda" / "declaration.xml").read_bytes()) == ""


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def told(manifest: Manifest) -> Manifest:
    """What ASYCUDA can tell: a vehicle and a part of a container have no place that is published."""
    bills = tuple(
        replace(bill, goods=tuple(line for line in bill.goods if not line.vehicle)) for bill in manifest.consignments
    )
    return replace(manifest, consignments=bills)


def test_what_is_written_is_read_back_identically() -> None:
    manifest = told(only(WHOLE).manifest)
    again = only(write_awmds(manifest)).manifest
    assert again == manifest


@pytest.mark.library
def test_the_corpus_is_written_and_read_back_identically() -> None:
    manifest = only((CORPUS / "asycuda" / "SYNTH_awmds_sea.xml").read_bytes()).manifest
    assert only(write_awmds(manifest)).manifest == manifest
    houses = only((CORPUS / "asycuda" / "SYNTH_awbolds_air.xml").read_bytes()).manifest
    assert only(write_awbolds(houses, *masters(houses))).manifest == houses


ORDER = ("Bol_id", "Load_unload_place", "Traders_segment", "ctn_segment", "Goods_segment", "Value_segment", "Location",
         "HS_Compliance")  # fmt: skip


def test_segments_of_a_bill_stand_in_the_order_of_the_guides() -> None:
    first = write_awmds(only(WHOLE).manifest).decode().partition("</Bol_segment>")[0].partition("<Bol_segment>")[2]
    places = [first.index(f"<{name}>") for name in ORDER]
    assert places == sorted(places)


def test_characters_that_xml_forbids_or_means_otherwise_do_no_harm() -> None:
    manifest = only(WHOLE).manifest
    bill = replace(manifest.consignments[1], number="A<&>\x00\x1b\ud800B")
    again = only(write_awmds(replace(manifest, consignments=(bill,)))).manifest.consignments[0]
    assert again.number == "A<&>B"


@pytest.mark.library
def test_what_has_no_place_in_it_is_said() -> None:
    lost = not_carried(only((DATA / "cargo_xml" / "flight_manifest.xml").read_bytes()).manifest)
    assert "handling codes (1 bill)" in lost
    assert "calls between the first port and the last" in lost
    assert not_carried(only((CORPUS / "asycuda" / "SYNTH_awmds_sea.xml").read_bytes()).manifest) == ()


def test_house_bills_are_written_of_one_master_only() -> None:
    manifest = only(WHOLE).manifest
    assert masters(manifest) == ("TRNPEF0001",)
    again = only(write_awbolds(manifest, "TRNPEF0001")).manifest
    assert [(bill.number, bill.level) for bill in again.consignments] == [("HRN-77", Level.HOUSE)]
    with pytest.raises(KeyError):
        write_awbolds(manifest, "ANOTHER")


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12).map(lambda text: " ".join(text.split()))


@given(TEXTS, TEXTS, st.integers(0, 10**6), st.floats(0, 10**7).map(lambda mass: round(mass, 3)))
def test_any_texts_and_figures_survive_writing_and_reading(number: str, goods: str, packages: int, mass: float) -> None:
    manifest = told(only(WHOLE).manifest)
    bill = manifest.consignments[1]
    line = replace(bill.goods[0], description=goods, packages=packages, gross_mass_kg=mass)
    bill = replace(bill, number=number, goods=(line,), packages=packages, gross_mass_kg=mass)
    again = only(write_awmds(replace(manifest, consignments=(bill,)))).manifest.consignments[0]
    assert again == bill


# ── size, damage, malice ────────────────────────────────────────────────────────────────────


@pytest.mark.long
def test_a_manifest_is_read_in_time_that_grows_with_its_bills() -> None:
    """Two thousand, against four times five hundred: the larger one may cost a little more a bill, not twice."""
    registry.read(awmds(50))
    small, large = awmds(500), awmds(2_000)
    started = time.process_time()
    for _ in range(4):
        registry.read(small)
    expected_ = time.process_time() - started
    started = time.process_time()
    assert len(only(large).manifest.consignments) == 2_000
    assert time.process_time() - started < 2 * expected_


@pytest.mark.long
def test_no_tree_of_all_bills_ever_stands_in_memory() -> None:
    """What stays are the records: less than four times the bytes, where the tree alone would be ten times as many."""
    raw = awmds(2_000)
    tracemalloc.start()
    only(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * len(raw)


ENTITIES = b"""<!DOCTYPE Awmds [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;">]>
<Awmds><Bol_segment><Bol_id><Bol_reference>&c;&c;</Bol_reference></Bol_id></Bol_segment></Awmds>"""
HOSTILE = {
    "entities that grow": (ENTITIES, "doctype-not-read"),
    "a file of the machine": (
        b'<!DOCTYPE Awmds [<!ENTITY x SYSTEM "file:///etc/passwd">]><Awmds><Bol_segment><Bol_id><Bol_reference>&x;'
        b"</Bol_reference></Bol_id></Bol_segment></Awmds>", "doctype-not-read"),
    "elements within each other": (b"<Awmds>" + b"<Bol_segment>" * 50_000, "xml-not-well-formed"),
    "one endless text": (
        b"<Awmds><Bol_segment><Bol_id><Bol_reference>" + b"A" * 11_000_000 + b"</Bol_reference></Bol_id></Bol_segment>"
        b"</Awmds>", "xml-not-well-formed"),
    "more than may be sent": (b"<Awmds>" + b" " * 65 * 1024 * 1024 + b"</Awmds>", "xml-not-well-formed"),
    "one endless tag": (b"<Awmds><Bol_segment " + b"a" * 200_000 + b"='1'/></Awmds>", "xml-not-well-formed"),
}  # fmt: skip


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_xml_is_bounded_and_told(attack: str) -> None:
    raw, code = HOSTILE[attack]
    started = time.process_time()
    reading = only(raw)
    assert time.process_time() - started < 10
    assert code in codes(reading)
    assert all(len(bill.number) < 100 and "root:" not in bill.number for bill in reading.manifest.consignments)


@given(st.integers(0, len(WHOLE)), st.integers(0, 60), st.binary(max_size=6))
def test_no_damage_raises(at: int, length: int, damage: bytes) -> None:
    raw = WHOLE[:at] + damage + WHOLE[at + length :]
    assert registry.read(raw)
    registry.voyage_hint(raw)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ("<IMCO>0</IMCO><UN>0</UN>", []),
        ("<IMCO>0.0</IMCO><UN>0000</UN>", []),
        ("<IMCO>3</IMCO><UN>0</UN>", [("", "3")]),
        ("<IMCO>0</IMCO><UN>1203</UN>", [("1203", "")]),
        ("<IMCO>3</IMCO><UN>UN1203</UN>", [("1203", "3")]),
    ],
)
def test_zeros_for_un_number_and_class_mean_no_dangerous_goods(sent: str, found: list[tuple[str, str]]) -> None:
    raw = (
        "<Awmds><General_segment><General_segment_id><Customs_office_code>301</Customs_office_code>"
        "<Voyage_number>1</Voyage_number></General_segment_id></General_segment><Bol_segment><Bol_id>"
        "<Bol_reference>B1</Bol_reference></Bol_id><ctn_segment><Ctn_reference>MSKU7351770</Ctn_reference>"
        f"{sent}</ctn_segment></Bol_segment></Awmds>"
    )
    (box,) = only(raw.encode()).manifest.containers
    assert [(each.un_number, each.hazard) for each in box.dangerous] == found
