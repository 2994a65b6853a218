"""Reader of CONTRL, the response on syntax (ISO 9735-4, versions 2 to 4): acknowledgements, rejections and errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.edifact_header import header
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.formats.responses.acknowledgement import (
    ACTIONS,
    ELEMENT,
    ERRORS,
    GROUP,
    INTERCHANGE,
    MESSAGE,
    SEGMENT,
    Acknowledgement,
)
from roadstead.engine.formats.responses.heading import note_unread
from roadstead.engine.records import Function, Manifest, Response
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Interchange, Message, Segment, as_text, part

SERVICE: Final = {"UNH", "UNT"}
POSITIONS: Final[Mapping[str, int]] = {INTERCHANGE: 7, GROUP: 7, MESSAGE: 6, SEGMENT: 1, ELEMENT: 2}


def read(interchange: Interchange, message: Message) -> Reading:
    """Read one CONTRL; each level is a response, with action and error in words. Never raises."""
    notes = Notebook(reference=message.reference)
    said = _acknowledgements(message.segments, notes)
    about = next((each for each in said if each.level == INTERCHANGE), None)
    head = header(interchange, message)
    head = replace(head, type="CONTRL", function=Function.ANSWER)
    if about and about.reference:
        head = replace(head, reference=about.reference)
    _about_the_whole(about, said, notes)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(message=head, answers=tuple(_answer(each) for each in said)),
        problems=(*message.problems, *problems),
        unread=unread,
    )


def acknowledgements_in(message: Message) -> tuple[Acknowledgement, ...]:
    """Return the records of a CONTRL in order."""
    return tuple(_acknowledgements(message.segments, Notebook()))


def _acknowledgements(segments: list[Segment], notes: Notebook) -> list[Acknowledgement]:
    made: list[Acknowledgement] = []
    for number, segment in enumerate(segments, 1):
        reader = LEVELS.get(segment[0][0])
        if reader is not None:
            made.append(reader(segment))
            _about_codes(made[-1], number, notes)
            if made[-1].level in POSITIONS and made[-1].position is None and part(segment, POSITIONS[made[-1].level]):
                notes.keep_unread(as_text(segment))
        elif segment[0][0] not in SERVICE:
            notes.keep_unread(as_text(segment))
    return made


def _interchange(segment: Segment) -> Acknowledgement:
    return Acknowledgement(
        level=INTERCHANGE,
        reference=part(segment, 1),
        sender=_components(segment, 2),
        recipient=_components(segment, 3),
        action=part(segment, 4),
        error=part(segment, 5),
        segment=part(segment, 6),
        position=_number(segment, 7),
        component=_number(segment, 7, 1),
    )


def _group(segment: Segment) -> Acknowledgement:
    return replace(_interchange(segment), level=GROUP)


def _message(segment: Segment) -> Acknowledgement:
    return Acknowledgement(
        level=MESSAGE,
        reference=part(segment, 1),
        kind=_components(segment, 2),
        action=part(segment, 3),
        error=part(segment, 4),
        segment=part(segment, 5),
        position=_number(segment, 6),
        component=_number(segment, 6, 1),
    )


def _segment(segment: Segment) -> Acknowledgement:
    return Acknowledgement(level=SEGMENT, position=_number(segment, 1), error=part(segment, 2))


def _element(segment: Segment) -> Acknowledgement:
    return Acknowledgement(
        level=ELEMENT, error=part(segment, 1), position=_number(segment, 2), component=_number(segment, 2, 1)
    )


LEVELS: Final[Mapping[str, Callable[[Segment], Acknowledgement]]] = {
    INTERCHANGE: _interchange,
    GROUP: _group,
    MESSAGE: _message,
    SEGMENT: _segment,
    ELEMENT: _element,
}


def _components(segment: Segment, element: int) -> tuple[str, ...]:
    sent = [part(segment, element, at) for at in range(len(segment[element]))] if element < len(segment) else []
    while sent and not sent[-1]:
        sent.pop()
    return tuple(sent)


def _number(segment: Segment, element: int, component: int = 0) -> int | None:
    text = part(segment, element, component)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _answer(said: Acknowledgement) -> Response:
    return Response(code=said.error or said.action, text=said.text, level=said.level)


def _about_codes(said: Acknowledgement, number: int, notes: Notebook) -> None:
    for code, known, field in ((said.action, ACTIONS, "action (0083)"), (said.error, ERRORS, "error (0085)")):
        if code and code not in known:
            text = Sentence(
                "We do not know the meaning of code %(code)s. Look it up in the service code list of ISO 9735.",
                {"code": code[:20]},
            )
            notes.note("acknowledgement-code-unknown", text, number, segment=said.level, field=field, sent=code)


def _about_the_whole(about: Acknowledgement | None, said: list[Acknowledgement], notes: Notebook) -> None:
    if about is None:
        text = Sentence("The response does not name its interchange (UCI is missing). Ask the sender.")
        notes.warning("answered-interchange-missing", text, segment=INTERCHANGE)
    rejected = [each for each in said if each.action == "4"]
    if rejected:
        text = Sentence("%(text)s. Correct the message and send it again.", {"text": rejected[0].text})
        notes.warning("answer-is-a-rejection", text, segment=rejected[0].level, field="action (0083)", sent="4")
    note_unread(notes)
