"""Values of cells with their position, so that problems can name sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.reference.places import to_local
from roadstead.engine.sentences import Sentence, Value, as_sentence
from roadstead.engine.syntax.table import day_of_serial
from roadstead.engine.text.dates import ParsedDate, datetime_local, earliest, parse

MAX_SHOWN_CHARS: Final = 40  # characters of a value in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value and its position. `is_number`: typed as a number, not as text.

    `heading` as sent; `column`: its place, counted from 1, where it may have no heading; `sheet` is set only in a
    workbook with several sheets.
    """

    text: str = ""
    row: int = 0
    heading: str = ""
    column: int = 0
    sheet: str = ""
    is_number: bool = False

    @property
    def caption(self) -> Sentence | str:
        """Return the heading; without one the number of the column, if it is known."""
        if self.heading or not self.column:
            return self.heading
        return Sentence("Column %(place)s", {"place": self.column})

    def placed(self, text: Sentence | str) -> Sentence:
        """Return the text after the cell's position, "Sheet Crew, row 14, Date of birth: …", if the cell exists."""
        template = PLACED[bool(self.sheet), bool(self.row), bool(self.caption)]
        values: dict[str, Value] = {"sheet": self.sheet, "row": self.row, "heading": self.caption}
        named = {name: value for name, value in values.items() if value}
        return Sentence(template, {**named, "text": as_sentence(text)}) if named else as_sentence(text)

    @property
    def shown(self) -> str:
        return self.text if len(self.text) <= MAX_SHOWN_CHARS else f"{self.text[:MAX_SHOWN_CHARS]}…"


NOTHING: Final = Cell()
# By whether sheet, row and heading of the cell are known.
PLACED: Final[Mapping[tuple[bool, bool, bool], str]] = {
    (True, True, True): "Sheet %(sheet)s, row %(row)s, %(heading)s: %(text)s",
    (True, True, False): "Sheet %(sheet)s, row %(row)s: %(text)s",
    (True, False, True): "Sheet %(sheet)s, %(heading)s: %(text)s",
    (True, False, False): "Sheet %(sheet)s: %(text)s",
    (False, True, True): "Row %(row)s, %(heading)s: %(text)s",
    (False, True, False): "Row %(row)s: %(text)s",
    (False, False, True): "%(heading)s: %(text)s",
    (False, False, False): "%(text)s",
}


def note(notes: Notebook, cell: Cell, code: str, text: Sentence | str, field: str) -> None:
    notes.note(code, cell.placed(text), cell.row or None, segment=str(cell.caption), field=field, sent=cell.text)


def warn(notes: Notebook, cell: Cell, code: str, text: Sentence | str, field: str) -> None:
    notes.warning(code, cell.placed(text), cell.row or None, segment=str(cell.caption), field=field, sent=cell.text)


def fail(notes: Notebook, cell: Cell, code: str, text: Sentence | str, field: str) -> None:
    notes.error(code, cell.placed(text), cell.row or None, segment=str(cell.caption), field=field, sent=cell.text)


# Dates in cells: ISO, "3 Nov 1980", 03/11/1980. The order of day and month is decided once per column.


SLASHED: Final = re.compile(r"\s*([0-9]{1,2})\s*[-./ ]\s*([0-9]{1,2})\s*[-./ ]\s*([0-9]{2}|[0-9]{4})(?![0-9])")
SERIAL: Final = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")
CLOCK: Final = re.compile(
    r"\s*([0-9]{1,2})[:.hH]?([0-9]{2})?(?::[0-9]{2})?\s*([ap]\.?m\.?)?"
    r"\s*(?:h|hrs?|hours|lt|local(?: time)?|u(?:ur)?|uhr|(utc|gmt|z))?\.?\s*",
    re.IGNORECASE,
)
# Separators between a day and its time: "25 Nov 2026 at 14:30", "25/11/2026, 2:30 PM", "25-NOV-26/1430"
PARTED: Final = re.compile(r"(?:[\s,/]+|(?<=\d)T)(?:(?:at|um|om|te|à|a las|kl\.?)\s+)?(?=[0-9])", re.IGNORECASE)
MAX_MOMENT_CHARS: Final = 60  # characters
UTC_MARK: Final = re.compile(r"(?<![a-z])(?:utc|gmt|zulu)(?![a-z])(?!\s*[+-]\s*\d)|\d\s?z\s*$", re.IGNORECASE)
HINT: Final = re.compile(r"\b(m{1,2}|d{1,2}|j{1,2})[-/. ](d{1,2}|m{1,2}|j{1,2})[-/. ][yaj]{2,4}\b", re.IGNORECASE)
YEAR_AS_SERIAL: Final = ("1904-11", "1905-12")  # 1800 to 2100 in a cell formatted as a date: a year was typed
LAST_DAY: Final = 28
DAY: Final = "1990-02-28"  # example of a date in problems
MOMENT: Final = "2026-11-25 16:20"  # example of a date of travel with its time


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The order of day and month in a column. `is_sure`: proved by other dates of the sheet, or by the heading."""

    month_first: bool = False
    is_sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Settings for reading the dates of one column. `from_1904`: the workbook counts days from 1904."""

    order: Order = Order()
    not_after: str = ""  # for births: the day of the voyage
    century: str = ""  # for travel and documents: "20"
    from_1904: bool = False


