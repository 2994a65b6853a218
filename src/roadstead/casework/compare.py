"""Declared and listed, row by row: what an officer compares before deciding (S14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec

from roadstead import model
from roadstead.casework.checklist import DIFFERENT, PARTLY, SAME, UNKNOWN
from roadstead.casework.models import Alert
from roadstead.reference.countries import alpha3
from roadstead.reference.countries import name as country_name
from roadstead.text import dates
from roadstead.text.identifiers import document_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison. `agreement`: same, partly, different, or unknown where a side says nothing."""

    key: str  # of checklist.ATTRIBUTES where the officer ticks it
    label: str
    declared: list[str]
    listed: list[str]
    agreement: str


def side_by_side(alert: Alert) -> list[Row]:
    """The rows of an alert's page; for a rule's alert the listed side is empty."""
    declared = msgspec.convert(alert.declared, model.Traveller) if alert.declared else model.Traveller()
    listed = msgspec.convert(alert.listed, model.Entry) if alert.listed else model.Entry(id="", list="")
    return [
        _row("name", "Name", [_full_name(declared)], [each.text for each in listed.names], _names),
        _row("born", "Born", [declared.born], listed.born, _births),
        _row("birth_place", "Place of birth", _countries([declared.birth_place]), listed.birth_places, _texts),
        _row("sex", "Sex", [declared.sex], [listed.sex], _texts),
        _row(
            "nationality", "Nationality", _countries([declared.nationality]), _countries(listed.nationalities), _texts
        ),
        _row("residence", "Residence", _countries([declared.residence]), [], _texts),
        _documents(declared.documents, listed.documents),
    ]


Compare = Callable[[list[str], list[str]], str]


def _row(key: str, label: str, declared: Iterable[str], listed: Iterable[str], compare: Compare) -> Row:
    left, right = [text for text in declared if text], [text for text in listed if text]
    agreement = compare(left, right) if left and right else UNKNOWN
    return Row(key=key, label=label, declared=left, listed=right, agreement=agreement)


def _full_name(traveller: model.Traveller) -> str:
    return ", ".join(part for part in (traveller.surname, traveller.given) if part)


def _texts(left: list[str], right: list[str]) -> str:
    return SAME if {text.casefold() for text in left} & {text.casefold() for text in right} else DIFFERENT


def _names(left: list[str], right: list[str]) -> str:
    mine = _parts(left[0])
    shared = [mine & _parts(name) for name in right]
    if any(mine == _parts(name) for name in right):
        return SAME
    return PARTLY if any(shared) else DIFFERENT


def _parts(name: str) -> frozenset[str]:
    return frozenset(name.casefold().replace(",", " ").replace("-", " ").split())


def _births(left: list[str], right: list[str]) -> str:
    relations = {dates.compatible(left[0], listed) for listed in right}
    if dates.Relation.EQUAL in relations:
        return SAME
    return DIFFERENT if relations == {dates.Relation.CONTRADICTS} else PARTLY


def _countries(codes: Iterable[str]) -> list[str]:
    return [country_name(alpha3(code) or code) or code for code in codes if code]


def _papers(documents: Iterable[model.Document]) -> list[str]:
    return [" ".join(part for part in (each.type, each.number, each.issuer) if part) for each in documents]


def _documents(declared: Iterable[model.Document], listed: Iterable[model.Document]) -> Row:
    """By number in comparable form: separators and small letters are no difference."""
    left, right = ({document_key(each.number) for each in side} - {""} for side in (declared, listed))
    agreement = (SAME if left & right else DIFFERENT) if left and right else UNKNOWN
    return Row(
        key="document", label="Documents", declared=_papers(declared), listed=_papers(listed), agreement=agreement
    )
