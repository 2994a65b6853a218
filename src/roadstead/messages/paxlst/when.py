"""DTM (C507) to ISO dates, with a problem for each way in which a date can be wrong."""

from __future__ import annotations

from typing import Final

from roadstead.messages.notebook import Notebook
from roadstead.messages.paxlst.groups import Found
from roadstead.syntax.edifact import part
from roadstead.text import dates
from roadstead.text.dates import ParsedDate

THIS_CENTURY: Final = "20"
CODE_DISAGREES: Final = "form-mismatch"


def time(found: Found, field: str, notes: Notebook) -> str:
    """A time of the voyage, local to the port."""
    text, form = sent(found)
    read = dates.datetime_local(text, form)
    _report(found, field, read, notes)
    return read.iso


def day(found: Found, field: str, notes: Notebook) -> str:
    """A date of a document: two-digit years are of this century."""
    text, form = sent(found)
    read = dates.parse(text, form=form, century=THIS_CENTURY)
    _report(found, field, read, notes)
    return read.iso


def birth(found: Found, flight_date: str, notes: Notebook) -> str:
    """A birth date: a two-digit year is the latest one not after the voyage, never in the future."""
    text, form = sent(found)
    read = dates.parse(text, form=form, not_after=flight_date)
    _report(found, "birth date", read, notes)
    return read.iso


def sent(found: Found) -> tuple[str, str]:
    """The value and its format code (2379)."""
    return part(found.segment, 1, 1), part(found.segment, 1, 2)


def _report(found: Found, field: str, read: ParsedDate, notes: Notebook) -> None:
    text, form = sent(found)
    name = field.replace(" ", "-")
    if not text:
        words = f"DTM+{found.code} gives no {field}. Send the date or leave the segment out."
        notes.note("empty-composites", words, found.number, segment="DTM", field=f"{field} (2380)")
    raw = found.segment[1][1] if len(found.segment[1]) > 1 else ""
    if raw.split() != [raw] and text:
        words = f"A blank stands in the {field}. It was left out."
        notes.note("blank-inside-date", words, found.number, segment="DTM", field=f"{field} (2380)", sent=raw)
    if read.problem == CODE_DISAGREES:
        words = f"The {field} does not have the form that its code {form} says. It was read by its length; check it."
        notes.warning("dtm-format-code-disagrees", words, found.number, segment="DTM", field=f"{field} (2379)",
                      sent=f"{text}:{form}")  # fmt: skip
    elif read.problem:
        _impossible(found, field, name, read, notes)


def _impossible(found: Found, field: str, name: str, read: ParsedDate, notes: Notebook) -> None:
    text, _ = sent(found)
    words = f"The {field} {text[:20]} cannot be used: {dates.PROBLEMS[read.problem]}. Ask for it and send it again."
    say = notes.warning if read.iso and read.problem != "date-after-limit" else notes.error
    if read.problem == "date-unknown":
        words, say = f"The sender says that the {field} is not known. Ask for it.", notes.warning
    say(f"{name}-{read.problem.removeprefix('date-').replace('after-limit', 'impossible')}", words, found.number,
        segment="DTM", field=f"{field} (2380)", sent=text)  # fmt: skip
