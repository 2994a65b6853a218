"""Limits of an API, for its OpenAPI document (`x-limits`) and its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Limit(NamedTuple):
    """One limit. `value` None: there is none."""

    name: str
    value: int | str | None
    unit: str
    text: str

    @property
    def most(self) -> str:
        """Return value and unit, for people: "33,554,432 bytes"."""
        if self.value is None:
            return "no limit"
        return f"{self.value:,} {self.unit}" if isinstance(self.value, int) else self.value


def as_extension(limits: Iterable[Limit]) -> dict[str, Any]:
    """Return the limits as an extension of the OpenAPI document."""
    return {"x-limits": {each.name: {"value": each.value, "unit": each.unit, "text": each.text} for each in limits}}
