"""Numbers in cells of a workbook: days and times by their format (ECMA-376 part 1, 18.8.30), zeros at the front."""

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
NO_LEAP_DAY: Final = 60  # Excel believes that there was a 29 February 1900
LAST_SERIAL: Final = 2_958_465  # 9999-12-31
EXACT: Final = 15  # digits that a number in a spreadsheet keeps
WITHOUT_DIGITS: Final = 1e30  # from here on a number is shown by its powers of ten
MINUTE: Final = 60


@lru_cache(maxsize=1024)
def kind_of(format: str) -> str:
    """ "date", "zeros:9" (a number written with nine digits), or "" for any other."""
    zeros = ZEROS.fullmatch(format)
    if zeros:
        return f"zeros:{len(zeros[2])}"
    return "date" if is_date_format(format) else ""


def builtin(number: int) -> str:
    """The format that stands behind a number below 164."""
    return BUILTIN_FORMATS.get(number, "General")


def shown(value: str, kind: str, *, from_1904: bool) -> str:
    """A number as text: ISO day, time or both; digits without ".0"; zeros at the front where the format says so."""
    try:
        number = float(value)
    except ValueError:
        return value
    if kind == "date":
        return day_of_serial(number, from_1904=from_1904) or value
    return _digits(value, number).zfill(int(kind[6:]) if kind else 0)


def day_of_serial(serial: float, *, from_1904: bool = False) -> str:
    """ "1980-11-03", "1980-11-03T14:30", or "14:30" below one day; "" where there is no such day."""
    if not 0 <= serial <= LAST_SERIAL:
        return ""
    minutes = round(serial * 24 * MINUTE)
    clock = f"{minutes // MINUTE % 24:02}:{minutes % MINUTE:02}"
    if serial < 1:
        return clock
    epoch = FROM_1904 if from_1904 else FROM_1900 + timedelta(days=serial < NO_LEAP_DAY)
    try:
        day = (epoch + timedelta(minutes=minutes)).date().isoformat()
    except OverflowError:
        return ""
    return day if clock == "00:00" else f"{day}T{clock}"


def _digits(value: str, number: float) -> str:
    if value.isascii() and value.isdigit():
        return value
    return str(int(number)) if number.is_integer() and abs(number) < WITHOUT_DIGITS else value


def is_longer_than_exact(text: str) -> bool:
    """Whether a number had more digits than a spreadsheet keeps: the last ones are lost. So it is where only powers of
    ten are left of them ("1e+30")."""
    if text.isascii() and text.isdigit():
        return len(text) > EXACT
    try:
        return abs(float(text)) >= WITHOUT_DIGITS
    except ValueError:
        return False


def is_no_number(value: str) -> bool:
    """Whether a program wrote what no spreadsheet calculates with: "nan", "inf"."""
    try:
        return not math.isfinite(float(value)) and not value.isdigit()
    except ValueError:
        return False
