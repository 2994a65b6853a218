"""Values that fit their columns: the whole of what was sent stays in the message, and in `declared`."""

from __future__ import annotations

from typing import Any


def fitting(table: type[Any], name: str, value: Any) -> Any:
    """Text cut to the column's width: the whole of it stays in the message, and in `declared`."""
    width = table._meta.get_field(name).max_length
    return value[:width] if width and isinstance(value, str) else value
