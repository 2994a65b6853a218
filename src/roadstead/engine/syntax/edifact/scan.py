"""Search for interchanges and their separators (ISO 9735 part 1, section 7; deviations as found in messages).

Every pattern here is linear: repetition is bounded, or of characters that cannot begin a match.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from typing import Final

from roadstead.engine.syntax.edifact.separators import DEFAULT, Separators, from_una

UNA: Final = re.compile(rb"UNA(?P<chars>[^\w\s]{2}.[^\w].[^\w\s])\s*(?=UN[BGH]|/\*)", re.DOTALL)
UNA_OF_EIGHT: Final = re.compile(rb"UNA(?P<chars>[^\w\s]{2}.[^\w\s][^\w\s])\s*(?=UN[BGH]|/\*)", re.DOTALL)
UNA_OF_LINES: Final = re.compile(rb"UNA(?P<chars>[^\w\s]{2}.[^\w] [\r\n])\s*(?=UN[BGH])", re.DOTALL)
UNA_WITH_CONTROLS: Final = re.compile(rb"UNA(?P<chars>.{6})(?=\s*UN[BGH])", re.DOTALL)
UNB: Final = re.compile(rb"UNB(?P<element>[^\w\s])[A-Z]{3}[A-Z0-9](?:(?P<component>[^\w\s])\d|(?P=element))")
UNG: Final = re.compile(rb"UNG(?P<element>[^\w\s])[A-Z]{3,6}(?P=element)")
UNH: Final = re.compile(
    rb"UNH(?P<element>[^\w\s])(?:(?!(?P=element)).){0,40}(?P=element)[A-Z]{6}(?:(?P<component>[^\w\s])|$)"
)
STARTS: Final = (UNA, UNA_OF_EIGHT, UNA_OF_LINES, UNB)
LINE: Final = re.compile(rb"\s*[A-Z]{3}[+*]")
BARE_STARTS: Final = (UNG, UNH)
MAX_INTERCHANGES: Final = 1_000  # in one file
HEAD_BYTES: Final = 65_536  # bytes from which separators are guessed
HEADLESS: Final = re.compile(rb"(?P<terminator>['\"#~\x1c])\s*[A-Z]{3}(?P<element>[+*\x1d])")
MIN_SEGMENTS: Final = 3  # segments required to recognise EDIFACT without its head


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Beginning of an interchange in the cleaned bytes, with the separators that its first letters show."""

    at: int
    una: str = ""  # the six characters declared, "" without UNA
    una_sent: str = ""  # the same as sent: five, if a blank was lost
    element: str = ""
    component: str = ""
    head_missing: bool = False


def starts(data: bytes) -> list[Start]:
    """Return the beginning of each interchange, in order; a bare UNG or UNH before the first UNB counts as one."""
    found = list(islice(_declared(data), MAX_INTERCHANGES))
    until = found[0].at if found else len(data)
    bare = _first(BARE_STARTS, data, until)
    if bare is not None:
        return [_start(bare), *found]
    return found or _headless(data)


def _declared(data: bytes) -> Iterator[Start]:
    """Yield beginnings: UNA with its UNB is one, each further UNB another."""
    una: re.Match[bytes] | None = None
    for match in _in_order(data):
        if match.re is not UNB:
            una = match
            yield _start(match)
        elif una is None or not _only_comments(data[una.end() : match.start()]):
            una = None
            yield _start(match)
        else:
            una = None


def _in_order(data: bytes) -> Iterator[re.Match[bytes]]:
    return merge(*(pattern.finditer(data) for pattern in STARTS), key=lambda match: match.start())


def _only_comments(between: bytes) -> bool:
    return not between.strip() or (between.lstrip().startswith(b"/*") and between.rstrip().endswith(b"*/"))


def _first(patterns: tuple[re.Pattern[bytes], ...], data: bytes, until: int) -> re.Match[bytes] | None:
    found = [match for pattern in patterns if (match := pattern.search(data, 0, until))]
    return min(found, key=lambda match: match.start(), default=None)


def _start(match: re.Match[bytes]) -> Start:
    groups = {name: (value or b"").decode("latin-1") for name, value in match.groupdict().items()}
    chars = groups.get("chars", "")
    una = chars if len(chars) != len("UNA:+") else chars[:4] + " " + chars[4]
    component = groups.get("component", "")
    element = groups.get("element", "")
    component = "" if component == element else component
    return Start(at=match.start(), una=una, una_sent=chars, element=element, component=component)


def _headless(data: bytes) -> list[Start]:
    """Recognise a text that begins inside an interchange by three segments in the same style."""
    styles = Counter(match.group("terminator", "element") for match in HEADLESS.finditer(data, 0, HEAD_BYTES))
    (style, count) = styles.most_common(1)[0] if styles else ((b"", b""), 0)
    return [Start(at=0, element=style[1].decode("latin-1"), head_missing=True)] if count >= MIN_SEGMENTS else []


def control_separators(data: bytes) -> bytes:
    """Return line ends or control characters declared in UNA, or that end each segment in place of a mark."""
    declared = UNA_WITH_CONTROLS.search(data)
    if declared is not None and not UNA.match(data, declared.start()):
        return bytes(char for char in declared.group("chars") if 0 < char < ord(" "))
    if declared is not None:
        return b""
    head = data[:HEAD_BYTES]
    ended = head.count(b"'") + head.count(b'"') + head.count(b"#")
    if ended > head.count(b"\n") // 2 or b"UNH" not in head:
        return b""
    by_line = sum(LINE.match(line) is not None for line in head.split(b"\n"))
    return b"\n" if by_line >= MIN_SEGMENTS and by_line > ended else b""


# ── Separators


def separators(data: bytes, start: Start, *, version: str, by_line: bool) -> Separators:
    """Return the separators of UNA, else the characters in use, with defaults for the rest."""
    if start.una:
        return from_una(start.una)
    element = start.element or DEFAULT.element
    used = replace(
        DEFAULT,
        element=element,
        component=start.component or DEFAULT.component,
        repetition="*" if version == "4" and element != "*" else "",
    )
    return replace(used, terminator="\n" if by_line else terminator(data, used))


def terminator(data: bytes, used: Separators) -> str:
    """Return the mark that most often precedes three capitals and an element separator."""
    element = re.escape(used.element.encode("latin-1"))
    before = re.compile(rb"([^\w\s])\s*(?=[A-Z]{3}" + element + rb")")
    seen = Counter(match.group(1).decode("latin-1") for match in before.finditer(data, 0, HEAD_BYTES))
    for char in (used.element, used.component):
        del seen[char]
    return max(seen, key=lambda char: (seen[char], char == DEFAULT.terminator), default=DEFAULT.terminator)