def order_of(heading: str, texts: Iterable[str]) -> Order | None:
    """Return the order in a column; None if it is unknown (every number is below 13, or they disagree)."""
    hinted = HINT.search(heading)
    if hinted and hinted[1][0].casefold() != hinted[2][0].casefold():
        return Order(month_first=hinted[1][0].casefold() == "m", is_sure=True)
    found = [match for text in texts if (match := SLASHED.match(text))]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    return None if day_first == month_first else Order(month_first=month_first, is_sure=True)


def is_ambiguous(text: str) -> bool:
    """Return True if day and month could be swapped, and differ."""
    found = SLASHED.match(text)
    return found is not None and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12


def day(cell: Cell, dates: Dates, field: str, notes: Notebook) -> str:
    """Return the ISO date, partial if sent partial; "" if there is none. Problems are reported."""
    read = _read(cell, dates)
    if read.problem and read.problem != "month-first":
        _report_date(cell, read, field, notes)
    return read.iso if read.problem != "date-after-limit" or read.iso else ""


def moment(cell: Cell, time: Cell, dates: Dates, field: str, notes: Notebook, port: str = "") -> str:
    """Return a day with its time, which may be in a cell of its own, in the port's local time (UTC is converted)."""
    text = _in_order(_from_serial(cell, dates), dates.order)
    read = datetime_local(text)
    if "T" not in read.iso:
        read = _parted(text) or read
    if len(read.iso) == 10 and time.text:
        read = _with_clock(read, time.text) or _unread_clock(read, time, field, notes)
    if "T" in read.iso and (told := next((each for each in (time, cell) if _is_utc(each)), None)):
        return _at_port(read, told, field, notes, port)
    if read.problem and read.problem != "month-first":
        _report_date(cell, read, field, notes)
    return read.iso


def _is_utc(cell: Cell) -> bool:
    """Return True if the cell, or the label before it, says that its time is UTC."""
    return bool(cell.text) and bool(UTC_MARK.search(cell.heading) or UTC_MARK.search(cell.text))


def _at_port(read: ParsedDate, told: Cell, field: str, notes: Notebook, port: str) -> str:
    """Return the time in the port's local time; as sent, with a warning, if the port is unknown."""
    there = to_local(datetime.fromisoformat(read.iso).replace(tzinfo=UTC), port)
    if there is None:
        text = Sentence(
            "%(shown)s is in UTC. We kept it, because we do not know the port. Write the port's local time.",
            {"shown": told.shown},
        )
        warn(notes, told, f"{field}-zone-ignored", text, field)
        return read.iso
    local = there.strftime("%Y-%m-%dT%H:%M")
    note(
        notes,
        told,
        f"{field}-from-utc",
        Sentence(
            "%(shown)s is in UTC. We used the local time at %(port)s: %(local)s.",
            {"shown": told.shown, "port": port, "local": local.replace("T", " ")},
        ),
        field,
    )
    return local


def _read(cell: Cell, dates: Dates) -> ParsedDate:
    text = _from_serial(cell, dates)
    if YEAR_AS_SERIAL[0] <= text[:7] <= YEAR_AS_SERIAL[1] and len(text) == 10:
        text = _year_typed(text, from_1904=dates.from_1904)
    return parse(_in_order(text.partition("T")[0], dates.order), not_after=dates.not_after, century=dates.century)


