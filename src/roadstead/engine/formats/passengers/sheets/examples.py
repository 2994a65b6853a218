"""Detection of the example row of our own template, which is no person on board."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import fail, note
from roadstead.engine.formats.passengers.sheets.headings import meaning
from roadstead.engine.formats.passengers.sheets.people import Line
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import document_key

NUMBER: Final = "X0000000"  # document number; specimen passports have it, real ones do not


def is_example(line: Line, notes: Notebook) -> bool:
    """Return True if the example row was left in. A row with only the number left over is a person: error."""
    if document_key(line.text("document_number")) != NUMBER:
        return False
    cell = line.cell("surname")
    if meaning("marker", line.text("surname")):
        note(
            notes,
            cell,
            "example-left-in",
            "The example row is still in the sheet. We did not read it. Delete it.",
            "name",
        )
        return True
    fail(
        notes,
        line.cell("document_number"),
        "document-of-the-example",
        Sentence("%(number)s is the example number. Write the number of this person's document.", {"number": NUMBER}),
        "document number",
    )
    return False
