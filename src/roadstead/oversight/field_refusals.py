"""Refusals that concern one field of a form, so that a page shows them there."""

from __future__ import annotations

from roadstead.engine.refusals import NotAllowed


class FieldRefused(NotAllowed):
    """Refusal of what was entered in one field. `field`: its name in the form or the table."""

    def __init__(self, text: str, *, field: str, **places: object) -> None:
        super().__init__(text, **places)
        self.field = field
