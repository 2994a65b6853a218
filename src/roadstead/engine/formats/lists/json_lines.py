"""What is said of a line that is no record of its list."""

from __future__ import annotations

from roadstead.engine.formats.lists.tally import Tally


def broken(raw: bytes, number: int, tally: Tally, wanted: str) -> None:
    """A last line without its end is a file that breaks off; any other is a problem of its own."""
    sent = raw[:80].decode("utf-8", "replace")
    if raw.strip() and not raw.endswith((b"\n", b"\r")):
        text = f"the file breaks off in line {number}: what follows is lost. Fetch the file again."
        tally.row("file-damaged", text, number=number, sent=sent)
    elif raw.strip():
        tally.row("line-unreadable", f"this line is no {wanted}: it is left out", number=number, sent=sent)
