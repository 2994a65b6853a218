"""What is written as PNRGOV is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadstead.engine.formats.passengers import pnrgov
from roadstead.engine.formats.redaction import redact
from roadstead.engine.records import Manifest
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import DEFAULT, Separators
from tests.engine.formats.pnrgov_strategies import manifests
from tests.everyday import examples

STYLES: Final = st.sampled_from(
    [DEFAULT, Separators(repetition="*"), Separators(release="\\"), Separators(element="-", terminator="#"),
     Separators(component="|", element="*", release="^", terminator="~")]
)  # fmt: skip


def read(raw: bytes) -> Manifest:
    (interchange,) = edifact.read(raw)
    (message,) = interchange.messages
    return pnrgov.read(interchange, message).manifest


def bare(manifest: Manifest) -> Manifest:
    """Without what depends on the writing: segment numbers, and what was sent."""
    travellers = tuple(
        replace(each, segment=None, sent=(), documents=tuple(replace(one, segment=None) for one in each.documents))
        for each in manifest.travellers
    )
    return replace(
        manifest, travellers=travellers, bookings=tuple(replace(each, segment=None) for each in manifest.bookings)
    )


@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(manifests(), STYLES, st.sampled_from(["", "\n", "\r\n"]))
def test_what_is_written_is_read_back(manifest: Manifest, style: Separators, line_end: str) -> None:
    assert bare(read(pnrgov.write(manifest, separators=style, line_end=line_end))) == manifest


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(manifests())
def test_nothing_that_is_written_needs_to_be_removed(manifest: Manifest) -> None:
    raw = pnrgov.write(manifest)
    assert redact(raw).raw is raw
