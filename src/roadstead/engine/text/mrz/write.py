"""Conversion of a Zone to its lines, with check digits (Doc 9303 part 3, section 4.9)."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.text.identifiers import mrz_check_digit
from roadstead.engine.text.mrz import dates, names, numbers
from roadstead.engine.text.mrz.layout import FILLER, LAYOUTS, NUMBER_MAY_GO_ON, Layout, Span, cut
from roadstead.engine.text.mrz.zone import Zone

DATE: Final = re.compile(r"(?:[0-9]{4}(?:-[0-9]{2}){0,2})?")


class CannotBeWritten(ValueError):
    """Raised if the fields do not fit the zone."""


def write(zone: Zone) -> str:
    """Return the lines, joined by line feeds. Long names are truncated; other long fields raise CannotBeWritten."""
    if zone.kind not in LAYOUTS:
        raise CannotBeWritten(f"{zone.kind!r} is none of {', '.join(LAYOUTS)}")
    layout = LAYOUTS[zone.kind]
    lines = (FILLER * layout.length,) * layout.lines
    for name, value in _values(zone, layout).items():
        lines = _put(lines, layout.fields[name], value, name)
    for check in layout.checks:
        if check.field == "number" and _goes_on(zone):
            continue
        field = "".join(cut(lines, span) for span in check.over)
        digit = mrz_check_digit(field)
        absent = check.field in zone.without_check and digit == "0"
        lines = _put(lines, check.at, FILLER if absent else digit, f"check digit of {check.field}")
    return "\n".join(lines)


def _values(zone: Zone, layout: Layout) -> dict[str, str]:
    number, optional = _number(zone)
    values = {
        "type": _characters(zone.type, "type"),
        "issuer": _characters(zone.issuer, "issuer"),
        "number": number,
        "nationality": _characters(zone.nationality, "nationality"),
        "born": zone.born and _date(zone.born, "born"),
        "sex": zone.sex or FILLER,
        "expires": zone.expires and _date(zone.expires, "expires"),
        "optional": optional,
        "optional_2": _characters(zone.optional_2, "optional_2"),
    }
    if "nationality" not in layout.fields:
        del values["nationality"]
    if wrong := [name for name, value in values.items() if value and name not in layout.fields]:
        raise CannotBeWritten(f"{zone.kind} has no field for {', '.join(wrong)}")
    return _names(zone, layout) | {name: value for name, value in values.items() if name in layout.fields}


def _names(zone: Zone, layout: Layout) -> dict[str, str]:
    if "name" in layout.fields:
        return {"name": names.write_name(zone.surname, zone.given, layout.size("name"))}
    return {
        "surname": names.write_single(zone.surname, layout.size("surname")),
        "given": names.write_single(zone.given, layout.size("given")),
    }


def _goes_on(zone: Zone) -> bool:
    return zone.kind in NUMBER_MAY_GO_ON and len(zone.number) > numbers.SIZE


def _number(zone: Zone) -> tuple[str, str]:
    """Return the contents of the number's field and of the optional field."""
    number, optional = _characters(zone.number, "number"), _characters(zone.optional, "optional")
    if not _goes_on(zone):
        return number, optional
    if FILLER in number:
        raise CannotBeWritten(f"the number {zone.number!r} is long and has a blank: it could not be read again")
    rest = number[numbers.SIZE :] + mrz_check_digit(number)
    return number[: numbers.SIZE], rest + (FILLER + optional if optional else "")


def _characters(text: str, name: str) -> str:
    """Replace blanks and separators by fillers."""
    field = re.sub(r"[^A-Z0-9<]", FILLER, text.upper())
    if not text.isascii():
        raise CannotBeWritten(f"{name} {text!r} has characters that no zone has")
    return field


def _date(iso: str, name: str) -> str:
    if not DATE.fullmatch(iso):
        raise CannotBeWritten(f"{name} {iso!r} is no ISO 8601 date")
    return dates.printed(iso)


def _put(lines: tuple[str, ...], span: Span, value: str, name: str) -> tuple[str, ...]:
    line, first, last = span
    size = last - first + 1
    if len(value) > size:
        raise CannotBeWritten(f"{name} {value!r} is longer than its {size} positions")
    old = lines[line - 1]
    return (*lines[: line - 1], old[: first - 1] + value.ljust(size, FILLER) + old[last:], *lines[line:])
