"""Exception for actions that a user may not take: a sentence that says why, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class NotAllowed(Exception):
    """Raised if an action is not possible in this state, not permitted to this user, or lacks something required.

    `text`: a sentence with named placeholders, such as %(act)s; `translated` translates it into the reader's language.
    """

    def __init__(self, text: str, **places: object) -> None:
        super().__init__(text % places if places else text)
        self.text, self.places = text, places

    def translated(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence translated by `translate`, with values of placeholders translated where the language has
        them.
        """
        spoken = {
            name: translate(each) if isinstance(each, str) and each else each for name, each in self.places.items()
        }
        text = translate(self.text)
        return text % spoken if spoken else text


class FieldRefused(NotAllowed):
    """Refusal of what was entered in one field. `field`: its name in the form or the table."""

    def __init__(self, text: str, *, field: str, **places: object) -> None:
        super().__init__(text, **places)
        self.field = field


def refuse(refusals: Mapping[str, bool]) -> None:
    """Raise NotAllowed with the first sentence whose condition is true."""
    for refusal, holds in refusals.items():
        if holds:
            raise NotAllowed(refusal)
