"""A translatable text."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """The text in the source. plural, context: "" for none."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text
