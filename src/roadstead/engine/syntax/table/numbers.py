"""Numbers in workbook cells: dates and times by their format (ECMA-376 part 1, 18.8.30), leading zeros."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

ZEROS: Final = re.compile(r'(?:"([^"]*)")?(0{2,30})')
FROM_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001  (a day of the calendar, in no zone)
FROM_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
FALSE_LEAP_DAY: Final = 60  # Excel counts a 29 February 1900, which did not exist
LAST_SERIAL: Final = 2_958_465  # 9999-12-31
EXACT_DIGITS: Final = 15  # digits that a number in a spreadsheet keeps
MIN_EXPONENT_FORM: Final = 1e30  # from here on a number is shown by its powers of ten
MINUTE: Final = 60


@lru_cache(maxsize=1024)
def format_kind(format: str) -> str:
    """Return "date", "zeros:9" (a number written with nine digits), or "" for any other format."""
    zeros = ZEROS.fullmatch(format)
    if zeros:
        return f"zeros:{len(zeros[2])}"
    return "date" if is_date_format(format) else ""


def builtin_format(number: int) -> str:
    """Return the built-in format of a number below 164."""
    return BUILTIN_FORMATS.get(number, "General")


def number_text(value: str, kind: str, *, from_1904: bool) -> str:
    """Return a number as text: ISO date, time or both; digits without ".0"; leading zeros if the format has them."""
    try:
        number = float(value)
    except ValueError:
        return value
    if kind == "date":
        return day_of_serial(number, from_1904=from_1904) or value
    return _digits(value, number).zfill(int(kind[6:]) if kind else 0)


def day_of_serial(serial: float, *, from_1904: bool = False) -> str:
    """Return "1980-11-03", "1980-11-03T14:30", or "14:30" below one day; "" if there is no such date."""
    if not 0 <= serial <= LAST_SERIAL:
        return ""
    minutes = round(serial * 24 * MINUTE)
    clock = f"{minutes // MINUTE % 24:02}:{minutes % MINUTE:02}"
    if serial < 1:
        return clock
    epoch = FROM_1904 if from_1904 else FROM_1900 + timedelta(days=serial < FALSE_LEAP_DAY)
    try:
        day = (epoch + timedelta(minutes=minutes)).date().isoformat()
    except OverflowError:
        return ""
    return day if clock == "00:00" else f"{day}T{clock}"


def _digits(value: str, number: float) -> str:
    if value.isascii() and value.isdigit():
        return value
    return str(int(number)) if number.is_integer() and abs(number) < MIN_EXPONENT_FORM else value


def has_lost_digits(text: str) -> bool:
    """Return True if a number had more digits than a spreadsheet keeps, so that the last ones are lost.

    This includes numbers shown only by powers of ten ("1e+30").
    """
    if text.isascii() and text.isdigit():
        return len(text) > EXACT_DIGITS
    try:
        return abs(float(text)) >= MIN_EXPONENT_FORM
    except ValueError:
        return False


def is_not_finite(value: str) -> bool:
    """Return True for values that are no finite numbers: "nan", "inf"."""
    try:
        return not math.isfinite(float(value)) and not value.isdigit()
    except ValueError:
        return False