def _from_serial(cell: Cell, dates: Dates) -> str:
    """Convert a serial number of days (a date that lost its format) to a date; return other texts as they are."""
    if not SERIAL.fullmatch(cell.text):
        return cell.text
    return day_of_serial(float(cell.text), from_1904=dates.from_1904) or cell.text


def _year_typed(text: str, *, from_1904: bool) -> str:
    for year in range(1800, 2101):
        if day_of_serial(year, from_1904=from_1904) == text:
            return str(year)
    return text


def _in_order(text: str, order: Order) -> str:
    """Return 03/11/1980 with the day first. Text after it (a time) stays."""
    found = SLASHED.match(text)
    if found is None or not order.month_first or int(found[2]) > 31 or int(found[1]) > 12:
        return text
    return f"{found[2]}/{found[1]}/{found[3]}{text[found.end() :]}"


def _parted(text: str) -> ParsedDate | None:
    """Read a day and a time in one cell, with any separator; None if either is missing."""
    for gap in PARTED.finditer(text[:MAX_MOMENT_CHARS]):
        read = _with_clock(parse(text[: gap.start()], century="20"), text[gap.end() :])
        if read is not None:
            return read
    return None


def _with_clock(read: ParsedDate, text: str) -> ParsedDate | None:
    """Add "14:30", "1430", "2.30 pm" or "14h30" to a day; None if the text is no time."""
    found = CLOCK.fullmatch(text)
    if found is None or len(read.iso) != 10 or (found[2] is None and not found[3] and len(text.strip()) > 2):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3][0] in "pP" else 0)
    made = datetime_local(f"{read.iso}T{hour:02}:{minute:02}")
    return replace(made, problem=made.problem or ("zone-ignored" if found[4] else ""))


def _unread_clock(read: ParsedDate, time: Cell, field: str, notes: Notebook) -> ParsedDate:
    warn(
        notes,
        time,
        "time-not-understood",
        Sentence("%(shown)s is not a time. Write it as 14:30.", {"shown": time.shown}),
        field,
    )
    return read


def _report_date(cell: Cell, read: ParsedDate, field: str, notes: Notebook) -> None:
    tell, code, text = DATE_PROBLEMS.get(read.problem, DATE_PROBLEMS[""])
    like = MOMENT if field in {"departure", "arrival"} else DAY
    tell(
        notes,
        cell,
        f"{field.replace(' ', '-')}-{code}",
        Sentence(text, {"sent": cell.shown, "iso": read.iso, "near": _nearest(cell.text, like), "like": like}),
        field,
    )


def _nearest(text: str, like: str) -> str:
    """Return an example of how to write the date: the last day of the month sent, if that can be read."""
    found = SLASHED.match(text)
    if found and len(found[3]) == 4 and 1 <= int(found[2]) <= 12:
        last = next(
            (
                f"{found[3]}-{int(found[2]):02}-{number}"
                for number in range(31, LAST_DAY - 1, -1)
                if earliest(f"{found[3]}-{int(found[2]):02}-{number}")
            ),
            "",
        )
        return last or like
    return like


DATE_PROBLEMS: Final = {
    "": (fail, "not-understood", "%(sent)s is not a date. Write it as %(like)s."),
    "date-impossible": (fail, "impossible", "%(sent)s is not a date. Write it as %(near)s."),
    "date-unknown": (warn, "unknown", "The date is marked as unknown. Write at least the year."),
    "date-after-limit": (warn, "after-voyage", "%(iso)s is after the voyage. Check the year."),
    "century-unknown": (fail, "century-unknown", "%(sent)s has a year of two digits, and the sheet has no day of "
                        "travel to show the century. Write the year in full, such as 1980-11-03."),
    "other-calendar": (fail, "other-calendar", "%(sent)s is from another calendar. Write it as in the passport."),
    "time-impossible": (warn, "time-impossible", "The time in %(sent)s does not exist. We used only the day. Write the "
                        "time as 14:30."),
    "zone-ignored": (warn, "zone-ignored", "We did not use the time zone in %(sent)s. Write the port's local time."),
}  # fmt: skip
