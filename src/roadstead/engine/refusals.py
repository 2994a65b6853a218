"""The one way in which an act of a person is refused: with a sentence that says why, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class NotAllowed(Exception):
    """That cannot be done as things are, or not by this person, or not without something that is missing.

    `text`: a sentence with named places, as %(act)s; `said` puts it into the reader's language.
    """

    def __init__(self, text: str, **places: object) -> None:
        super().__init__(text % places if places else text)
        self.text, self.places = text, places

    def said(self, speak: Callable[[str], str] = str) -> str:
        """The words that stand in its places are spoken as well, where the language has them."""
        spoken = {name: speak(each) if isinstance(each, str) and each else each for name, each in self.places.items()}
        text = speak(self.text)
        return text % spoken if spoken else text


def refuse(refusals: Mapping[str, bool]) -> None:
    """Raises NotAllowed with the first sentence that holds."""
    for refusal, holds in refusals.items():
        if holds:
            raise NotAllowed(refusal)
