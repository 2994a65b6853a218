"""Logs say what happened and where, never to whom: an error's own text may quote a traveller (S28)."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any


class QuietFormatter(logging.Formatter):
    """Of an exception its type and the places it passed through; neither its text nor the source lines."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 the standard library's name
        kind, _, at = ei
        return "\n".join([f"{kind.__name__ if kind else 'error'} at", *_places(at)])


def _places(at: TracebackType | None) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(at)]
