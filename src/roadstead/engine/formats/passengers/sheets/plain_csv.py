"""Csv interface for the registry of formats. Only texts with headings of a list or labels of a form are accepted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.sheets.draft import Draft, draft
from roadstead.engine.formats.passengers.sheets.plausible import are_names
from roadstead.engine.formats.passengers.sheets.read import readings
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Problem, Severity, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table import Decoded, csv_sheet, decoded, likely_delimiters

HEAD_BYTES: Final = 1 << 15  # bytes examined
OTHER_FORMS: Final = re.compile(r"\s*(?:[<{\[%]|UN[ABH]\W)")
CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
ENOUGH_HEADINGS: Final = 6  # headings and labels understood: no other delimiter gives more
MAX_CONTROLS: Final = 5
# other control characters separate words, as in Python's str.split
DELETED: Final = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
END_OF_FILE: Final = "\x1a \t\r\n"  # written by old systems after the last row


def looks_like_csv(raw: bytes) -> bool:
    return bool(_delimiter(decoded(raw[:HEAD_BYTES]).text))


def read_csv(raw: bytes, *, any_people: bool = False) -> list[Reading]:
    """Return the readings of the one sheet; [] if it is no list after all. `any_people`: as for `readings`."""
    text = decoded(raw)
    delimiter = _delimiter(text.text[:HEAD_BYTES], any_people=any_people)
    if not delimiter:
        return []
    kept, problems = _without_controls(text.text)
    found = readings([_draft(kept, delimiter)], any_people=any_people)
    return [replace(found[0], problems=(*_about(text), *problems, *found[0].problems)), *found[1:]] if found else []


def csv_voyage(raw: bytes) -> Voyage | None:
    text = decoded(raw[:HEAD_BYTES]).text
    found = readings([_draft(text, delimiter)]) if (delimiter := _delimiter(text)) else []
    return found[0].manifest.voyage if found else None


def is_names_without_list(raw: bytes) -> bool:
    """Return True if the text is a table of names under known headings that is not a list of people on board."""
    text = decoded(raw[:HEAD_BYTES]).text
    if OTHER_FORMS.match(text) or len(CONTROLS.findall(text)) > MAX_CONTROLS:
        return False
    drafts = (_draft(text, delimiter) for delimiter in likely_delimiters(text) or [","])
    return any(made.has_people and not made.is_list and are_names(made.outline.tables) for made in drafts)


def _delimiter(head: str, *, any_people: bool = False) -> str:
    """Return the delimiter with which most headings and labels are understood; "" if the text is no list."""
    if OTHER_FORMS.match(head) or len(CONTROLS.findall(head)) > MAX_CONTROLS:
        return ""
    best, chosen = 0, ""
    for delimiter in likely_delimiters(head) or [","]:
        made = _draft(head, delimiter)
        is_read = made.is_list or made.is_form or (any_people and made.has_people)
        known = _understood(made) if is_read else 0
        if known > best:
            best, chosen = known, delimiter
        if best >= ENOUGH_HEADINGS:
            break
    return chosen


def _understood(made: Draft) -> int:
    return sum(len(table.heading.known) for table in made.outline.tables) + len(made.values)


def _draft(text: str, delimiter: str) -> Draft:
    return draft(csv_sheet(text, delimiter), one_of_many=False)


def _without_controls(text: str) -> tuple[str, list[Problem]]:
    """Return the text without control characters, which would become part of names, and a warning if it had any."""
    kept = DELETED.sub("", text)
    first = DELETED.search(text.rstrip(END_OF_FILE))
    if first is None:
        return kept, []
    line = text.count("\n", 0, first.start()) + 1
    words = Sentence(
        "We removed control characters from the text, the first in line %(line)s. Compare the names with your "
        "system, correct the export and send the list again.",
        {"line": line},
    )
    return kept, [Problem.of(severity=Severity.WARNING, code="control-characters", text=words)]


def _about(text: Decoded) -> list[Problem]:
    found: list[tuple[str, Severity, Sentence | str]] = []
    if text.encoding == "cp1252":
        found.append(
            (
                "encoding-guessed",
                Severity.NOTE,
                "The file is not UTF-8. We read it as Windows-1252. Check letters with accents, or save the "
                "file as CSV UTF-8.",
            )
        )
    if text.unreadable:
        found.append(
            (
                "characters-spoilt",
                Severity.WARNING,
                Sentence(
                    "We could not read some characters (%(unreadable)s) and show them as \ufffd. Save the file as "
                    "CSV UTF-8 and send it again.",
                    {"unreadable": text.unreadable},
                ),
            )
        )
    return [Problem.of(severity=severity, code=code, text=words) for code, severity, words in found]
