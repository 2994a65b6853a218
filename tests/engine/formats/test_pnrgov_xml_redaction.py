"""What is removed from bookings in XML before they are stored, well-formed or not, and what stays byte for byte."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadstead.engine.formats import redaction as sensitive
from roadstead.engine.formats.passengers.pnrgov_xml.services import FIELDS
from roadstead.engine.formats.redaction import xml
from roadstead.engine.formats.redaction.redact import Form
from roadstead.engine.formats.redaction.services import services
from roadstead.engine.formats.redaction.xml_names import ATTRIBUTES, TEXTS
from tests.engine.formats.xml_samples import DATA, samples

PUSH = (DATA / "pnrgov_xml" / "push_with_everything.xml").read_bytes()
TELLING = [b"pork", b"diabetic", b"bishop", b"union", b"CLERGY", b"CLG", b"KSML", b"kosher", b"walk", b"WCHR", b"REV",
           b"737", b"4111111111111111", b"Wheelchair", b"MealCode"]  # fmt: skip


@pytest.mark.parametrize("told", TELLING, ids=lambda told: told.decode())
def test_nothing_that_tells_faith_or_health_is_stored(told: bytes) -> None:
    assert told in PUSH
    assert told not in sensitive.redact(PUSH).raw


def test_what_may_be_kept_stays_byte_for_byte() -> None:
    before, after = PUSH.splitlines(), sensitive.redact(PUSH).raw.splitlines()
    assert len(before) == len(after)
    docs = [line for line in before if b'SSRCode="DOC' in line]
    assert docs
    assert all(line in after for line in docs)


def test_every_kind_is_counted() -> None:
    counts = sensitive.redact(PUSH).counts
    assert {"meal", "assistance", "remark", "fare code", "card number", "history text"} <= counts.keys()


@pytest.mark.parametrize("code", [code for code, service in services().items() if not service.is_kept])
def test_every_service_that_is_not_on_the_list_goes_with_its_text(code: str) -> None:
    raw = f"<PNR><SSR SSRCode='{code}'><Text>QWORDQ</Text></SSR><SSR><Code>{code}</Code><Text>QWORDQ</Text></SSR></PNR>"
    stored = xml.redact(raw.encode()).raw
    assert b"QWORDQ" not in stored
    assert code.encode() not in stored


@pytest.mark.parametrize(
    "raw",
    [
        b"<PNR><SSR SSRCode='KSML'><Text>QWORDQ",
        b"<PNR><SSR SSRCode='KSML'><Text>QWORDQ</SSR></PNR>",
        b"<PNR></SSR><Text>QWORDQ</Text>",
        b"<PNR>QWORDQ<Passenger/>QWORDQ</PNR>QWORDQ",
        b"<PNR><Remark a='QWORDQ>QWORDQ</Remark></PNR>",
        b"<PNR><!-- QWORDQ",
        b"<PNR><![CDATA[QWORDQ",
        b"<PNR QWORDQ Passenger=QWORDQ>",
        b"<PNR><?note QWORDQ?></PNR>",
        b"<!DOCTYPE PNR [<!ENTITY x 'QWORDQ'>]><PNR/>",
        b"QWORDQ <PNR/>",
        b"<PNR><Passenger><SpecialDiet><Code>QWORDQ</Code><SpecialDiet/></SpecialDiet></Passenger></PNR>",
        "<PNR><OSI><Text>QWORDQ</Text></OSI></PNR>".encode("utf-16"),
        b"\xef\xbb\xbf<PNR><FreeText>QWORDQ</FreeText></PNR>",
    ],
)
def test_of_broken_bytes_more_is_removed_rather_than_less(raw: bytes) -> None:
    done = sensitive.redact(raw)
    assert b"QWORDQ" not in done.raw.replace(b"\0", b"")
    assert done.counts


def test_other_xml_is_not_touched() -> None:
    raw = b"<Awmds><General_segment><Remark>halal meat, 3 pallets</Remark></General_segment></Awmds>"
    assert sensitive.redact(raw).raw is raw


@pytest.mark.parametrize("sample", samples("pnrgov_xml"), ids=lambda sample: sample.stem)
def test_a_second_pass_changes_nothing(sample: object) -> None:
    for each in samples("pnrgov_xml"):
        once = sensitive.redact(each.read_bytes())
        assert sensitive.redact(once.raw).raw == once.raw


@example(at=0, length=0, damage=b"\xfe\xff")
@given(st.integers(0, len(PUSH)), st.integers(0, 200), st.binary(max_size=8))
def test_no_damage_raises_and_a_second_pass_changes_nothing(at: int, length: int, damage: bytes) -> None:
    once = xml.redact(PUSH[:at] + damage + PUSH[at + length :])
    assert xml.redact(once.raw).raw == once.raw


def test_every_name_that_is_read_of_a_document_is_on_the_closed_list() -> None:
    asked = {name for fields in FIELDS.values() for names in fields for name in names}
    assert asked <= ATTRIBUTES | TEXTS


def test_segments_with_xml_behind_them_are_gone_through_until_nothing_changes() -> None:
    once = sensitive.redact(b"CTC?+//M.EX<PNR>")
    assert sensitive.redact(once.raw) == sensitive.Redacted(raw=once.raw)
    assert once.counts["unknown segment"] > 0


def test_of_bytes_that_never_come_to_rest_only_the_mark_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def turned(raw: bytes) -> sensitive.Redacted:
        return sensitive.Redacted(raw=raw[1:] + raw[:1], counts={"remark": 1})

    form = Form(name="restless", looks_like=lambda raw: raw != b"XXXX", redact=lambda raw, memory: turned(raw))
    monkeypatch.setattr(import_module("roadstead.engine.formats.redaction.redact"), "FORMS", (form,))
    once = sensitive.redact(b"PRAYER BOOK OF ANN")
    assert (once.raw, once.counts["unknown segment"]) == (b"XXXX", 1)
    assert sensitive.redact(once.raw).raw == once.raw
