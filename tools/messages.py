"""A text of a page that is translated."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """What the source says. plural, context: "" for none."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text
