"""Numbers of travel documents, and the check digit of ICAO Doc 9303 part 3, section 4.9."""

from __future__ import annotations

import unicodedata
from itertools import cycle
from typing import Final

# Letters that clerks or cameras take for digits; Cyrillic and Greek capitals that look like Latin ones.
LOOKALIKES: Final = (
    str.maketrans("OISBZ", "01582")
    | str.maketrans("АВЕКМНОРСТУХ", "A8EKMH0PCTYX")
    | str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "A8E2H1KMN0PTYX")
)
VALUES: Final = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
WEIGHTS: Final = (7, 3, 1)


def document_key(number: str) -> str:
    """Return letters and digits in capitals: equal for "ab-123 456<" and "AB123456". "" if there are none."""
    if number.isascii() and number.isalnum():  # the usual case: nothing to remove
        return number.upper()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", number).upper()))


def lookalike_key(number: str) -> str:
    """Return a key that is equal for numbers easily misread for each other: O/0, I/1, S/5, B/8, Z/2."""
    return document_key(number).translate(LOOKALIKES)


def mrz_check_digit(text: str) -> str:
    """Return the check digit for a field of the machine readable zone; "" for a character not allowed there."""
    values = [VALUES.get(char) for char in text]
    if None in values:
        return ""
    return str(sum(weight * (value or 0) for weight, value in zip(cycle(WEIGHTS), values, strict=False)) % 10)
