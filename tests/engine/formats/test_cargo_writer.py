"""A cargo manifest that we write is read back as what was written, whatever the separators."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.cargo.edifact.write import write
from roadstead.engine.records import Container, Manifest
from roadstead.engine.syntax.edifact import Separators
from tests.engine.formats.cargo_strategies import manifests
from tests.engine.formats.corpus import CORPUS
from tests.everyday import examples

DATA = Path(__file__).parent / "data/cargo_edifact"
STYLES = st.sampled_from([Separators(), Separators(component="|", element="*", terminator="#")])


def bare(manifest: Manifest) -> Manifest:
    """Without what was sent, which only a reading has."""
    return replace(
        manifest,
        consignments=tuple(replace(each, sent=()) for each in manifest.consignments),
        containers=tuple(replace(each, sent=()) for each in manifest.containers),
    )


def read_back(raw: bytes) -> Manifest:
    (reading,) = registry.read(raw)
    assert reading.unread == ()
    return bare(reading.manifest)


@given(manifests(), STYLES, st.sampled_from(["", "\n"]))
@settings(max_examples=examples(20), deadline=None)
def test_what_is_written_is_read_back(made: Manifest, separators: Separators, line_end: str) -> None:
    raw = write(made, separators=separators, line_end=line_end)
    assert read_back(raw) == made


MANIFESTS = sorted((*DATA.glob("cuscar_*.edi"), *CORPUS.glob("cuscar/mtn_44032_lot10.edi")))


@pytest.mark.parametrize("path", MANIFESTS, ids=[path.stem for path in MANIFESTS])
def test_a_manifest_survives_being_written_anew(path: Path) -> None:
    (reading,) = registry.read(path.read_bytes())
    sent = bare(reading.manifest)
    if not sent.message.syntax:  # it came without UNB, and is sent in one
        sent = replace(sent, message=replace(sent.message, syntax="UNOC:3"))
    assert read_back(write(sent)) == sent


def test_a_manifest_with_nothing_in_it_is_written_too() -> None:
    (reading,) = registry.read(write(Manifest(containers=(Container(number="SMPU1000007"),))))
    assert [box.number for box in reading.manifest.containers] == ["SMPU1000007"]
    assert reading.manifest.message.type == "CUSCAR"
