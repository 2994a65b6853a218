"""What we write is read back as what was written, for every function, separator and character set."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reading import passenger_list
from roadstead.engine.formats import registry
from roadstead.engine.formats.passengers.paxlst.write import split, write
from roadstead.engine.records import Function, Manifest, MessageHeader, Traveller
from roadstead.engine.syntax.edifact import Separators
from tests.engine.formats.corpus_paxlst import PAXLST, expected
from tests.engine.formats.paxlst_samples import read as read_sample
from tests.engine.formats.paxlst_strategies import manifests

STYLES = st.sampled_from([
    Separators(),
    Separators(repetition="*"),
    Separators(component="|", element="*", terminator="#"),
    Separators(release="\\", terminator="~"),
])  # fmt: skip


def bare(manifest: Manifest) -> Manifest:
    """Without the numbers of segments and what was sent, which only a reading has."""
    return replace(manifest, travellers=tuple(_bare(traveller) for traveller in manifest.travellers))


def _bare(traveller: Traveller) -> Traveller:
    documents = tuple(replace(document, segment=None) for document in traveller.documents)
    return replace(traveller, segment=None, sent=(), documents=documents)


def read_back(raw: bytes) -> Manifest:
    (reading,) = registry.read(raw)
    assert reading.unread == ()
    return bare(reading.manifest)


@given(manifests(), STYLES, st.booleans(), st.sampled_from(["", "\n", "\r\n"]))
def test_what_is_written_is_read_back(made: Manifest, separators: Separators, with_group: bool, line_end: str) -> None:
    raw = write(made, separators=separators, with_group=with_group, line_end=line_end)
    assert read_back(raw) == made


@given(manifests())
@settings(deadline=None)
def test_what_is_written_without_una_is_read_back(made: Manifest) -> None:
    assert read_back(write(made, with_una=False)) == made


@pytest.mark.library
@pytest.mark.parametrize("name", [name for name in expected() if name.startswith(("astra", "guide", "dhs"))])
def test_a_real_list_survives_being_written_anew(name: str) -> None:
    for reading in registry.read((PAXLST / name).read_bytes()):
        sent = bare(reading.manifest)
        head = replace(sent.message, syntax=sent.message.syntax or "UNOA:4")
        assert read_back(write(sent)) == replace(sent, message=head)


@pytest.mark.parametrize(
    "function",
    [
        Function.PASSENGERS,
        Function.CREW,
        Function.CHANGE,
        Function.CANCEL,
        Function.CLOSE,
        Function.CLOSED_ON_BOARD,
        Function.CLOSED_NOT_ON_BOARD,
    ],
)
def test_every_function_has_a_code_of_its_own(function: Function) -> None:
    made = Manifest(message=MessageHeader(function=function, reference="X1"))
    (reading,) = registry.read(write(made))
    assert reading.manifest.message.function is function


def test_directory_and_character_set_are_as_asked() -> None:
    raw = write(replace(read_sample().manifest, voyage=read_sample().manifest.voyage), directory="15B", charset="UNOC")
    assert b"UNOC:4" in raw
    assert b"PAXLST:D:15B:UN:IATA" in raw


@pytest.mark.parametrize(
    ("syntax", "name", "encoding"),
    [("UNOC", "JOSÉ", "iso8859-1"), ("UNOA", "JOSÉ", "utf-8"), ("UNOC", "ИВА", "utf-8"), ("UNOC", "Ã©", "utf-8")],
)
def test_letters_are_written_in_the_declared_set_or_in_utf_8(syntax: str, name: str, encoding: str) -> None:
    (traveller,) = read_sample().manifest.travellers
    made = replace(read_sample().manifest, travellers=(replace(traveller, surname=name),))
    raw = write(made, charset=syntax)
    assert name.encode(encoding) in raw
    assert read_back(raw).travellers[0].surname == name


def test_parts_have_one_access_reference_and_together_are_the_list() -> None:
    (reading,) = registry.read(passenger_list(25))
    parts = [read_back(write(part)) for part in split(reading.manifest, 10)]
    assert [(part.message.part, part.message.last_part) for part in parts] == [
        ("01", False),
        ("02", False),
        ("03", True),
    ]
    assert {part.message.access_reference for part in parts} == {"XA123/261125/0900"}
    assert len({part.message.interchange for part in parts}) == 3
    assert sum((part.travellers for part in parts), ()) == bare(reading.manifest).travellers
    assert {part.declared["passengers"] for part in parts} == {25}


@pytest.mark.parametrize(("size", "count"), [(25, 1), (100, 1), (24, 2), (1, 25)])
def test_no_part_is_larger_than_asked(size: int, count: int) -> None:
    (reading,) = registry.read(passenger_list(25))
    parts = split(reading.manifest, size)
    assert len(parts) == count
    assert max(len(part.travellers) for part in parts) <= size


def test_a_list_of_nobody_is_one_part_and_a_part_of_nobody_is_refused() -> None:
    assert len(split(Manifest(), 10)) == 1
    with pytest.raises(ValueError, match="a part of 0 travellers"):
        split(Manifest(), 0)
