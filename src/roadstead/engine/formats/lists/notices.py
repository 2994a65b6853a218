"""INTERPOL notices as JSON: one notice, an array of notices, a page of search results, or one notice per line.

A notice is not a warrant: every entry is to be referred to the national bureau. The colour of the notice is taken from
its link or from the name of the file. Charges, height, weight and marks are shown to the officer and never matched.
Links to images are ignored, and nothing is fetched. A page that holds fewer notices than it announces needs a
supervisor's confirmation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from roadstead.engine.formats.lists import tables
from roadstead.engine.formats.lists.content import UnableToLoad
from roadstead.engine.formats.lists.json_lines import report_broken_line
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.notice_fields import (
    KINDS,
    UNREADABLE,
    Fields,
    Notice,
    Raw,
    entry,
    kind_in_links,
    shown,
)
from roadstead.engine.records import Entry
from roadstead.engine.sentences import Sentence

MAX_DOCUMENT_BYTES: Final = 1 << 24  # of JSON that is read as a whole; one notice per line has no such limit
MAX_TOTAL_DIGITS: Final = 10
MAX_FIRST_LINES: Final = 20  # in which a file shows that it has one notice per line
BEFORE: Final = b"\xef\xbb\xbf \t\r\n"  # a byte order mark and blanks
ID: Final = re.compile(rb'"entity_id"\s*:')
OTHER_FIELD: Final = re.compile(
    rb'"(?:forename|date_of_birth|nationalities|arrest_warrants|distinguishing_marks|sex_id)"\s*:'
)
PAGE: Final = re.compile(rb'"_embedded"\s*:\s*\{\s*"notices"\s*:')
COLOURS: Final = frozenset(KINDS) - {"un"}
WANTED: Final = "notice (an object with entity_id and name in JSON)"

_fields: Final = msgspec.json.Decoder(Fields).decode
_array: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode


class Notices(msgspec.Struct, gc=False):
    notices: list[msgspec.Raw]


class Page(msgspec.Struct, gc=False):
    """A page of search results. `total`: number of notices that the search found, on all its pages."""

    embedded: Notices = msgspec.field(name="_embedded")
    total: msgspec.Raw = msgspec.Raw()
    links: msgspec.Raw = msgspec.field(name="_links", default=msgspec.Raw())

    @property
    def announced(self) -> int:
        digits = bytes(self.total)
        return int(digits) if digits.isdigit() and len(digits) < MAX_TOTAL_DIGITS else 0


_page: Final = msgspec.json.Decoder(Page).decode


def recognises(head: bytes) -> bool:
    if head.lstrip(BEFORE)[:1] not in (b"{", b"["):
        return False
    return bool(PAGE.search(head) or (ID.search(head) and OTHER_FIELD.search(head)))


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order; a record that is no notice is one problem and costs no other record."""
    kind, announced, number = _kind_in_name(loading.content.name), 0, 0
    for number, (raw, of_page, total) in enumerate(_records(loading), 1):
        announced = max(announced, total)
        fields = _decoded(raw)
        if fields is None:
            _report_unreadable(raw, number, loading)
            continue
        notice = Notice(fields=fields, number=number, kind=of_page or kind, loading=loading)
        loading.list = loading.list or _list_name(notice.kind)
        if made := entry(notice):
            yield made
    loading.list = loading.list or _list_name(kind)
    if number < announced:
        _report_missing(number, announced, loading)


# ── Records of the file, whatever its wrapping

Record = tuple[Raw, str, int]  # the notice, kind and total of its page


def _records(loading: Loading) -> Iterator[Record]:
    """Yield each notice with the kind and the total of its page; "" and 0 if it is not of a page."""
    if _has_lines(loading.content.head().lstrip(BEFORE)):
        yield from _of_lines(loading)
        return
    raw = _utf8(loading.content.whole())
    if len(raw) > MAX_DOCUMENT_BYTES:
        text = Sentence(
            "%(name)s is JSON of more than %(size)s MB in one piece. Write one notice per line (jq -c '.[]' splits an"
            " array).",
            {"name": loading.content.name, "size": MAX_DOCUMENT_BYTES >> 20},
        )
        raise UnableToLoad(text)
    yield from _of_document(raw.lstrip(BEFORE), loading)


def _has_lines(head: bytes) -> bool:
    """Return True if one of the first lines is an object of its own; what is inside an object is indented."""
    lines = head.splitlines()[:MAX_FIRST_LINES]
    return head[:1] == b"{" and len(lines) > 1 and any(line[:1] == b"{" and _is_whole(line) for line in lines)


def _of_lines(loading: Loading) -> Iterator[Record]:
    for number, line in enumerate(loading.content.lines(), 1):
        raw = _utf8(line.strip(BEFORE))
        if raw and _is_whole(raw):
            yield from _of_value(raw)
        else:
            report_broken_line(line, number, loading.tally, WANTED)


def _of_document(raw: bytes, loading: Loading) -> Iterator[Record]:
    try:
        records: Iterable[Raw] = _array(raw) if raw[:1] == b"[" else (raw,)
        if raw[:1] == b"{":
            _fields(raw)
    except UNREADABLE as damage:
        text = Sentence(
            "%(name)s is not valid JSON, so entries are missing: %(damage)s. Get the file again.",
            {"name": loading.content.name, "damage": str(damage)[:200]},
        )
        loading.tally.add("file-damaged", text, number=None)
        return
    for each in records:
        yield from _of_value(each)


def _of_value(raw: Raw) -> Iterator[Record]:
    """Yield the notices of a page, or the record itself."""
    try:
        page = _page(raw)
    except UNREADABLE:
        yield raw, "", 0
        return
    kind = kind_in_links(page.links)
    for each in page.embedded.notices:
        yield each, kind, page.announced


def _decoded(raw: Raw) -> Fields | None:
    try:
        return _fields(raw)
    except UNREADABLE:
        return None


def _utf8(raw: bytes) -> bytes:
    """Return the text in UTF-8, also if an old program wrote it in Windows-1252."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return tables.decode_text(raw).encode()
    return raw


def _is_whole(raw: bytes) -> bool:
    return _decoded(raw) is not None


# ── Names and problems


def _kind_in_name(name: str) -> str:
    """Return the colour that stands as a word in the name of the file ("notice_red_1.json")."""
    words = re.split(r"[^a-z]+", name.casefold())
    return next((word for word in words if word in COLOURS), "")


def _list_name(kind: str) -> str:
    return f"INTERPOL {kind} notices" if kind in COLOURS else "INTERPOL notices"


def _report_unreadable(raw: Raw, number: int, loading: Loading) -> None:
    text = Sentence(
        "%(file)s, record %(number)s: this is not a notice (an object with entity_id and name in JSON). We left it out."
        " Correct it, or get the notice again.",
        {"file": loading.content.name, "number": number},
    )
    loading.tally.add("row-unreadable", text, number=number, sent=shown(raw))


def _report_missing(number: int, announced: int, loading: Loading) -> None:
    text = Sentence(
        "%(file)s announces %(announced)s notices and holds %(number)s. Get the other pages and write all notices into"
        " one file.",
        {"file": loading.content.name, "announced": f"{announced:,}", "number": f"{number:,}"},
    )
    loading.tally.add("fewer-than-announced", text, number=None, field="total", sent=str(announced))


SOURCE: Final = Source(code="notices", title="INTERPOL notices, JSON", recognises=recognises, read=read)
