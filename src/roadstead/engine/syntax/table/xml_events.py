"""XML of a workbook as events: no tree is built; a document type, where bombs and outside files hide, is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from roadstead.engine.syntax.table.archive import Refused


class Enough(Exception):
    """The handler needs no more of the member."""


class Handler(Protocol):
    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


def parse(pieces: Iterable[bytes], handler: Handler, what: str) -> None:
    """Feed the handler. Raises Refused for what is no XML, or more than XML of plain data."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: handler.start(_local(name), attributes)
    parser.EndElementHandler = lambda name: handler.end(_local(name))
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except Enough:
        return
    except (expat.ExpatError, ValueError):
        raise Refused(f"{what} is damaged. Open the workbook, save it anew and send it again.") from None


def _local(name: str) -> str:
    """Some writers put a prefix before every name."""
    return name.rpartition(":")[2] if ":" in name else name


def _refuse(*_: object) -> None:
    raise Refused("The workbook has a document type in it, as attacks have. Copy the list into a new workbook.")
