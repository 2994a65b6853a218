"""Pass over the segments of one interchange: those of a PNRGOV are filtered, other messages are not changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from roadstead.engine.formats.redaction.kinds import MARK, REMARK
from roadstead.engine.formats.redaction.lost_terminators import (
    MAX_ELEMENTS,
    TEXTUAL,
    Piece,
    may_hold_several,
    split_at_lost_terminators,
)
from roadstead.engine.formats.redaction.regions import Region
from roadstead.engine.formats.redaction.segment_text import join, split, tag_of
from roadstead.engine.formats.redaction.segments import SERVICE_SEGMENTS, redact_segment
from roadstead.engine.formats.redaction.words import may_hold_word
from roadstead.engine.syntax.edifact import Separators, clean

NAME: Final = "PNRGOV"
MESSAGE_HEAD: Final = re.compile(rb"UNH\s*[^\w\s]")
COMMENT: Final = re.compile(rb"/\*.*?\*/", re.DOTALL)
BLANKED: Final = f"/* {MARK} */".encode()
MAX_PLAIN_BYTES: Final = 35  # bytes: a structured segment this short and of plain characters needs no filter
PLAIN: Final = re.compile(rb"[^ \x80-\xff]*")
BEFORE: Final = re.compile(rb"[\s\x00-\x1f]+|/\*.*?\*/", re.DOTALL)
CARD_DIGITS: Final = re.compile(rb"[0-9]{13}")
GROUP_MARK: Final = re.compile(rb"(?<![A-Za-z0-9])[Gg](?![A-Za-z0-9])")  # TIF: possibly a component G


class Written(NamedTuple):
    """Text written for a segment from which something was removed, and the kinds removed."""

    text: bytes
    kinds: tuple[str, ...]


# Result for each segment by its bytes, None if unchanged; separate for everything that affects parsing.
Memory = dict[tuple[Separators, bytes, str], dict[bytes, Written | None]]


@dataclass(slots=True, kw_only=True)
class Walk:
    """State of the pass. `inside`: in a PNRGOV, or in no other message. `memory` is kept from pass to pass."""

    region: Region
    counts: Counter[str]
    inside: bool = False
    encoding: str = "utf-8"
    memory: Memory
    known: dict[bytes, Written | None] = field(default_factory=dict)
    word: re.Pattern[bytes] = field(init=False)
    word_behind_name: re.Pattern[bytes] = field(init=False)

    def __post_init__(self) -> None:
        used = self.region.separators
        service = f"{used.component}{used.element}{used.repetition}{used.terminator}".encode("latin-1")
        self.word, self.word_behind_name = may_hold_word(service, used.component.encode("latin-1"))


def redact_region(raw: bytes, readable: bytes, walk: Walk) -> bytes:
    """Redact one interchange. `readable` has the same length, without the characters added by mail programs."""
    bare = clean.cleaned(readable, walk.region.separators.terminator.encode("latin-1"))
    if not _holds_bookings(bare):
        return raw
    raw, readable = _without_comments(raw, readable, walk)
    walk.encoding = "utf-8" if clean.decoded(bare)[1] == "UTF-8" else "latin-1"
    walk.known = walk.memory.setdefault((walk.region.separators, walk.region.dropped, walk.encoding), {})
    walk.inside = True
    terminator = walk.region.separators.terminator.encode("latin-1")
    return terminator.join(
        _piece(part := raw[begin:end], part if raw is readable else readable[begin:end], walk)
        for begin, end in _bounds(readable, walk.region)
    )


def _holds_bookings(bare: bytes) -> bool:
    upper = bare.upper()
    return b"PNRGOV" in upper or MESSAGE_HEAD.search(upper) is None or b"TIF" in upper


def _bounds(data: bytes, region: Region) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each segment; a released terminator ends none, even with a line break inside the pair."""
    used = region.separators
    terminator = used.terminator.encode("latin-1")
    hidden = _hidden(data, region) if used.release and used.release.encode("latin-1") in data else data
    at = 0
    for piece in hidden.split(terminator):
        yield at, at + len(piece)
        at += len(piece) + len(terminator)


