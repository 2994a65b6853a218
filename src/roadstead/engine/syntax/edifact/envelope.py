"""Messages of one interchange from its segments: UNG, UNH … UNT, UNE, UNZ, with a check of their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import compress, count
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact.problems import error, note, warning
from roadstead.engine.syntax.edifact.segments import Segment, as_text, part
from roadstead.engine.syntax.edifact.separators import Separators
from roadstead.engine.syntax.edifact.tokens import Tokens, is_segment

MAX_MESSAGES: Final = 10_000  # of one interchange
MAX_PROBLEMS: Final = 1_000  # of one interchange; those of a message are counted apart
MAX_SHOWN_SEGMENTS: Final = 20  # stray segments shown of a text that is no message


@dataclass(slots=True, kw_only=True)
class Message:
    """Segments from UNH to UNT, in order: a segment's number is its place counted from 1. `group` is UNG, or []."""

    segments: list[Segment]
    tags: list[str]  # of each segment
    group: Segment = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    head_missing: bool = False

    @property
    def reference(self) -> str:
        return "" if self.head_missing else part(self.segments[0], 1)

    @property
    def type(self) -> str:
        return "" if self.head_missing else part(self.segments[0], 2).upper()


@dataclass(slots=True, kw_only=True)
class Content:
    """Content between UNB and UNZ. `after` is the text that follows the interchange."""

    messages: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    header: Segment = field(default_factory=list)
    after: str = ""


def read_envelope(tokens: Tokens, used: Separators) -> Content:
    """Walk once through the segments. Missing ones are reported; no segment is lost."""
    walk = _Walk(used)
    segments, tags = tokens.segments, tokens.tags
    begin = 0
    for position in compress(count(), map(STEPS.__contains__, tags)):
        walk.add_segments(segments[begin:position], tags[begin:position])
        STEPS[tags[position]](walk, segments[position])
        begin = position + 1
        if len(walk.content.messages) >= MAX_MESSAGES:
            walk.too_many()
        if walk.ended:
            walk.stray = segments[begin:]
            return walk.end()
    walk.add_segments(segments[begin:], tags[begin:])
    return walk.end()


