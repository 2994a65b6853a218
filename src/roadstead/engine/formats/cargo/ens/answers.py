"""Responses of customs to an entry summary declaration, with their reference numbers and errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.ens.codes import ANSWERS
from roadstead.engine.formats.common.xml_forms.rest import about_the_rest
from roadstead.engine.formats.common.xml_forms.when import Where, sent_time
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Answer, Function, Manifest, MessageHeader, Voyage
from roadstead.engine.syntax.xml import Element, Facts, facts

ERRORS: Final = ("funerrer1", "error")
REFERENCE: Final = ("docnumhea5", "refnumhea4", "correlationid", "correlationidentifier", "meside19")


def read_answer(root: Element) -> Reading:
    """Read a response. Never raises."""
    notes = Notebook()
    said = facts(root)
    text = f"This is an answer of customs: {ANSWERS.get(root.key, 'received')}. No declaration is changed by it."
    notes.note("message-is-an-answer", text, root.line, segment=root.name)
    answers = tuple(_errors(root))
    manifest = Manifest(message=_message(root, said, notes), answers=answers)
    about_the_rest(root, notes)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of_answer(root: Element) -> Voyage | None:
    """Return None: a response names no voyage."""
    return None


def _message(root: Element, said: Facts, notes: Notebook) -> MessageHeader:
    written = said.value("datofpremes9") + said.value("timofpremes10")
    return MessageHeader(
        type=root.name,
        release="ICS",
        function=Function.ANSWER,
        reference=said.value(*REFERENCE),
        sender=said.value("messenmes3"),
        recipient=said.value("mesrecmes6"),
        interchange=said.value("mesidemes19"),
        sent_at=sent_time(written, Where(segment=root.name, line=root.line), notes) if written else "",
    )


def _errors(root: Element) -> Iterator[Answer]:
    for element in root.within(*ERRORS):
        said = facts(element)
        words = said.values("errreaer13", "text", "message", "errpoier12", "location", "oriattvaler14")
        code = said.value("errtyper11", "number", "code", "type")
        if code or words:
            yield Answer(code=code, text=", ".join(words))
