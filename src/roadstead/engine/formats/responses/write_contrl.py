"""Writer of CONTRL from its records (ISO 9735-4; D.3 for syntax 1 to 3, 4.1 for syntax 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.responses.acknowledgement import (
    ELEMENT,
    GROUP,
    INTERCHANGE,
    MESSAGE,
    SEGMENT,
    Acknowledgement,
)
from roadstead.engine.formats.responses.envelope import Envelope, Line, build_interchange

S009: Final[Mapping[str, tuple[str, ...]]] = {"4": ("CONTRL", "4", "1", "UN")}
BEFORE_4: Final = ("CONTRL", "D", "3", "UN")


def write_contrl(said: Sequence[Acknowledgement], *, envelope: Envelope) -> bytes:
    """Return one interchange with one CONTRL, without a group around it."""
    head: Line = (S009.get(envelope.version, BEFORE_4),)
    return build_interchange(replace(envelope, in_group=False), [[head, *(LINES[each.level](each) for each in said)]])


def _party_level(said: Acknowledgement) -> Line:
    """Return the line of a UCI or UCF."""
    parties = (said.sender, said.recipient)
    return (said.level, said.reference, *parties, said.action, said.error, said.segment, _place(said))


def _message(said: Acknowledgement) -> Line:
    return ("UCM", said.reference, said.kind, said.action, said.error, said.segment, _place(said))


def _segment(said: Acknowledgement) -> Line:
    return ("UCS", _text(said.position), said.error)


def _element(said: Acknowledgement) -> Line:
    return ("UCD", said.error, _place(said))


LINES: Final[Mapping[str, Callable[[Acknowledgement], Line]]] = {
    INTERCHANGE: _party_level,
    GROUP: _party_level,
    MESSAGE: _message,
    SEGMENT: _segment,
    ELEMENT: _element,
}


def _place(said: Acknowledgement) -> tuple[str, ...]:
    return (_text(said.position), _text(said.component))


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
