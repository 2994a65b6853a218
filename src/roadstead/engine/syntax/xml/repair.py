"""Corrections of obvious errors before a document is read again: bare ampersands, control characters, lost prefixes."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.syntax.xml.encoding import xml_problem

CONTROLS: Final = bytes(set(range(0x20)) - set(b"\t\r\n"))
NO_MARKUP: Final = rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
REFERENCE: Final = re.compile(NO_MARKUP + rb"|&(#x?[0-9A-Fa-f]{1,8};|[A-Za-z][A-Za-z0-9]{0,31};)?", re.DOTALL)
XML_ENTITIES: Final = {b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"}
PREFIX: Final = re.compile(rb"(" + NO_MARKUP + rb")|(</?)[A-Za-z_][\w.-]{0,80}:(?=[A-Za-z_])", re.DOTALL)
PREFIX_OF_ATTRIBUTE: Final = re.compile(
    rb"(\s)(?!xml(?:ns)?:)[A-Za-z_][\w.-]{0,80}:([A-Za-z_][\w.-]{0,80}\s{0,9}=\s{0,9}[\"'])"
)
ALLOWED: Final = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(data: bytes) -> tuple[bytes, list[Problem]]:
    kept = data.translate(None, CONTROLS)
    if len(kept) == len(data):
        return data, []
    return kept, [xml_problem("control-characters", "We removed control characters, which XML does not allow.")]


def with_references(data: bytes) -> tuple[bytes, list[Problem]]:
    """Escape each `&` that begins no reference; replace HTML names with their character; others stay as text."""
    mended = REFERENCE.sub(_reference, data)
    if mended == data:
        return data, []
    text = "An & does not begin a known character reference. We read it as &. Write &amp; instead."
    return mended, [xml_problem("ampersand", text)]


def without_prefixes(data: bytes) -> tuple[bytes, list[Problem]]:
    """Remove prefixes, since names are compared without them."""
    bare = PREFIX.sub(lambda found: found[1] or found[2], data)
    bare = PREFIX_OF_ATTRIBUTE.sub(rb"\1\2", bare)
    return bare, [xml_problem("namespace-undeclared", "A namespace prefix is used but not declared. We ignored it.")]


def _reference(found: re.Match[bytes]) -> bytes:
    whole, name = found[0], found[1]
    if not whole.startswith(b"&") or name in XML_ENTITIES:
        return whole
    if name is None:
        return b"&amp;"
    if name.startswith(b"#"):
        return whole if is_character(name[1:-1]) else b""
    return html5.get(name.decode(), f"&amp;{name.decode()}").encode()


def is_character(number: bytes) -> bool:
    """Return True if XML allows the character of this number, written as in a reference ("25", "x19")."""
    base, digits = (16, number[1:]) if number[:1] in b"xX" else (10, number)
    try:
        code = int(digits, base)
    except ValueError:
        return False
    return code < 0x110000 and ALLOWED.match(chr(code)) is not None
