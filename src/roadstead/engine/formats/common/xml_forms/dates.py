"""Dates and times of XML (xs:date, xs:dateTime and what is sent instead) as ISO dates, local to the port."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.reference import places
from roadstead.engine.sentences import Sentence, labelled
from roadstead.engine.text import dates
from roadstead.engine.text.dates import ParsedDate

EXPIRY_CENTURY: Final = "20"
NOT_SET: Final = "0001-01-01"  # "not set" in some programs
ZONE: Final = re.compile(r"[T ][0-9:.]{4,24}(Z|[+-][0-9]{2}:?[0-9]{2})\Z")
FRACTION: Final = re.compile(r"\.[0-9]+(?=Z|[+-]|\Z)")
ZONE_IGNORED: Final = "zone-ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPlace:
    """Position of a value for problems: element, line, and label of its owner ("Person 3")."""

    segment: str
    line: int | None = None
    label: Sentence | str = ""


def local_time(text: str, port: str, field: str, where: ProblemPlace, notes: Notebook) -> str:
    """Return a time at a port. A time with a zone is converted to the port's local time if the port is known."""
    if not text or text.startswith(NOT_SET):
        return _not_set(text, field, where, notes)
    read = dates.datetime_local(text)
    there = _at_the_port(text, port)
    if there and there != read.iso:
        words = labelled(
            where.label,
            Sentence(
                "The %(field)s has a time zone. We converted it to local time at %(port)s: %(there)s.",
                {"field": Sentence(field), "port": port, "there": there},
            ),
        )
        notes.note("time-zone-converted", words, where.line, segment=where.segment, field=field, sent=text)
    if read.problem and not (there and read.problem == ZONE_IGNORED):
        _report(text, field, read, where, notes)
    return there or read.iso


def sent_time(text: str, where: ProblemPlace, notes: Notebook) -> str:
    """Return the time of sending by the sender's own clock, in whatever zone."""
    if text.startswith(NOT_SET):
        return _not_set(text, "time sent", where, notes)
    read = dates.datetime_local(text)
    if read.problem and read.problem != ZONE_IGNORED:
        _report(text, "time sent", read, where, notes)
    return read.iso


def past_date(text: str, field: str, day: str, where: ProblemPlace, notes: Notebook) -> str:
    """Return a date of birth or issue; a two-digit year is the latest one not after the voyage."""
    if text.startswith(NOT_SET):
        return _not_set(text, field, where, notes)
    return _date(text, field, dates.parse(text, not_after=day), where, notes)


def expiry_date(text: str, where: ProblemPlace, notes: Notebook) -> str:
    if text.startswith(NOT_SET):
        return _not_set(text, "expiry date", where, notes)
    return _date(text, "expiry date", dates.parse(text, century=EXPIRY_CENTURY), where, notes)


def _date(text: str, field: str, read: ParsedDate, where: ProblemPlace, notes: Notebook) -> str:
    if read.problem:
        _report(text, field, read, where, notes)
    return read.iso[: len("2026-11-25")] if "T" in read.iso else read.iso


def _at_the_port(text: str, port: str) -> str:
    zone = ZONE.search(text)
    if zone is None or not port:
        return ""
    try:
        there = places.to_local(datetime.fromisoformat(FRACTION.sub("", text).replace("Z", "+00:00")), port)
    except (ValueError, OverflowError):
        return ""
    return there.replace(tzinfo=None).isoformat(timespec="minutes") if there else ""


def _not_set(text: str, field: str, where: ProblemPlace, notes: Notebook) -> str:
    if text:
        words = labelled(
            where.label,
            Sentence(
                "The %(field)s has the default value %(text)s. Send the real value, or leave it out.",
                {"field": Sentence(field), "text": text[:19]},
            ),
        )
        code = f"{field.replace(' ', '-')}-not-set"
        notes.warning(code, words, where.line, segment=where.segment, field=field, sent=text)
    return ""


def _report(text: str, field: str, read: ParsedDate, where: ProblemPlace, notes: Notebook) -> None:
    """Report a date's problem, with the same codes and severities as for PAXLST."""
    kind = "impossible" if read.problem == "date-after-limit" else read.problem.removeprefix("date-")
    words = labelled(
        where.label,
        Sentence(
            "%(field)s %(sent)s: %(problem)s. Correct it and send it again.",
            {"field": Sentence(field), "sent": text[:20].strip(), "problem": Sentence(dates.PROBLEMS[read.problem])},
        ).capitalise(),
    )
    code = f"{field.replace(' ', '-')}-{kind.removeprefix('time-')}"
    lost = not read.iso or read.problem == "date-after-limit"
    say = notes.error if lost and read.problem != "date-unknown" else notes.warning
    say = notes.note if read.problem == ZONE_IGNORED else say
    say(code, words, where.line, segment=where.segment, field=field, sent=text)
