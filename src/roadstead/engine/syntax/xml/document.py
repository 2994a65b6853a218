"""Documents in the bytes: one, or several in sequence, each with the errors that were tolerated to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from roadstead.engine.records import Problem, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml.element import Element
from roadstead.engine.syntax.xml.encoding import BLANKS, HEAD_BYTES, as_utf8, xml_problem
from roadstead.engine.syntax.xml.parse import NO_MAKERS, Broken, Makers, parse
from roadstead.engine.syntax.xml.repair import with_references, without_controls, without_prefixes

PADDING: Final = BLANKS.encode()
BEGINS: Final = re.compile(rb"<(?:\?xml\s|!DOCTYPE\s|!--|[A-Za-z_][\w.:-]{0,200}[\s/>])", re.IGNORECASE)
DECLARATION: Final = re.compile(rb"<\?xml\s[^<>]{0,400}>", re.IGNORECASE)
DOCTYPE: Final = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
A_TAG: Final = re.compile(rb"<[A-Za-z_][\w.:-]{0,80}[\s/>]")
AN_ELEMENT: Final = re.compile(rb"<[A-Za-z_]")
BEFORE: Final = re.compile(rb"[^<]{0,4096}?(?=<\?xml\s)", re.IGNORECASE)
MAX_PREFIX_BYTES: Final = 4_096  # bytes of other text before a document
MAX_DOCUMENTS: Final = 1_000
SEVERAL_ROOTS, UNDECLARED_PREFIX = 5, 201  # error codes of libxml2


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `broken`: where it stops being XML; `root` then holds what came before and is not reliable."""

    root: Element | None
    problems: tuple[Problem, ...] = ()
    broken: Broken | None = None


