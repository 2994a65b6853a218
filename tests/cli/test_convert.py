"""`roadstead convert`: cargo that was read once is keyed by nobody a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadstead.cli.__main__ import main
from roadstead.engine.formats import registry
from roadstead.engine.records import Level
from tests.engine.formats.xml_samples import DATA

MANIFEST = DATA / "asycuda" / "awmds_everything.xml"
HOUSES = DATA / "cargo_xml" / "house_manifest.xml"
FLIGHT = DATA / "cargo_xml" / "flight_manifest.xml"


def test_a_manifest_is_written_that_is_read_back_with_the_same_bills(tmp_path: Path) -> None:
    made = tmp_path / "made.xml"
    assert main(["convert", str(FLIGHT), "--to", "awmds", "--office", "BBGAI", "--output", str(made)]) == 0
    (reading,) = registry.read(made.read_bytes())
    before = registry.read(FLIGHT.read_bytes())[0].manifest
    assert reading.manifest.office == "BBGAI"
    assert [(bill.number, bill.packages, bill.type) for bill in reading.manifest.consignments] == [
        (bill.number, bill.packages, "AWB") for bill in before.consignments
    ]


def test_what_has_no_place_there_is_said_and_not_in_the_result(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["convert", str(FLIGHT), "--to", "awmds"]) == 0
    out, told = capsysbinary.readouterr()
    assert out.startswith(b"<?xml")
    assert b"not converted: handling codes (1 bill)" in told
    assert b"no customs office; name one with --office" in told
    place = b"Bol_segment/ctn_segment/Number_of_packages is empty: it must be a whole number (2 times)"
    assert b"not valid in awmds: " + place in told


def test_house_bills_go_under_their_master(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["convert", str(HOUSES), "--to", "awbolds", "--master", "888-11111111"]) == 0
    (reading,) = registry.read(capsysbinary.readouterr().out)
    assert reading.manifest.message.reference == "888-11111111"
    assert {(bill.level, bill.master) for bill in reading.manifest.consignments} == {(Level.HOUSE, "888-11111111")}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([str(FLIGHT), "--to", "awbolds"], "the message has no house bills"),
        (
            [str(HOUSES), "--to", "awbolds", "--master", "X"],
            "no house bill of master X; the master bills are 888-11111111",
        ),
        ([str(DATA / "asycuda" / "declaration.xml"), "--to", "awmds"], "contains no cargo manifest"),
        ([str(DATA / "asycuda" / "pack_of_houses_and_coloader.xml"), "--to", "awmds"], "contains 3 cargo manifests"),
        (["/nowhere.xml", "--to", "awmds"], "check the path"),
        ([str(MANIFEST), "--to", "awmds", "--output", "/nowhere/x.xml"], "choose another file"),
    ],
)
def test_what_cannot_be_written_says_why(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", *arguments]) == 1
    assert words in capsys.readouterr().err
