"""Recognition of XML messages by the names of root and children, never by namespace alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Final

from roadstead.engine.formats.common.xml_forms.kinds import CARGO, MAX_CHILDREN, PEOPLE, MessageKind
from roadstead.engine.formats.reading import Reading
from roadstead.engine.formats.redaction import xml as sensitive
from roadstead.engine.formats.unknown import root_name
from roadstead.engine.records import Manifest, Problem, Severity, Voyage
from roadstead.engine.sentences import Sentence, Value
from roadstead.engine.syntax import xml
from roadstead.engine.syntax.xml import Document, Element, Makers

HEAD_BYTES: Final = (8_192, 131_072)  # bytes examined for the voyage
MAX_DEPTH: Final = 4  # levels of elements searched for a message, since envelopes are around messages
MAX_ELEMENTS: Final = 1_000  # elements examined, and messages of one document
KINDS: Final = (*PEOPLE, *CARGO)
MAKERS: Final[Makers] = {name: maker for kind in KINDS for name, maker in kind.makers.items()}


def looks_like(raw: bytes) -> bool:
    return xml.looks_like(raw)


def read(raw: bytes) -> list[Reading]:
    """Return every message of a known kind; [] if there is none. A broken document of such a kind is reported as
    broken.

    Bookings go through the filter first: content that may not be stored is not read either (S1, S2).
    """
    raw = sensitive.redact(raw).raw if sensitive.looks_like(raw) else raw
    return [reading for document in _rooted(raw) for reading in _readings(document, raw)]


def _rooted(raw: bytes) -> list[Document]:
    """Parse documents; header and body of an EPCMessage without its root are put back into one."""
    documents = xml.read(raw, MAKERS)
    root = documents[0].root
    if documents[0].broken is None or root is None or root.key != "epcmessageheader":
        return documents
    bare = xml.DECLARATION.sub(b"", xml.as_utf8(raw).data, count=1)
    first, *others = xml.read(b"<EPCMessage>%b</EPCMessage>" % bare)
    if first.broken is not None:
        return documents
    text = Sentence("The root element EPCMessage is missing. We read header and body without it. Send it around them.")
    said = Problem.of(severity=Severity.WARNING, code="root-missing", text=text, segment=root.name)
    return [replace(first, problems=(said, *first.problems)), *others]


def voyage_of(raw: bytes) -> Voyage | None:
    """Return the voyage from the beginning of the bytes, which mostly breaks off somewhere."""
    return next((found for size in HEAD_BYTES if (found := _voyage_in(raw[:size]))), None)


def _voyage_in(head: bytes) -> Voyage | None:
    for element, kind in _messages(xml.read(head)[0].root):
        found = kind.voyage(element)
        if found is not None and (found.number or found.legs):
            return found
    return None


def _readings(document: Document, raw: bytes) -> list[Reading]:
    if document.broken is not None:
        head = raw[: HEAD_BYTES[1]].replace(b"\0", b"")
        known = bool(_messages(document.root)) or any(kind.trace_pattern.search(head) for kind in KINDS)
        return [_not_well_formed(document, root_name(raw))] if known else []
    messages = _messages(document.root) or _messages_in_text(document.root)
    readings = [kind.read(element) for element, kind in messages]
    if readings:
        problems = (*document.problems, *_about_namespaces(*messages[0]), *readings[0].problems)
        readings[0] = replace(readings[0], problems=problems)
    return readings


def _kind(element: Element) -> MessageKind | None:
    return next((kind for kind in KINDS if kind.is_kind_of(element)), None)


def _messages_in_text(root: Element | None) -> list[tuple[Element, MessageKind]]:
    """Return messages carried whole as the text of one element, as by some web services."""
    texts = (each.text for each in islice(root.walk(), MAX_ELEMENTS)) if root is not None else ()
    inner = next((text for text in texts if text[:1] == "<" and xml.looks_like(text[:200].encode())), "")
    return (
        [found for document in xml.read(inner.encode(), MAKERS) for found in _messages(document.root)] if inner else []
    )


def _about_namespaces(element: Element, kind: MessageKind) -> list[Problem]:
    """Note mixed namespaces. Names are compared without them, since senders often lose them."""
    others = (inner for child in element.children[:MAX_CHILDREN] for inner in (child, *child.children[:MAX_CHILDREN]))
    if not kind.has_one_namespace or all(other.namespace == element.namespace for other in others):
        return []
    text = Sentence(
        "The elements are in different namespaces or in none. We read them by their names. Use one namespace."
    )
    return [Problem.of(severity=Severity.NOTE, code="namespaces-mixed", text=text, segment=element.name)]


def _messages(root: Element | None) -> list[tuple[Element, MessageKind]]:
    """Return the outermost elements of a known kind, searched from the root inwards through any envelopes."""
    level = [root] if root is not None else []
    for _ in range(MAX_DEPTH):
        found = [(each, kind) for each in level if (kind := _kind(each)) is not None]
        if found:
            return found
        level = [child for each in level for child in each.children][:MAX_ELEMENTS]
    return []


# ── Documents that are not well-formed: no data is taken; the position of the error is reported and the file kept.


def _not_well_formed(document: Document, root: str) -> Reading:
    """Return one reading with one error that names line and column."""
    broken = document.broken
    assert broken is not None, "only asked of a broken document"
    why = broken.why
    if broken.line:
        values: dict[str, Value] = {"why": why, "line": broken.line, "column": broken.column}
        why = Sentence("%(why)s (line %(line)s, column %(column)s)", values)
    problem = Problem.of(
        severity=Severity.ERROR,
        code="xml-not-well-formed",
        text=Sentence(
            "This file is not well-formed XML: %(why)s. We stored it but could not read it. Export it again and send "
            "the complete file.",
            {"why": why},
        ),
        segment=root,
        number=broken.line or None,
        sent=f"<{root}>" if root else "",
    )
    return Reading(manifest=Manifest(), problems=(*document.problems, problem))
