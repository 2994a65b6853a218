"""Parts of a text that may be kept: the telephone number, date or name for which it exists. A mark replaces the rest.

Each keeper takes a text and returns the part that is kept; it returns its own result unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from roadstead.engine.formats.redaction.cards import is_card, mask_cards
from roadstead.engine.formats.redaction.kinds import MARK

Keeper = Callable[[str], str]

MAX_TEXT_CHARS: Final = 2_000  # characters of a text that are examined
MAX_FIELD_CHARS: Final = 64  # characters between two slashes; a longer field is no name, number or street
MAX_FIELDS: Final = 14  # fields of DOCS: twelve, and one before the first slash

# AIRIMP writes "//" for @, ".." for _ and "./" for a hyphen. Every pattern here has linear run time.
EMAIL: Final = re.compile(
    r"(?<![\w.%+'-])(?:[\w%+'-]|\.[/.]?){1,64}+(?://|@)(?:[\w-]{1,63}+\./?){1,8}[A-Za-z]{2,12}(?!\w)"
)
PHONE: Final = re.compile(r"(?<![A-Za-z]{2})(?<![0-9])\+?\(?[0-9][0-9 ().-]{4,20}[0-9](?![0-9])")
KEYWORD: Final = re.compile(r"(?:^|[ /])(P?CTC(?: ?[A-Z])?)(?= |/(?!/))")
# "-1ROE/JANE": the person to whom the contact belongs
NAMED: Final = re.compile(r"[ /]*-[0-9]{1,3}[A-Z' ]{1,40}/[A-Z' ]{1,40}")
MAX_PHONE_DIGITS: Final = 15  # ITU-T E.164
PREFIX: Final = "00"  # prefix of an international call
MIN_PHONE_DIGITS: Final = 6

DATE: Final = re.compile(r"(?<![A-Z0-9])[0-9]{2}[A-Z]{3}(?:[0-9]{4}|[0-9]{2})(?![A-Z0-9])")
LETTERS: Final = r"[^\W\d_]{1,40}+"
NAME_AND_DATE: Final = re.compile(
    rf"\A[ /]*{LETTERS}(?:['\- ]{LETTERS}){{0,2}}/{LETTERS}(?:['\- ]{LETTERS}){{0,2}}"
    r"[ ./]{1,3}[0-9]{2}[A-Z]{3}(?:[0-9]{4}|[0-9]{2})(?![A-Z0-9])"
)
TICKET: Final = re.compile(r"(?<![0-9])[0-9]{13,14}(?:C[0-9]{1,4})?(?![0-9])")
FREQUENT_FLYER: Final = re.compile(r"(?<![A-Z0-9])(?=[A-Z]|[0-9][A-Z])[A-Z0-9]{2} ?[0-9]{5,16}(?![0-9])")
SEAT: Final = re.compile(r"[A-Z0-9]{1,4}")
AGE: Final = re.compile(r"UM ?[0-9]{1,2}")


def contact(text: str) -> str:
    """Keep keyword and contact ("CTCE A.ROE//MAIL.EXAMPLE", "CTCM 18765550100"); the mark if there is no contact."""
    keyword = KEYWORD.search(text)
    at = keyword.end(1) if keyword else 0
    found = EMAIL.search(text, at) or _phone(text, at)
    if found is None:
        return MARK
    value = found.group().strip(" .-") if found.re is PHONE else found.group()
    before, after = text[:at], text[found.end() :]
    kept = f"{keyword.group(1)} {value}" if keyword else value
    if text.strip() in (kept, f"/{kept}"):
        return text
    return kept if _is_clean_before(before, keyword) and _is_clean_after(text, at, found, after) else f"{kept} {MARK}"


def _phone(text: str, at: int) -> re.Match[str] | None:
    """Return the first number with as many digits as a telephone number that is no payment card."""
    for found in PHONE.finditer(text, at):
        digits = "".join(char for char in found.group() if char.isdigit())
        if MIN_PHONE_DIGITS <= len(digits.removeprefix(PREFIX)) <= MAX_PHONE_DIGITS and not is_card(digits):
            return found
    return None


def _is_clean_before(before: str, keyword: re.Match[str] | None) -> bool:
    return keyword is None or not before[: keyword.start(1)].strip(" /-")


def _is_clean_after(text: str, at: int, found: re.Match[str], after: str) -> bool:
    between = text[at : found.start()].strip(" /-")
    rest = after.strip(" /-.")
    return not between and (not rest or len(rest) == 1 or NAMED.fullmatch(after) is not None)


def slashes(text: str) -> str:
    """Keep fields between slashes (DOCS, DOCA, DOCO); a text in another form is a remark."""
    fields = text.split("/")
    if len(fields) < 3:
        return MARK
    kept = [field if len(field) <= MAX_FIELD_CHARS else MARK for field in fields[:MAX_FIELDS]]
    return "/".join(kept if len(fields) <= MAX_FIELDS else [*kept[:-1], MARK])


def keep_first(pattern: re.Pattern[str]) -> Keeper:
    """Return a keeper of the first text that matches the pattern, without the text around it."""

    def keep(text: str) -> str:
        found = pattern.search(text)
        if found is None:
            return MARK
        rest = text[: found.start()] + text[found.end() :]
        return found.group() if not rest.strip(" /-.") else f"{found.group()} {MARK}"

    return keep


def keep_if_whole(pattern: re.Pattern[str]) -> Keeper:
    return lambda text: text if pattern.fullmatch(text.strip()) else MARK


def frequent_flyer(text: str) -> str:
    """Keep carrier and number; a payment card number in their place is removed."""
    found = keep_first(FREQUENT_FLYER)(text)
    return MARK if mask_cards(found) != found else found


def keep_nothing(text: str) -> str:
    return MARK


KEEPERS: Final[Mapping[str, Keeper]] = {
    "document": slashes,
    "slashes": slashes,
    "ticket": keep_first(TICKET),
    "seat": keep_if_whole(SEAT),
    "name_and_date": keep_first(NAME_AND_DATE),
    "date": keep_first(DATE),
    "age": keep_first(AGE),
    "contact": contact,
    "frequent_flyer": frequent_flyer,
    "nothing": keep_nothing,
}


def keep_allowed(keeps: str, text: str) -> str:
    """Return the part of a text that is kept. Idempotent; "" and the mark are returned unchanged."""
    if not text.strip() or text == MARK:
        return text
    bare = text[:MAX_TEXT_CHARS].removesuffix(f" {MARK}")
    found = KEEPERS[keeps](bare)
    was_cut = len(text) > MAX_TEXT_CHARS or len(bare) < len(text)
    return f"{found} {MARK}" if was_cut and not found.endswith(MARK) else found
