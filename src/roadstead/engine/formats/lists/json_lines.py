"""Problems of lines that are no record of their list."""

from __future__ import annotations

from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.sentences import Sentence


def report_broken_line(raw: bytes, number: int, tally: Tally, wanted: str) -> None:
    """Report a line that cannot be read; a last line without its line feed means a truncated file."""
    sent = raw[:80].decode("utf-8", "replace")
    if raw.strip() and not raw.endswith((b"\n", b"\r")):
        text = Sentence(
            "The file ends in the middle of line %(number)s, so entries are missing. Download the file again.",
            {"number": number},
        )
        tally.add("file-damaged", text, number=number, sent=sent)
    elif raw.strip():
        tally.add(
            "line-unreadable",
            Sentence("This line is not a %(wanted)s. We left it out.", {"wanted": wanted}),
            number=number,
            sent=sent,
        )
