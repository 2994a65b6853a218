"""Redaction of LTS, a line of a booking's history: who, when and the type of change are kept, free text is not.

Amadeus writes `14/A/7/RX text`: envelope, action, element, text. Other systems write freely, so only lines of the
shapes below keep more than the mark.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from roadstead.engine.formats.redaction.kinds import HISTORY, MARK
from roadstead.engine.formats.redaction.services import retained_part
from roadstead.engine.syntax.edifact import Segment, as_text

MAX_LINE_CHARS: Final = 2_000  # characters of a line that are examined
HEAD: Final = re.compile(
    r"(?P<envelope>[0-9]{1,3})/(?:(?P<later>[0-9]{1,3})/)?(?P<action>[A-Z])(?P<rest>[/ ].*|$)", re.DOTALL
)
OFFICE: Final = re.compile(r"CR-([A-Z0-9]{3,11})(?![A-Z0-9])")
WRITTEN_AT: Final = re.compile(r"(?<![0-9])([0-9]{2}[A-Z]{3}[0-9]{4}Z)")
FLIGHT: Final = re.compile(
    r"/SS/[A-Z0-9]{2} ?[0-9]{1,4}[A-Z]? [A-Z] [0-9]{2}[A-Z]{3} (?:[0-9] )?[A-Z]{6} [A-Z]{2}[0-9]{1,2}(?![A-Z0-9])"
)
LETTERS: Final = r"[^\W\d_]{1,40}+"
NAME_WORDS: Final = rf"{LETTERS}(?:['\- ]{LETTERS})"
NAME: Final = re.compile(rf"/(?:NM|S)/{NAME_WORDS}{{0,3}}/{NAME_WORDS}{{0,4}}(?:\((?:ADT|CHD|INF)\))?")
SPLIT: Final = re.compile(r"-([A-Z0-9]{5,6})(?![A-Z0-9])")
SERVICE: Final = re.compile(r"/SR/SSR (?P<code>[A-Z]{4})(?:[A-Z0-9]{2}[A-Z]{2}[0-9]{0,2}(?![0-9])/?)?")
TICKETING: Final = re.compile(r"(?:/[0-9]{1,3})?/TK[A-Z]{2} [0-9]{2}[A-Z]{3}(?:/[0-9]{4})?(?![0-9])")
ELEMENT: Final = re.compile(r"(?:/[0-9]{1,3})?(?:/[A-Z]{2})?(?=[ /]|$)")
RECEIVED_FROM: Final = "Z"
SPLIT_OFF: Final = "S"
KeptParts = tuple[str, str, str, str]  # text, by, at, locator of a line


class Line(NamedTuple):
    """One line. `text` is kept after the head; `envelope` is the number of the line (action Z) with author and time."""

    envelope: str = ""
    action: str = ""
    text: str = ""
    by: str = ""
    at: str = ""
    locator: str = ""  # locator of the booking split off
    is_whole: bool = True

    @property
    def as_sent(self) -> str:
        """The line as it is stored. Reading it again gives the same line."""
        head = f"{self.envelope}/{self.action}" if self.action else ""
        who = f"/CR-{self.by}" if self.by else ""
        words = (f"{head}{self.text}{who}", self.at, f"-{self.locator}" if self.locator else "")
        return " ".join([word for word in (*words, "" if self.is_whole else MARK) if word])


def history(segment: Segment) -> tuple[Segment, str]:
    """Return the segment with the part of its line that is kept, and the kind of data removed."""
    if len(segment) < 2 or not any(one.strip() for element in segment[1:] for one in element):
        return segment, ""
    sent = segment[1][0] if len(segment) == 2 and len(segment[1]) == 1 else as_text(segment[1:])
    kept = line(sent).as_sent
    return (segment, HISTORY if sent.endswith(MARK) else "") if kept == sent else ([segment[0], [kept]], HISTORY)


def line(sent: str) -> Line:
    """Parse a line as sent or as stored; `is_whole` is False if something was removed."""
    made = read_line(sent)
    return made if made.as_sent == sent[:MAX_LINE_CHARS] else made._replace(is_whole=False)


def read_line(sent: str) -> Line:
    """Parse a line without setting `is_whole` exactly, which is faster."""
    text = sent[:MAX_LINE_CHARS]
    bare = text.removesuffix(MARK).rstrip() if text.endswith(MARK) else text
    found = HEAD.match(bare)
    if found is None:
        return Line(is_whole=False)
    first, later, action, rest = found.groups()
    envelope = f"{first}/{later}" if later else first
    keep = _received if action == RECEIVED_FROM else _split if action == SPLIT_OFF else _change
    return Line(envelope, action, *keep(rest))


def _received(rest: str) -> KeptParts:
    """Parse action Z: received from a person (free text), by an office, at a time."""
    office, time = OFFICE.search(rest), WRITTEN_AT.search(rest)
    return "", office.group(1) if office else "", time.group(1) if time else "", ""


def _split(rest: str) -> KeptParts:
    """Parse action S: a traveller was split off into another booking."""
    locator = SPLIT.search(rest)
    name = NAME.match(f"/S{rest}")
    text = name.group().removeprefix("/S") if name else ""
    return text, "", "", locator.group(1) if locator else ""


def _change(rest: str) -> KeptParts:
    service = SERVICE.match(rest)
    if service is not None:
        return service.group().rstrip("/") if retained_part(service["code"]) else "/SR", "", "", ""
    shapes = (NAME, FLIGHT, TICKETING, ELEMENT)
    found = next((match for shape in shapes if (match := shape.match(rest))), None)
    return found.group() if found else "", "", "", ""
