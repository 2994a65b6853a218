"""Splitting of text into segments in one pass, without copying more than once: this part must be fast.

Released characters are replaced with NUL (which never occurs in cleaned text) while the text is split, and then
restored; a text without release characters has no extra cost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact.problems import error, note
from roadstead.engine.syntax.edifact.segments import Element, Repeated, Segment
from roadstead.engine.syntax.edifact.separators import Separators

MAX_SEGMENT_CHARS: Final = 65_536  # characters; the longest in a directory has about 10,000
MAX_SEGMENTS: Final = 500_000  # of one interchange: about 25,000 travellers
EMPTY: Final = "empty"
FIRST: Final = itemgetter(0)
HIDDEN: Final = "\0"
SERVICE: Final = {"UNB", "UNG", "UNE", "UNZ", "UNH", "UNT"}  # no repetition in these
MARKED_TAG: Final = re.compile(r"[^A-Z0-9]*([A-Z]{3})")  # remains of a broken transfer before a tag
ALWAYS_RELEASED: Final = "*"  # the repetition of version 4, released by senders of older versions too


@dataclass(slots=True)
class Tokens:
    """Segments of one interchange with the tag of each, problems, and whether elements repeat."""

    segments: list[Segment] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_repetitions: bool = False


def tokenise(text: str, used: Separators) -> Tokens:
    """Split text into segments without empty ones. Never raises; excess is cut and reported."""
    hidden, marks = _hide(text, used)
    pieces = hidden.split(used.terminator, MAX_SEGMENTS)
    problems, last = list(_about_number(pieces)), pieces[-1]
    if problems or not last.strip():
        del pieces[-1]
    distinct = dict.fromkeys(pieces)
    once = used.terminator.join((*distinct, last))  # same content, and a third as long
    problems += _about_length(distinct)
    repeats = used.repetition != "" and used.repetition in hidden
    texts = _split(distinct, used, marks, is_plain=not problems and not repeats)
    tags = dict(zip(texts, map(FIRST, map(FIRST, texts.values())), strict=True))
    odd = _correct_tags(texts, tags)
    if EMPTY in odd:
        pieces = [piece for piece in pieces if tags[piece] or len(texts[piece]) > 1]
    return Tokens(
        segments=list(map(texts.__getitem__, pieces)),
        tags=list(map(tags.__getitem__, pieces)),
        problems=[*_about(hidden, once, used, odd), *problems],
        has_repetitions=repeats,
    )


def _split(
    distinct: Mapping[str, None], used: Separators, marks: dict[str, str], *, is_plain: bool
) -> dict[str, Segment]:
    """Split each distinct text once: in a list of persons half of the segments (ATT, LOC, NAT) repeat earlier ones."""
    slow = _slow(used, marks)
    if not is_plain:
        return {piece: slow(piece) for piece in distinct}
    component, element = used.component, used.element
    texts = {piece: [each.split(component) for each in piece.split(element)] for piece in distinct}
    if marks:
        texts |= {piece: slow(piece) for piece in distinct if HIDDEN in piece}
    return texts


def _hide(text: str, used: Separators) -> tuple[str, dict[str, str]]:
    """Replace each pair of release and service character with NUL and a letter; return also the letters' meanings."""
    if not used.release or used.release not in text:
        return text, {}
    letters = dict(zip(dict.fromkeys((*used.service, ALWAYS_RELEASED)), "abcdef", strict=False))
    released = re.compile(re.escape(used.release) + "([" + "".join(map(re.escape, letters)) + "])")
    return released.sub(lambda pair: HIDDEN + letters[pair[1]], text), {each: char for char, each in letters.items()}


