"""COM: telephones, addresses and the like, of the sender and of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import CONTACTS
from roadstead.engine.formats.passengers.paxlst.write.segment import Element, Segment

MARKED: Final = re.compile(r"(.+) \((\w+)\)", re.DOTALL)  # as the reader marks what is no telephone
KINDS: Final = {words.strip(" ()"): kind for kind, words in CONTACTS.items() if words}


def contacts(sent: tuple[str, ...]) -> Iterator[Segment]:
    """One COM, of several elements."""
    if sent:
        yield ["COM", *map(_contact, sent)]


def _contact(sent: str) -> Element:
    marked = MARKED.fullmatch(sent)
    if marked is None:
        return [sent, "EM" if "@" in sent else "TE"]
    return [marked[1], KINDS.get(marked[2], marked[2])]
