"""Context shared by the readers of one Cargo-IMP message."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.engine.formats.cargo.cargo_imp.dates import DateReader
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Message, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderContext:
    message: Message
    days: DateReader
    notes: Notebook

    def keep_unread(self, record: Record, *, understood: bool = True) -> None:
        """Keep an unused record as unread; warn if it was not understood."""
        for line in record.text.split("\n"):
            self.notes.keep_unread(line)
        if not understood:
            words = Sentence(
                "We could not read this line. We stored it and read the lines around it. Correct the line and send "
                "the message again."
            )
            self.warn("line-not-understood", words, record, sent=record.text)

    def warn(self, code: str, text: Sentence | str, record: Record, *, field: str = "", sent: str = "") -> None:
        self.notes.warning(code, text, record.number, segment=record.tag, field=field, sent=sent)

    def note(self, code: str, text: Sentence | str, record: Record, *, field: str = "", sent: str = "") -> None:
        self.notes.note(code, text, record.number, segment=record.tag, field=field, sent=sent)
