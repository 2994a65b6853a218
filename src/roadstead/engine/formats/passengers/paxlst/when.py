"""Convert DTM (C507) to ISO dates, with a problem for each way in which a date can be wrong."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence, labelled
from roadstead.engine.syntax.edifact import part
from roadstead.engine.text import dates
from roadstead.engine.text.dates import ParsedDate

THIS_CENTURY: Final = "20"
YEAR_AND_MONTH: Final = "609"  # 2379: YYMM
EARLIEST: Final = "1850"  # years between which a person on board may be born
LATEST: Final = "2100"
CODE_DISAGREES: Final = "form-mismatch"
AFTER_THE_VOYAGE: Final = "date-after-limit"
NOT_KNOWN: Final = "date-unknown"


def time(found: NumberedSegment, field: str, notes: Notebook) -> str:
    """Return a time of the voyage, local to the port."""
    text, form = sent_value(found)
    read = dates.datetime_local(text, form)
    _report(found, field, read, notes)
    return read.iso


def expiry(found: NumberedSegment, place: int, notes: Notebook) -> str:
    """Return the expiry date of a document of the person at this place; two-digit years are of this century."""
    text, form = sent_value(found)
    read = dates.parse(text, form=form, century=THIS_CENTURY)
    _report(found, "expiry date", read, notes, whose=Sentence("Person %(place)s", {"place": place}))
    return read.iso


def past(found: NumberedSegment, field: str, flight_date: str, place: int, notes: Notebook) -> str:
    """Return a birth or issue date: a two-digit year is the latest not after the voyage, never in the future."""
    text, form = sent_value(found)
    read = dates.parse(text, form=form or _form(text, flight_date), not_after=flight_date)
    _report(found, field, read, notes, whose=Sentence("Person %(place)s", {"place": place}))
    return read.iso


def _form(text: str, flight_date: str) -> str:
    """Return the format code of four digits: YYMM (8004) if they cannot be a year before the voyage, else ""."""
    is_year = len(text) != 4 or EARLIEST <= text <= (flight_date[:4] or LATEST)
    return "" if is_year or not text.isdigit() else YEAR_AND_MONTH


def sent_value(found: NumberedSegment) -> tuple[str, str]:
    """Return the value and its format code (2379)."""
    return found.value, part(found.segment, 1, 2)


def _report(found: NumberedSegment, field: str, read: ParsedDate, notes: Notebook, whose: Sentence | str = "") -> None:
    text, form = sent_value(found)
    raw = found.segment[1][1] if len(found.segment) > 1 and len(found.segment[1]) > 1 else text
    where = {"segment": "DTM", "field": f"{field} (2380)", "sent": raw}
    if not text:
        words = labelled(
            whose,
            Sentence(
                "DTM+%(code)s has no %(field)s. Send the date, or leave out the segment.",
                {"code": found.code, "field": Sentence(field)},
            ),
        )
        notes.note("empty-composites", words, found.number, **where)
    elif raw.split() != [raw]:
        words = labelled(whose, Sentence("The %(field)s contains a space. We removed it.", {"field": Sentence(field)}))
        notes.note("blank-inside-date", words, found.number, **where)
    if read.problem == CODE_DISAGREES:
        words = labelled(
            whose,
            Sentence(
                "The %(field)s does not match its format code %(form)s. We read it by its length. Check it.",
                {"field": Sentence(field), "form": form},
            ),
        )
        notes.warning("dtm-format-code-disagrees", words, found.number, **(where | {"sent": f"{text}:{form}"}))
    elif read.problem:
        _in_doubt(field, read, whose, notes, found.number, where)


def _in_doubt(
    field: str, read: ParsedDate, whose: Sentence | str, notes: Notebook, number: int, where: dict[str, str]
) -> None:
    """Report an impossible date as an error; a doubtful date, or one stated as unknown, as a warning."""
    is_error = not read.iso or read.problem == AFTER_THE_VOYAGE
    say = notes.error if is_error and read.problem != NOT_KNOWN else notes.warning
    kind = "impossible" if read.problem == AFTER_THE_VOYAGE else read.problem.removeprefix("date-")
    words = labelled(
        whose,
        Sentence(
            "%(field)s %(where)s: %(problem)s. Correct it and send it again.",
            {
                "field": Sentence(field),
                "where": where["sent"][:20].strip(),
                "problem": Sentence(dates.PROBLEMS[read.problem]),
            },
        ).capitalise(),
    )
    code = f"{field.replace(' ', '-')}-{kind.removeprefix('time-')}"
    say(code, words, number, **where)
