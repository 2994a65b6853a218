"""Problems of the message as a whole. No text of a PNRGOV is ever shown in a problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.edifact_header import is_part
from roadstead.engine.formats.passengers.pnrgov.groups import Groups
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Booking, MessageHeader, Problem
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Interchange, part

# Problems of the syntax layer whose sent value holds only counts, references and service characters.
SAFE_PROBLEMS: Final = frozenset(
    {
        "unt-count-wrong",
        "unt-reference-differs",
        "unz-count-wrong",
        "unz-reference-differs",
        "une-count-wrong",
        "separators-from-una",
        "undeclared-terminator",
        "una-too-short",
        "unb-date-ccyymmdd",
        "test-interchange",
        "telex-heading",
        "possible-duplicate",
    }
)
APPLICATION: Final = 7  # element of UNB: the application reference (0026)
KINDS_SHOWN: Final = 10


def without_text(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems of the syntax layer without the sent value, which may be a misplaced remark."""
    return tuple(
        problem if problem.code in SAFE_PROBLEMS or not problem.sent else replace(problem, sent="")
        for problem in problems
    )


def report_message(interchange: Interchange, groups: Groups, bookings: Sequence[Booking], notes: Notebook) -> None:
    unb = interchange.header
    if not part(unb, APPLICATION) and part(unb, APPLICATION - 1):
        text = Sentence("The application reference is one element too early in UNB. We read it.")
        notes.note(
            "application-reference-early",
            text,
            segment="UNB",
            field="application reference (0026)",
            sent=part(unb, APPLICATION - 1),
        )
    if groups.begin_without_src:
        text = Sentence("A booking begins without SRC. We recognised it by its segments. Send SRC before each booking.")
        notes.note("booking-without-src", text, segment="SRC")
    if not bookings:
        text = Sentence("The message has no bookings. If there are any, send them, or send the other parts.")
        notes.note("no-bookings", text, segment="SRC")
    _about_dropped(bookings, notes)
    _about_unread(notes)


def _about_dropped(bookings: Sequence[Booking], notes: Notebook) -> None:
    dropped: Counter[str] = Counter()
    for booking in bookings:
        dropped.update(booking.dropped)
    if dropped:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(dropped.items()))
        text = Sentence(
            "We did not store this information, because the law does not allow it or we do not need it: "
            "%(kinds)s. You do not need to do anything.",
            {"kinds": kinds},
        )
        notes.note("dropped-before-storage", text)


def _about_unread(notes: Notebook) -> None:
    tags = list(dict.fromkeys(segment[:3] for segment in notes.unread))
    if tags:
        count = len(notes.unread) + notes.further_unread
        text = Sentence(
            "Segments that we did not use: %(count)s (%(tags)s). We stored them with the message.",
            {"count": count, "tags": ", ".join(tags[:KINDS_SHOWN])},
        )
        notes.note("segments-not-used", text)


def compare_counts(declared: Mapping[str, int], read: int, head: MessageHeader, notes: Notebook) -> None:
    """Compare the declared number of bookings with those read; a part of a split push declares the whole."""
    said = declared.get("bookings")
    if said is None or said == read:
        return
    field = "number of bookings (6350)"
    text = Sentence(
        "Bookings declared in EQN for the whole push: %(said)s. Bookings in this message: %(read)s.",
        {"said": said, "read": read},
    )
    if is_part(head):
        text = Sentence("%(text)s The others are in the other parts.", {"text": text})
        notes.note("count-of-the-whole-list", text, segment="EQN", field=field, sent=str(said))
    else:
        text = Sentence("%(text)s Send the missing ones, or correct the number.", {"text": text})
        notes.warning("count-differs", text, segment="EQN", field=field, sent=str(said))
