"""Exception for actions that a user may not take: a sentence that says why, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from roadstead.engine.sentences import Sentence


class NotAllowed(Exception):
    """Raised if an action is not possible in this state, not permitted to this user, or lacks something required.

    `text`: a sentence with named placeholders, such as %(act)s; `translated` translates it into the reader's language.
    A value may be a text, a sentence with values of its own, or a list of these, shown with commas. Join no list
    before: each of its parts is translated by itself.
    """

    def __init__(self, text: str, **places: object) -> None:
        self.text, self.places = text, places
        super().__init__(self.translated())

    def translated(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence translated by `translate`, with values of placeholders translated where the language has
        them.
        """
        text = translate(self.text)
        return text % {name: _shown(each, translate) for name, each in self.places.items()} if self.places else text


class FieldRefused(NotAllowed):
    """Refusal of what was entered in one field. `field`: its name in the form or the table."""

    def __init__(self, text: str, *, field: str, **places: object) -> None:
        super().__init__(text, **places)
        self.field = field


def _shown(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, Sentence):
        return value.render(translate)
    if isinstance(value, list | tuple):
        return ", ".join(str(_shown(each, translate)) for each in value)
    return translate(value) if isinstance(value, str) and value else value


def refuse(refusals: Mapping[str, bool]) -> None:
    """Raise NotAllowed with the first sentence whose condition is true."""
    for refusal, holds in refusals.items():
        if holds:
            raise NotAllowed(refusal)