def _slow(used: Separators, marks: dict[str, str]) -> Callable[[str], Segment]:
    """Return a function that splits a segment with released characters or repetitions."""

    def shown(hidden: str) -> str:
        first, *others = hidden.split(HIDDEN)
        return first + "".join(marks.get(other[:1], "") + other[1:] for other in others)

    def components(element: str) -> Element:
        return [shown(each) if HIDDEN in each else each for each in element.split(used.component)]

    def segment(piece: str) -> Segment:
        piece = piece[:MAX_SEGMENT_CHARS].lstrip()
        elements = piece.split(used.element)
        if not used.repetition or used.repetition not in piece or elements[0] in SERVICE:
            return [components(each) for each in elements]
        return [_repeated([components(one) for one in each.split(used.repetition)]) for each in elements]

    return segment


def _repeated(found: list[Element]) -> Element:
    return found[0] if len(found) == 1 else Repeated(found[0], found[1:])


def _correct_tags(texts: dict[str, Segment], tags: dict[str, str]) -> dict[str, str]:
    """Correct capitals and blanks in tags. Text that is no segment stays, for others to report.

    Return the first tag of each deviation by its code; `EMPTY` for empty segments.
    """
    odd: dict[str, str] = {}
    if all(len(tag) == 3 and tag.isupper() for tag in set(tags.values())):
        return odd
    for piece, segment in texts.items():
        tag = tags[piece].lstrip()
        segment[0][0] = tags[piece] = better = _corrected_tag(tag)
        if not better:
            odd[EMPTY] = tag
        if better != tag:
            odd.setdefault(_deviation_code(tag, better), tag)
    return odd


def _corrected_tag(tag: str) -> str:
    """Return `t d t` and `=TDT` as TDT; text that does not become three letters is unchanged."""
    if len(tag) == 3 and tag.isupper():
        return tag
    together = "".join(tag[:20].split()).upper() if len(tag) < 20 else tag
    found = MARKED_TAG.fullmatch(together)
    return found[1] if found else tag.strip()


def _deviation_code(tag: str, better: str) -> str:
    if better.lower() == tag:
        return "lower-case-tag"
    return "blanks-in-tags" if "".join(tag.split()).upper() == better else "marks-before-tags"


def is_segment(segment: Segment) -> bool:
    """Return True for three capitals (or digits, in private segments) as tag."""
    tag = segment[0][0]
    return len(tag) == 3 and tag.isalnum() and tag.isascii() and tag == tag.upper()


def _about(hidden: str, once: str, used: Separators, odd: dict[str, str]) -> Iterator[Problem]:
    """Yield deviations of the whole text; `once` is the same text without repeated segments."""
    end = used.terminator
    if hidden[:1] == " " or f"{end} " in once:
        yield note("blanks-before-tags", "There are spaces before the segments' tags. We skipped them.")
    empty = sum(hidden.count(mark + end) for mark in (used.element, used.component) if mark + end in once)
    if empty:
        text = Sentence(
            "Some segments end with an empty value: %(empty)s. We read the values before it.", {"empty": empty}
        )
        yield note("empty-composites", text)
    for code, tag in odd.items():
        if code != EMPTY:
            yield note(code, Sentence("A segment's tag is not three capital letters. We read the segment."), sent=tag)


def _about_number(pieces: list[str]) -> Iterator[Problem]:
    if len(pieces) > MAX_SEGMENTS:
        text = Sentence(
            "The interchange has more than %(limit)s segments. We did not read the rest. Send it in several files.",
            {"limit": f"{MAX_SEGMENTS:,}"},
        )
        yield error("too-many-segments", text, sent=pieces[-1])


def _about_length(pieces: Iterable[str]) -> Iterator[Problem]:
    length = max(map(len, pieces), default=0)
    if length > MAX_SEGMENT_CHARS:
        text = Sentence(
            "A segment has %(length)s characters. We cut it to %(limit)s. Check that its end mark is not missing.",
            {"length": f"{length:,}", "limit": f"{MAX_SEGMENT_CHARS:,}"},
        )
        yield error("segment-too-long", text, sent=max(pieces, key=len))
