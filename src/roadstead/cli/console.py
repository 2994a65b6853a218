"""Messages of commands: failures, progress on standard error, counts; and reading of files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

LAST_LINE_OF_UP: Final = "Press Ctrl-C to stop everything. The data is kept."  # printed once the start is complete


class CommandFailed(Exception):
    """The command's work cannot be done; the message says why and what to do (exit code 1)."""


def say(text: str) -> None:
    """Print progress to standard error: standard output is for results."""
    print(text, file=sys.stderr, flush=True)


def counted(number: int, one: str, more: str = "") -> str:
    """Return "1 traveller", "2 travellers"; `more` is the plural if it is not `one` with an s."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def read_file(name: str) -> bytes:
    """Return the bytes of a file named on the command line, or of standard input for `-`."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandFailed(f"{name}: {error.strerror or error}; check the path") from None