class _Walk:
    """State of the walk between UNB and UNZ."""

    def __init__(self, used: Separators) -> None:
        self.used = used
        self.content = Content()
        self.open: Message | None = None
        self.stray: list[Segment] = []
        self.group: Segment = []
        self.groups = 0
        self.in_group = 0
        self.ended = False

    def add_segments(self, segments: list[Segment], tags: list[str]) -> None:
        """Add segments between two service segments to the open message, else to the stray ones."""
        if self.open is not None:
            self.open.segments += segments
            self.open.tags += tags
        else:
            self.stray += segments

    def add_problem(self, problem: Problem) -> None:
        if len(self.content.problems) < MAX_PROBLEMS:
            self.content.problems.append(problem)

    def unb(self, segment: Segment) -> None:
        self.close_without_unt()
        self.content.header = segment
        if len(part(segment, 4)) == 8:
            sent = part(segment, 4)
            self.add_problem(
                note("unb-date-ccyymmdd", "The date in UNB has eight digits instead of six. We read it.", sent=sent)
            )

    def ung(self, segment: Segment) -> None:
        self.close_without_unt()
        self.group, self.groups, self.in_group = segment, self.groups + 1, 0

    def unh(self, segment: Segment) -> None:
        self.close_without_unt()
        self.open_headless()
        self.open = Message(segments=[segment], tags=["UNH"], group=self.group)
        self.in_group += 1

    def unt(self, segment: Segment) -> None:
        self.open_headless()
        if self.open is None:
            self.stray.append(segment)
            return
        self.open.segments.append(segment)
        self.open.tags.append("UNT")
        self.open.problems += _trailer(self.open, segment)
        self.finish()

    def une(self, segment: Segment) -> None:
        self.close_without_unt()
        if not self.group:
            text = Sentence("UNE closes a group that no UNG opened. Nothing is missing.")
            self.add_problem(note("une-without-ung", text, segment="UNE"))
        elif _differs(part(segment, 1), self.in_group):
            text = Sentence(
                "UNE declares %(segment)s messages, but the group has %(in_group)s. Check that none is missing.",
                {"segment": part(segment, 1), "in_group": self.in_group},
            )
            self.add_problem(warning("une-count-wrong", text, segment="UNE", sent=as_text(segment)))
        self.group = []

    def unz(self, segment: Segment) -> None:
        self.close_without_unt()
        self.open_headless()
        self.ended = True
        counted = self.groups or len(self.content.messages)
        if _differs(part(segment, 1), counted) and _differs(part(segment, 1), len(self.content.messages)):
            text = Sentence(
                "UNZ declares %(segment)s, but the file has %(counted)s. Check that no message is missing.",
                {"segment": part(segment, 1), "counted": counted},
            )
            self.add_problem(warning("unz-count-wrong", text, segment="UNZ", sent=as_text(segment)))
        reference = part(self.content.header, 5)
        if reference and part(segment, 2) != reference:
            text = Sentence(
                "UNZ has the reference %(segment)s, but UNB has %(reference)s. Check that the file is complete.",
                {"segment": part(segment, 2) or "(none)", "reference": reference},
            )
            self.add_problem(warning("unz-reference-differs", text, segment="UNZ", sent=as_text(segment)))

    def too_many(self) -> None:
        text = Sentence(
            "The interchange has more than %(limit)s messages. We did not read the rest. Send it in several files.",
            {"limit": f"{MAX_MESSAGES:,}"},
        )
        self.add_problem(error("too-many-messages", text))
        self.ended = True

    # ── Missing segments

    def finish(self) -> None:
        assert self.open is not None
        self.content.messages.append(self.open)
        self.open = None

    def close_without_unt(self) -> None:
        if self.open is not None:
            text = Sentence(
                "The message does not end with UNT and may be incomplete. Compare the number of people, and "
                "send the list again if some are missing."
            )
            self.open.problems.append(warning("no-unt", text, message=self.open.reference))
            self.finish()

    def open_headless(self) -> None:
        """Make segments before the first UNH a message whose head was lost."""
        lost = [segment for segment in self.stray if is_segment(segment)]
        if not self.content.messages and lost and len(lost) > len(self.stray) // 2:
            text = Sentence(
                "The beginning of the message is missing (no UNH). We read the rest. Send the complete message."
            )
            problem = error("head-missing", text, sent=as_text(self.stray[0], self.used))
            tags = [segment[0][0] for segment in self.stray]
            self.open = Message(segments=self.stray, tags=tags, problems=[problem], head_missing=True, group=self.group)
            self.stray = []

    def end(self) -> Content:
        if not self.ended:
            self.close_without_unt()
            self.open_headless()
            if self.open is not None:
                self.close_without_unt()
            self.add_problem(
                note("no-unz", "The interchange does not end with UNZ. If something is missing, send it again.")
            )
        self.content.after = self.used.terminator.join(
            as_text(each, self.used) for each in self.stray[:MAX_SHOWN_SEGMENTS]
        )
        return self.content


# Outside the class: a table of methods in each walk would be a cycle, and keep every segment in memory.
STEPS: Final[Mapping[str, Callable[[_Walk, Segment], None]]] = {
    "UNB": _Walk.unb,
    "UNG": _Walk.ung,
    "UNH": _Walk.unh,
    "UNT": _Walk.unt,
    "UNE": _Walk.une,
    "UNZ": _Walk.unz,
}


def _differs(said: str, counted: int) -> bool:
    """Return True for a wrong count; a missing count is not wrong, and leading zeros do not matter."""
    return bool(said) and (not (said.isascii() and said.isdigit()) or said.lstrip("0") != str(counted).lstrip("0"))


def _trailer(message: Message, unt: Segment) -> list[Problem]:
    said, counted = part(unt, 1), len(message.segments)
    found: list[Problem] = []
    if _differs(said, counted):
        text = Sentence(
            "Segments declared in UNT: %(said)s. Segments in the message: %(counted)s. Check that nobody is "
            "missing from the list.",
            {"said": said[:20], "counted": counted},
        )
        found.append(warning("unt-count-wrong", text, counted, message=message.reference, segment="UNT", sent=said))
    if not message.head_missing and part(unt, 2) != message.reference:
        text = Sentence(
            "UNT has the reference %(unt)s, but UNH has %(reference)s. Check that the file is complete.",
            {"unt": part(unt, 2)[:20] or "(none)", "reference": message.reference[:20]},
        )
        found.append(
            warning("unt-reference-differs", text, counted, message=message.reference, segment="UNT", sent=as_text(unt))
        )
    return found
