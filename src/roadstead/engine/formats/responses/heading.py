"""Parts that all responses share: BGM with its document number, free text, and unused segments."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.heading import words
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import MessageHeader
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, part

TEXT: Final = 4  # C108 in FTX
CODED_TEXT: Final = 3  # C107
FUNCTION: Final = 2  # 4453; some senders put the text itself here


def document(made: MessageHeader, found: NumberedSegment, known: Collection[str], notes: Notebook) -> MessageHeader:
    """Return the header with the type of response (1001) and its document number (1004)."""
    code, number = found.code, part(found.segment, 2)
    if code not in known:
        text = Sentence(
            "BGM %(code)s is not a kind of response we know. We read it as a response.",
            {"code": code[:20] or "(empty)"},
        )
        notes.warning(
            "answer-kind-unknown", text, found.number, segment="BGM", field="kind of answer (1001)", sent=code
        )
    return replace(made, code=code, reference=number or made.reference)


def texts(segments: Iterable[Segment]) -> str:
    """Return the texts of all FTX, joined by blanks; a text in place of a code counts as well."""
    said = (" ".join(words(each, TEXT)) or part(each, CODED_TEXT) or part(each, FUNCTION) for each in segments)
    return " ".join(text for text in said if text)


def note_unread(notes: Notebook) -> None:
    """Note all unused segments in one line."""
    tags = list(dict.fromkeys(segment[:3] for segment in notes.unread))
    if tags:
        count = len(notes.unread) + notes.further_unread
        text = Sentence(
            "Segments that we did not use: %(count)s (%(tags)s). We stored them with the message.",
            {"count": count, "tags": ", ".join(tags[:10])},
        )
        notes.note("segments-not-used", text, sent=notes.unread[0])
