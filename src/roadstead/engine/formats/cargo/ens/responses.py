"""Responses of customs to an entry summary declaration, with their reference numbers and errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.ens.codes import RESPONSES
from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, sent_time
from roadstead.engine.formats.common.xml_forms.unread_values import note_unread
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, Response, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element, NestedValues, nested_values

ERRORS: Final = ("funerrer1", "error")
REFERENCE: Final = ("docnumhea5", "refnumhea4", "correlationid", "correlationidentifier", "meside19")


def read_response(root: Element) -> Reading:
    """Read a response. Never raises."""
    notes = Notebook()
    said = nested_values(root)
    text = Sentence(
        "This is a response from customs: %(answer)s. It does not change any declaration.",
        {"answer": Sentence(RESPONSES.get(root.key, "received"))},
    )
    notes.note("message-is-an-answer", text, root.line, segment=root.name)
    answers = tuple(_errors(root))
    manifest = Manifest(message=_message(root, said, notes), answers=answers)
    note_unread(root, notes)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of_response(root: Element) -> Voyage | None:
    """Return None: a response names no voyage."""
    return None


def _message(root: Element, values: NestedValues, notes: Notebook) -> MessageHeader:
    written = values.value("datofpremes9") + values.value("timofpremes10")
    return MessageHeader(
        type=root.name,
        release="ICS",
        function=Function.ANSWER,
        reference=values.value(*REFERENCE),
        sender=values.value("messenmes3"),
        recipient=values.value("mesrecmes6"),
        interchange=values.value("mesidemes19"),
        sent_at=sent_time(written, ProblemPlace(segment=root.name, line=root.line), notes) if written else "",
    )


def _errors(root: Element) -> Iterator[Response]:
    for element in root.within(*ERRORS):
        said = nested_values(element)
        words = said.values("errreaer13", "text", "message", "errpoier12", "location", "oriattvaler14")
        code = said.value("errtyper11", "number", "code", "type")
        if code or words:
            yield Response(code=code, text=", ".join(words))