def looks_like(raw: bytes) -> bool:
    """Return True if the bytes begin like XML, perhaps after blanks, a mark, or lines of text and a declaration."""
    head = (
        raw[: MAX_PREFIX_BYTES + HEAD_BYTES]
        .replace(b"\0", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .lstrip(b"\xff\xfe" + PADDING)
    )
    return BEGINS.match(head) is not None or BEFORE.match(head) is not None


def read(raw: bytes, makers: Makers = NO_MAKERS) -> list[Document]:
    """Return every document. A new declaration begins a new one; without it, a second root breaks the document.

    `makers` are called at the end of each element of their folded name, in the order of the document; their result
    becomes the element's `made`, and the rest of the element is dropped.
    """
    written = as_utf8(raw)
    documents = [_document(piece, lines, makers) for piece, lines in _apart(written.data)]
    if len(documents) > 1 and any(document.broken for document in documents):
        whole = _document(written.data, 0, makers)  # a declaration in the middle may be in a text
        documents = documents if whole.broken else [whole]
    first = documents[0]
    documents[0] = Document(first.root, (*written.problems, *first.problems), first.broken)
    return documents


def _apart(data: bytes) -> list[tuple[bytes, int]]:
    """Split the data at declarations; return each piece with the number of lines before it."""
    starts = [found.start() for found in DECLARATION.finditer(data)][:MAX_DOCUMENTS]
    cuts = [0, *starts[1:], len(data)]
    pieces, lines = [], 0
    for start, end in pairwise(cuts):
        pieces.append((data[start:end], lines))
        lines += data.count(b"\n", start, end)
    return pieces


def _document(data: bytes, lines: int, makers: Makers) -> Document:
    problems: list[Problem] = []
    start = _beginning(data, lines, problems)
    body = data[start:].rstrip(PADDING)
    lines += data.count(b"\n", 0, start)
    body = _without_doctype(body, problems, lines)
    root, broken = parse(body, lines, makers)
    if broken is not None and broken.code not in (0, SEVERAL_ROOTS):
        body, root, broken = _repaired(body, lines, makers, root, broken, problems)
    if broken is not None and broken.code == SEVERAL_ROOTS:
        root, broken = _without_tail(body, lines, makers, root, broken, problems)
    if broken is not None and broken.code and body.rfind(b"<") > body.rfind(b">"):
        broken = replace(broken, why=Sentence("it ends in the middle of a tag"))
    return Document(root, tuple(problems), broken)


def _beginning(data: bytes, lines: int, problems: list[Problem]) -> int:
    """Return where the root or its prolog begins, after the declaration, whose character set is already resolved."""
    declared = DECLARATION.search(data, 0, MAX_PREFIX_BYTES + HEAD_BYTES)
    if declared and A_TAG.search(data, 0, declared.start()):
        declared = None  # it is inside the document, in a text
    begin = declared.start() if declared else max(data.find(b"<"), 0)
    before = data[:begin].strip(PADDING)
    if before:
        text = Sentence(
            "There is text before the XML. We skipped it (bytes: %(count)s). Send the message alone.",
            {"count": f"{len(before):,}"},
        )
        problems.append(xml_problem("text-before-message", text, sent=before.decode(errors="replace"), line=lines + 1))
    elif declared and begin:
        text = Sentence("There are spaces before the XML declaration, which must come first. We skipped them.")
        problems.append(xml_problem("blanks-before-declaration", text, line=lines + 1))
    return declared.end() if declared else begin


def _without_doctype(body: bytes, problems: list[Problem], lines: int) -> bytes:
    """Blank a document type unread, since it can hold entities that grow without end, or name files."""
    first = AN_ELEMENT.search(body)
    found = DOCTYPE.search(body, 0, first.start() if first else len(body))
    if found is None:
        return body
    end = _end_of_doctype(body, found.end())
    blank = bytes(byte if byte in b"\r\n" else 0x20 for byte in body[found.start() : end])
    text = Sentence("We did not read the document type (DOCTYPE) or what it defines. Send the XML without it.")
    line = lines + body.count(b"\n", 0, found.start()) + 1
    problems.append(xml_problem("doctype-not-read", text, Severity.WARNING, line=line))
    return body[: found.start()] + blank + body[end:]


def _end_of_doctype(body: bytes, at: int) -> int:
    close, bracket = body.find(b">", at), body.find(b"[", at)
    if bracket < 0 or close < bracket:
        return close + 1 or len(body)
    inside = re.compile(rb"\]\s*>").search(body, bracket)
    return inside.end() if inside else len(body)


def _repaired(
    body: bytes, lines: int, makers: Makers, root: Element | None, broken: Broken, problems: list[Problem]
) -> tuple[bytes, Element | None, Broken | None]:
    """Read again with obvious errors corrected; if that does not help, the document stays as it was."""
    mended, said_of_controls = without_controls(body)
    mended, said_of_references = with_references(mended)
    mended, said_of_prefixes = without_prefixes(mended) if broken.code == UNDECLARED_PREFIX else (mended, [])
    if mended == body:
        return body, root, broken
    again, still = parse(mended, lines, makers)
    if still is not None and still.code == UNDECLARED_PREFIX:
        mended, said_of_prefixes = without_prefixes(mended)
        again, still = parse(mended, lines, makers)
    if still is not None and still.code != SEVERAL_ROOTS:
        return body, root, still
    problems += said_of_controls + said_of_references + said_of_prefixes
    return mended, again, still


def _without_tail(
    body: bytes, lines: int, makers: Makers, root: Element | None, broken: Broken, problems: list[Problem]
) -> tuple[Element | None, Broken | None]:
    """Drop a footer without tags after the end of the root; a second root is not tolerated."""
    end = body.rfind(b">") + 1
    tail = body[end:]
    if not tail.strip(PADDING) or end == 0:
        return root, broken
    again, still = parse(body[:end], lines, makers)
    if still is not None:
        return root, broken
    text = Sentence(
        "There is text after the XML. We did not read it (bytes: %(count)s). Check that no traveller is in it.",
        {"count": f"{len(tail.strip()):,}"},
    )
    line = lines + body.count(b"\n", 0, end) + 1
    problems.append(
        xml_problem("text-after-message", text, Severity.WARNING, tail.strip().decode(errors="replace"), line)
    )
    return again, None
