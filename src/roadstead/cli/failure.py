"""What a command says when it cannot do its work, and where it says what it is doing."""

from __future__ import annotations

import sys
from pathlib import Path


class CannotDo(Exception):
    """The command's work cannot be done; the message says why and what to do (exit code 1)."""


def say(text: str) -> None:
    """Progress, to standard error: standard output is for results."""
    print(text, file=sys.stderr, flush=True)


def counted(number: int, one: str, more: str = "") -> str:
    """ "1 traveller", "2 travellers"; `more` where the plural is not `one` with an s."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def read_file(name: str) -> bytes:
    """The bytes of a file named on the command line, or of standard input for `-`."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CannotDo(f"{name}: {error.strerror or error}; check the path") from None
