"""A party of a bill and a listed organisation, or person, row by row: what an officer compares (S14). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from roadstead.casework.alerts.logic.checklist import DIFFERENT, PARTLY, SAME
from roadstead.casework.alerts.logic.compare_row import Row, countries, row, texts
from roadstead.engine.matching.things.addresses import addresses_listed, text_of, tokens_of
from roadstead.engine.matching.things.numbers import numbers_listed, plain
from roadstead.engine.records import Entry, Party
from roadstead.filings.cargo.logic.firms import key_of

NUMBERED: Final = 2  # words in common, one of them a number: the same house


def of_parties(met: Sequence[Party], listed: Entry) -> list[Row]:
    """Every spelling that met, each once."""
    numbers = [f"{name} {number}" if name else number for name, number in numbers_listed(listed)]
    return [
        row("name", "Name", _each(party.name for party in met), [each.text for each in listed.names], _names),
        row("address", "Address", _each(text_of(party.address) for party in met), addresses_listed(listed), _places),
        row("country", "Country", countries(party.address.country for party in met), countries(listed.nationalities),
            texts),
        row("number", "Numbers", _each(party.code for party in met), numbers, _numbers),
        row("contact", "Contact", _each(text for party in met for text in party.contact), [], texts),
    ]  # fmt: skip


def _each(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _names(left: list[str], right: list[str]) -> str:
    """Legal forms and the order of words make no difference."""
    mine, theirs = ({frozenset(key_of(name).split()) for name in side} for side in (left, right))
    if mine & theirs:
        return SAME
    return PARTLY if any(one & other for one in mine for other in theirs) else DIFFERENT


def _places(left: list[str], right: list[str]) -> str:
    both = [tokens_of(one) & tokens_of(other) for one in left for other in right]
    if any(len(words) >= NUMBERED and any(map(str.isdigit, words)) for words in both):
        return SAME
    return PARTLY if any(both) else DIFFERENT


def _numbers(left: list[str], right: list[str]) -> str:
    mine = {plain(number) for number in left}
    return SAME if any(plain(number.split()[-1]) in mine for number in right) else DIFFERENT
