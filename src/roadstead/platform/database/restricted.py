"""Base model that blanks columns about a person in every manager while use of the person's data is restricted (S34)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from django.db import models

from roadstead.platform.database.scope import hidden_ids


class WouldLoseContent(RuntimeError):
    """A row that was read blank would be written back, and its content lost."""


class BlankWhileRestricted(models.Model):
    """Model that reads the columns of `BLANK` as the values given there while the row is hidden.

    `HIDDEN_BY`: the set of ids in `HiddenIds` and the column to look up in it. Where that column is not loaded,
    rows cannot be distinguished, and all are blank.
    """

    BLANK: ClassVar[Mapping[str, Any]] = {}
    HIDDEN_BY: ClassVar[tuple[str, str]] = ("travellers", "traveller_id")
    is_restricted = False

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **more: Any) -> Self:
        row = super().from_db(db, field_names, values, **more)
        if any(name in row.__dict__ for name in cls.BLANK) or "traveller_id" in row.__dict__:
            row._blank()
        return row

    def save(self, *, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        """Save the row. Raises WouldLoseContent where a column that was read blank would be written."""
        update_fields = None if update_fields is None else list(update_fields)
        if self.is_restricted and (update_fields is None or set(update_fields) & set(self.BLANK)):
            raise WouldLoseContent(
                f"{self} was read without its restricted columns; name the other columns in update_fields"
            )
        super().save(update_fields=update_fields, **more)

    def _blank(self) -> None:
        kind, column = self.HIDDEN_BY
        numbers: frozenset[int] = getattr(hidden_ids(), kind)
        if not numbers or (column in self.__dict__ and self.__dict__[column] not in numbers):
            return
        self.is_restricted = True
        self.__dict__.update(
            {name: value() if callable(value) else value for name, value in self.BLANK.items() if name in self.__dict__}
        )
        if "traveller_id" in self.__dict__:
            self._state.fields_cache["traveller"] = None
