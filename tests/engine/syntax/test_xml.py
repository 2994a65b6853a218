"""XML as it arrives: declarations that lie, text around it, entities that grow, and where it breaks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.syntax import xml
from roadstead.engine.syntax.xml import Document, Element

SMALL = '<?xml version="1.0" encoding="{}"?>\n<List><Person Name="José"/></List>'


def only(raw: bytes) -> Document:
    (document,) = xml.read(raw)
    return document


def root(raw: bytes) -> Element:
    document = only(raw)
    assert document.broken is None
    assert document.root is not None
    return document.root


def codes(raw: bytes) -> list[str]:
    return [problem.code for problem in only(raw).problems]


@pytest.mark.parametrize(
    ("declared", "written", "said"),
    [
        ("utf-8", "utf-8", []),
        ("utf-16", "utf-8", ["encoding-declared-wrongly"]),
        ("iso-8859-1", "utf-8", ["encoding-declared-wrongly"]),
        ("klingon", "utf-8", ["encoding-declared-wrongly"]),
        ("iso-8859-1", "iso-8859-1", []),
        ("windows-1252", "windows-1252", []),
        ("utf-8", "windows-1252", ["encoding-wrong"]),
        ("zlib", "windows-1252", ["encoding-wrong"]),
        ("utf-8", "utf-8-sig", ["byte-order-mark"]),
        ("utf-16", "utf-16", ["byte-order-mark"]),
        ("utf-8", "utf-16-le", []),
        ("utf-16", "utf-16-be", []),
    ],
)
def test_the_bytes_are_believed_before_the_declaration(declared: str, written: str, said: list[str]) -> None:
    raw = SMALL.format(declared).encode(written)
    assert root(raw).children[0].value("name") == "José"
    assert codes(raw) == said


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\r\n  <?xml version='1.0'?><a><b>1</b></a>", "blanks-before-declaration"),
        (b"Dear all,\nsee below\n<?xml version='1.0'?><a><b>1</b></a>", "text-before-message"),
        (b"<a><b>1</b></a>\nBest regards, the agent", "text-after-message"),
        (b"<a><b>1</b><c>Bread & butter &copy;</c></a>", "ampersand"),
        (b"<a><b>1</b><c>x\x01\x0by</c></a>", "control-characters"),
        (b"<a><x:b>1</x:b></a>", "namespace-undeclared"),
        (b"<!DOCTYPE a SYSTEM 'http://example.test/a.dtd'><a><b>1</b></a>", "doctype-not-read"),
    ],
)
def test_what_is_plain_to_put_right_is_read_and_said(raw: bytes, code: str) -> None:
    assert root(raw).value("b") == "1"
    assert code in codes(raw)


@pytest.mark.parametrize(
    ("raw", "why", "line"),
    [
        (b"<a/>\n<b/>", "several roots", 2),
        (b"<a>\n<b>\n<c>", "incomplete", 3),
        (b"<a>\n<b></c></a>", "end tag", 2),
        (b"<a>" * 300 + b"</a>" * 300, "nested", 1),
        (b"<a>\n<b x='1' x='2'/></a>", "twice", 2),
    ],
)
def test_what_is_not_well_formed_says_why_and_where(raw: bytes, why: str, line: int) -> None:
    broken = only(raw).broken
    assert broken is not None
    assert why in str(broken.why)
    assert broken.line == line


def test_several_documents_in_one_file_are_read_one_by_one() -> None:
    one, other = xml.read(b"<?xml version='1.0'?>\n<a/>\n<?xml version='1.0'?>\n<b>\n<c/></b>")
    assert one.root is not None
    assert other.root is not None
    assert (one.root.name, other.root.name, other.root.children[0].line) == ("a", "b", 5)


def test_entities_are_neither_resolved_nor_fetched() -> None:
    raw = (
        b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'>]>"
        b"<a><b>&x;</b><c>&b;</c></a>"
    )
    assert (root(raw).value("b"), root(raw).value("c")) == ("&x;", "&b;")


def test_a_bomb_of_entities_costs_nothing() -> None:
    layers = "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 30))
    raw = f"<!DOCTYPE a [<!ENTITY a0 'lol'>{layers}]><a><b>&a29;</b></a>".encode()
    started = time.process_time()
    assert root(raw).value("b") == "&a29;"
    assert time.process_time() - started < 10


def test_a_tag_of_many_attributes_is_refused_and_many_elements_too() -> None:
    wide = b"<a " + b" ".join(b'a%d="1"' % number for number in range(50_000)) + b"/>"
    many = b"<a>" + b"<b/>" * 4_100_000 + b"</a>"
    assert [only(raw).broken is not None for raw in (wide, many)] == [True, True]


def test_lines_are_counted_beyond_what_sixteen_bits_hold() -> None:
    raw = b"<a>\n" + b"<b>1</b>\n" * 70_000 + b"</a>"
    assert root(raw).children[-1].line == 70_001


def test_names_are_compared_without_prefix_case_and_joints() -> None:
    element = root(b"<p:L xmlns:p='urn:x'><p:Date_Of-Birth>1980</p:Date_Of-Birth></p:L>")
    assert element.namespace == "urn:x"
    assert element.value("dateofbirth") == "1980"


def test_what_nobody_asked_for_is_told_by_path() -> None:
    element = root(b"<a x='1' y='2'><b>3</b>tail<c><d>4</d></c></a>")
    assert (element.value("x"), element.value("b")) == ("1", "3")
    assert [(path, value) for path, value, _ in xml.unread(element)] == [("a", "tail"), ("a/@y", "2"), ("a/c/d", "4")]


@pytest.mark.parametrize("raw", [b"", b"UNB+UNOA:4", b"{}", b"a < b", b"5<6>4", b"\x00\x01"])
def test_other_bytes_do_not_look_like_xml(raw: bytes) -> None:
    assert not xml.looks_like(raw)


@given(st.binary(max_size=300) | st.text("<>/?!ab='\"& []-", max_size=120).map(str.encode))
def test_no_bytes_raise(raw: bytes) -> None:
    assert xml.read(raw)
    xml.looks_like(raw)


@given(st.integers(0, 4_000), st.binary(max_size=3))
def test_no_damage_raises(at: int, damage: bytes) -> None:
    whole = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a x='1'><![CDATA[ & ]]><b>&amp;</b><!-- - --></a>" * 3
    at %= len(whole)
    for document in xml.read(whole[:at] + damage + whole[at + 1 :]):
        assert document.root is not None or document.broken is not None