def _hidden(data: bytes, region: Region) -> bytes:
    release, end = (
        re.escape(each.encode("latin-1")) for each in (region.separators.release, region.separators.terminator)
    )
    pair = re.compile(release + b"[" + re.escape(region.dropped) + b"]*(?:" + release + b"|" + end + b")")
    return pair.sub(lambda match: b"\0" * len(match.group()), data)


# ── One segment


def _piece(raw: bytes, readable: bytes, walk: Walk) -> bytes:
    """Return the bytes of one segment, without its terminator.

    Line breaks before it are kept; those inside only if nothing is removed.
    """
    bare = readable.translate(None, walk.region.dropped).lstrip()
    if not bare:
        return raw
    if bare not in walk.known:
        own, text, tag = _read(bare, walk)
        if tag in SERVICE_SEGMENTS:
            _service(tag, text, walk)
            return raw
        if not walk.inside:
            return raw
        walk.known[bare] = _filtered(text, tag, walk) if text and not _is_plain(tag, own, walk) else None
    written = walk.known[bare]
    if written is None or not walk.inside:
        return raw
    walk.counts.update(written.kinds)
    return _before(raw, readable) + written.text


def _read(bare: bytes, walk: Walk) -> tuple[bytes, str, str]:
    """Return a segment without comments before it, as bytes and as text, and its tag."""
    if bare.startswith(b"/*"):
        bare = COMMENT.sub(b"", bare).lstrip()
    text = bare.decode(walk.encoding, errors="replace")
    return bare, text, tag_of(text, walk.region.separators)


def _is_plain(tag: str, bare: bytes, walk: Walk) -> bool:
    """Return True for a short segment without blanks and words, which holds no text, and no name of a group."""
    is_short = tag in MAX_ELEMENTS and tag not in TEXTUAL and len(bare) <= MAX_PLAIN_BYTES
    is_plain = is_short and PLAIN.fullmatch(bare) is not None and CARD_DIGITS.search(bare) is None
    word = walk.word_behind_name if tag == "TIF" else walk.word
    return is_plain and word.search(bare) is None and (tag != "TIF" or GROUP_MARK.search(bare) is None)


def _service(tag: str, text: str, walk: Walk) -> None:
    if tag == "UNH":
        parts = split(text, walk.region.separators, tag)
        walk.inside = len(parts) < 3 or parts[2][0].strip().upper() in ("", NAME)
    elif tag == "UNT":
        walk.inside = True


def _filtered(text: str, tag: str, walk: Walk) -> Written | None:
    """Filter a segment; None if nothing is removed."""
    segment = split(text, walk.region.separators, tag)
    pieces = split_at_lost_terminators(segment) if may_hold_several(segment) else [Piece("", segment)]
    done = [(piece, *redact_segment(piece.segment)) for piece in pieces]
    kinds = tuple(kind for piece, one, kind in done if one is not piece.segment)
    if not kinds:
        return None
    written = "".join(piece.joint + join(one, walk.region.separators) for piece, one, _ in done)
    return Written(written.encode(walk.encoding, errors="replace"), kinds)


def _before(raw: bytes, readable: bytes) -> bytes:
    """Return line breaks, blanks, comments and mail marks before the segment, as sent."""
    begin = 0
    while found := BEFORE.match(readable, begin):
        begin = found.end()
    return raw[:begin]


def _without_comments(raw: bytes, readable: bytes, walk: Walk) -> tuple[bytes, bytes]:
    """Replace comments between segments, which are free text, by marks, so that a terminator inside has no effect."""
    if b"/*" not in readable:
        return raw, readable
    opening = re.compile(
        rb"(?:\A|" + re.escape(walk.region.separators.terminator.encode("latin-1")) + rb"|\*/)\s*(?=/\*)"
    )
    kept, kept_readable, at = [], [], 0
    found = opening.search(readable)
    while found is not None and (comment := COMMENT.match(readable, found.end())) is not None:
        kept += [raw[at : comment.start()], BLANKED]
        kept_readable += [readable[at : comment.start()], BLANKED]
        if comment.group() != BLANKED:
            walk.counts[REMARK] += 1
        at = comment.end()
        found = opening.search(readable, max(at - 2, 0))
    return b"".join([*kept, raw[at:]]), b"".join([*kept_readable, readable[at:]])
