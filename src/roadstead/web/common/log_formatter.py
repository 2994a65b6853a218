"""Log formatter without personal data: an error's own text may quote a traveller (S28)."""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import Any, Final

# Secrets in URLs: those of invitations, registrations and guests, and anything else as long as a secret of ours
# (token_urlsafe(32)).
SECRET: Final = re.compile(
    r"(?<=/invitations/)(?!new\b)[^\s/?\"']+|(?<=/register/)[^\s/?\"']+:[^\s/?\"']+|(?<=/guest/link/)[^\s/?\"']+"
    r"|(?<=/)[A-Za-z0-9_-]{40,}(?=[\s/?\"']|$)"
)
MASK: Final = "[secret]"


class RedactingFormatter(logging.Formatter):
    """Formats an exception as its type and the places it passed through, without its text and the source lines.

    A secret in a URL is masked: a link that was refused may still open an account.
    """

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(MASK, super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 the standard library's name
        kind, _, at = ei
        return "\n".join([f"{kind.__name__ if kind else 'error'} at", *_places(at)])


def _places(at: TracebackType | None) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(at)]
