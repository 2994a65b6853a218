"""Conversion of countries, sexes, dates and names of a list; values not understood are counted in the tally."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from roadstead.engine.formats.lists.days import days
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import ADDRESS, Kind, ListedName
from roadstead.engine.reference.countries import alpha3

Identifiers = Mapping[str, str]
NO_IDENTIFIERS: Final[Identifiers] = {}  # shared: a million empty mappings would take 64 MB
EMPTY: Final = frozenset(
    {"", "-", "--", "-0-", "na", "n/a", "n.a.", "nil", "none", "unknown", "not available", "none identified"}
)
CRAFT: Final = (Kind.VESSEL, Kind.AIRCRAFT)
SEXES: Final = {
    "m": "M", "male": "M", "man": "M", "masculin": "M", "masculino": "M", "homme": "M",
    "f": "F", "female": "F", "woman": "F", "féminin": "F", "feminino": "F", "femme": "F", "w": "F",
    "x": "X", "other": "X", "<": "X",
}  # fmt: skip


def clean(text: str | None) -> str:
    """Return the text with single blanks, or "" for any of the words with which lists write an empty value."""
    plain = " ".join((text or "").split())
    return "" if plain.casefold() in EMPTY else plain


def countries(texts: Iterable[str], tally: Tally) -> tuple[str, ...]:
    """Return the alpha-3 code of each country once; other texts are left out and counted."""
    found, unknown = _countries(tuple(texts))
    for text in unknown:
        tally.count("country-unknown", text)
    return found


def country(text: str, tally: Tally) -> str:
    return next(iter(countries((text,), tally)), "")


def born(texts: Iterable[str], tally: Tally) -> tuple[str, ...]:
    """Return all dates once, in the list's order; texts that are no date, or an impossible one, are counted."""
    found, unclear = _born(tuple(texts))
    for text in unclear:
        tally.count("date-unclear", text)
    return found


def day(text: str, tally: Tally) -> str:
    return next(iter(born((text,), tally)), "") if text else ""


# Cached, because dates and countries repeat in a million entries.


@lru_cache(maxsize=1 << 13)
def _countries(texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = dict.fromkeys(code for code in map(alpha3, texts) if code)
    return tuple(known), tuple(text for text in texts if text and not alpha3(text))


@lru_cache(maxsize=1 << 17)
def _born(texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    read = [(text, days(text)) for text in texts if text]
    return tuple(dict.fromkeys(day for _, a in read for day in a.found)), tuple(t for t, a in read if not a.is_complete)


def sex(texts: Iterable[str], tally: Tally) -> str:
    """Return M, F or X; "" if unknown or if the list gives several."""
    found = set()
    for text in texts:
        known = SEXES.get(text.casefold())
        if known:
            found.add(known)
        elif text:
            tally.count("sex-unknown", text)
    return found.pop() if len(found) == 1 else ""


def names(strong: Iterable[str], weak: Iterable[str] = ()) -> tuple[ListedName, ...]:
    """Return each name once, the main name first; a name given as both strong and weak is strong."""
    found = {text: False for text in strong if text}
    for text in weak:
        if text:
            found.setdefault(text, True)
    return tuple(ListedName(text=text, weak=is_weak) for text, is_weak in found.items())


def identifiers(found: Mapping[str, str]) -> Identifiers:
    """Return the identifiers with a value; entries without any share one empty mapping."""
    known = {key: value for key, value in found.items() if value}
    return known or NO_IDENTIFIERS


def address(parts: Iterable[str]) -> str:
    """Return an address in one line; "" if it is only a country (the last part)."""
    *where, country = parts
    known = [text for text in where if text]
    return ", ".join([*known, country] if country else known).replace(";", ",") if known else ""


def addresses(texts: Iterable[str], kind: Kind) -> dict[str, str]:
    """Return the address identifier of a person or organisation, which may be party to cargo.

    Several addresses are separated by semicolons. The address of a craft is its owner's and is left out.
    """
    known = "; ".join(dict.fromkeys(text for text in texts if text))
    return {} if kind in CRAFT or not known else {ADDRESS: known}


def imo(text: str) -> str:
    """Return the seven digits of an IMO number in any notation ("IMO 9187629"); "" if there are not seven."""
    digits = "".join(letter for letter in text if letter.isdecimal() and letter.isascii())
    return digits if len(digits) == 7 else ""
