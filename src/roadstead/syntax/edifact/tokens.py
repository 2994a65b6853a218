"""Text to segments, in one pass and without copying more than once: the part that must be fast.

Released characters are hidden behind NUL (which never occurs in cleaned text) while the text is split, and put back
where they were found; a text without release characters pays nothing for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from roadstead.model import Problem
from roadstead.syntax.edifact.found import error, note
from roadstead.syntax.edifact.segments import Element, Repeated, Segment
from roadstead.syntax.edifact.separators import Separators

LONGEST_SEGMENT: Final = 65_536  # characters; the longest a directory allows has about 10,000
MOST_SEGMENTS: Final = 500_000  # of one interchange: about 25,000 travellers
OFTEN_THE_SAME: Final = 14  # characters: LOC+178+BBBGI
HIDDEN: Final = "\0"
SERVICE: Final = {"UNB", "UNG", "UNE", "UNZ", "UNH", "UNT"}  # repetition does not exist in these
MARKED_TAG: Final = re.compile(r"[^A-Z0-9]*([A-Z]{3})")  # what a broken transfer left before a tag
ALWAYS_RELEASED: Final = "*"  # the repetition of version 4, released by senders of older versions too


@dataclass(slots=True)
class Tokens:
    """The segments of one interchange, what was odd about them, and the text after the last terminator."""

    segments: list[Segment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def tokenise(text: str, used: Separators) -> Tokens:
    """Segments without empty ones. Never raises; what is too long or too much is cut and said."""
    hidden, marks = _hide(text, used)
    pieces = hidden.split(used.terminator, MOST_SEGMENTS)
    tokens = Tokens(problems=list(_about(hidden, pieces, used)))
    tokens.segments = _segments(pieces[:MOST_SEGMENTS], used, marks)
    _straighten_tags(tokens)
    return tokens


def _hide(text: str, used: Separators) -> tuple[str, dict[str, str]]:
    """Each pair of release and service character becomes NUL and a letter; also which letter stands for what."""
    marks: dict[str, str] = {}
    if not used.release or used.release not in text:
        return text, marks
    for letter, char in zip("abcdef", dict.fromkeys((*used.service, ALWAYS_RELEASED)), strict=False):
        marks[letter] = char
        text = text.replace(used.release + char, HIDDEN + letter)
    return text, marks


def _segments(pieces: list[str], used: Separators, marks: dict[str, str]) -> list[Segment]:
    """Each text once: in a list of persons half of the segments (ATT, LOC, NAT) say what others said before them."""
    split = _splitter(used, marks)
    seen: dict[str, Segment] = {}
    segments: list[Segment] = []
    for piece in pieces:
        segment = seen.get(piece)
        if segment is None:
            segment = split(piece)
            if len(piece) <= OFTEN_THE_SAME:
                seen[piece] = segment
        segments.append(segment)
    return segments


def _splitter(used: Separators, marks: dict[str, str]) -> Callable[[str], Segment]:
    """The plain segment in one line; everything rare in its own function."""
    element, component, repetition = used.element, used.component, used.repetition or HIDDEN
    slow = _slow(used, marks)

    def split(piece: str) -> Segment:
        if HIDDEN in piece or repetition in piece or len(piece) > LONGEST_SEGMENT:
            return slow(piece)
        return [each.split(component) for each in piece.lstrip().split(element)]

    return split


def _slow(used: Separators, marks: dict[str, str]) -> Callable[[str], Segment]:
    """How to split a segment with released characters or repetitions in it."""

    def shown(hidden: str) -> str:
        first, *others = hidden.split(HIDDEN)
        return first + "".join(marks.get(other[:1], "") + other[1:] for other in others)

    def components(element: str) -> Element:
        return [shown(each) if HIDDEN in each else each for each in element.split(used.component)]

    def segment(piece: str) -> Segment:
        piece = piece[:LONGEST_SEGMENT].lstrip()
        elements = piece.split(used.element)
        if not used.repetition or used.repetition not in piece or elements[0] in SERVICE:
            return [components(each) for each in elements]
        return [_repeated([components(one) for one in each.split(used.repetition)]) for each in elements]

    return segment


def _repeated(found: list[Element]) -> Element:
    return found[0] if len(found) == 1 else Repeated(found[0], found[1:])


def _straighten_tags(tokens: Tokens) -> None:
    """Drop empty segments; capitals and no blanks in tags. What is no segment at all stays, for others to report."""
    good: set[str] = set()
    odd: dict[str, str] = {}
    for segment in tokens.segments:
        tag = segment[0][0]
        if tag not in good:
            better = _straight(tag)
            if better == tag:
                good.add(tag)
            else:
                segment[0][0] = better
                odd.setdefault(_oddity(tag, better), tag)
    tokens.segments = [segment for segment in tokens.segments if segment[0][0] or len(segment) > 1]
    tokens.problems += [note(code, "A segment's tag was not three capitals. It was read all the same.", sent=tag)
                        for code, tag in odd.items()]  # fmt: skip


def _straight(tag: str) -> str:
    """`t d t` and `=TDT` are TDT. Anything that does not become three letters stays as it is."""
    if len(tag) == 3 and tag.isupper():
        return tag
    together = "".join(tag[:20].split()).upper() if len(tag) < 20 else tag
    found = MARKED_TAG.fullmatch(together)
    return found[1] if found else tag.strip()


def _oddity(tag: str, better: str) -> str:
    if better.lower() == tag:
        return "lower-case-tag"
    return "blanks-in-tags" if "".join(tag.split()).upper() == better else "marks-before-tags"


def is_segment(segment: Segment) -> bool:
    """Whether this looks like a segment: three capitals (or digits, in private ones) and something after them."""
    tag = segment[0][0]
    return len(tag) == 3 and tag.isalnum() and tag.isascii() and tag == tag.upper()


def _about(hidden: str, pieces: list[str], used: Separators) -> Iterator[Problem]:
    """What is unusual about the whole, seen before the splitting."""
    end, last = used.terminator, len(pieces) - 1
    if hidden[:1] == " " or f"{end} " in hidden:
        yield note("blanks-before-tags", "Blanks stand before the segments' tags. They were skipped.")
    empty = hidden.count(used.element + end) + hidden.count(used.component + end)
    if empty:
        text = f"Segments that end with an empty value: {empty}. They were read as far as they go."
        yield note("empty-composites", text)
    if last >= MOST_SEGMENTS:
        text = f"More than {MOST_SEGMENTS:,} segments in one interchange; the rest was not read. Send it in parts."
        yield error("too-many-segments", text, sent=pieces[last])
    if len(hidden) > LONGEST_SEGMENT:
        yield from _too_long(pieces)


def _too_long(pieces: list[str]) -> Iterator[Problem]:
    longest = max(pieces, key=len)
    if len(longest) > LONGEST_SEGMENT:
        text = f"A segment of {len(longest):,} characters was cut to {LONGEST_SEGMENT:,}. Check its end mark."
        yield error("segment-too-long", text, sent=longest)
