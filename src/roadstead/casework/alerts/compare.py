"""Declared and listed, row by row: what an officer compares before deciding (S14)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from roadstead.casework.alerts.logic.checklist import DIFFERENT, PARTLY, SAME, UNKNOWN
from roadstead.casework.alerts.logic.compare_firms import of_parties
from roadstead.casework.alerts.logic.compare_row import Row, countries, row, texts
from roadstead.casework.alerts.logic.declared_bill import of_bill
from roadstead.casework.alerts.models import Alert
from roadstead.engine import records as model
from roadstead.engine.text import dates
from roadstead.engine.text.identifiers import document_key


def side_by_side(alert: Alert) -> list[Row]:
    """The rows of an alert's page; for a rule's alert the listed side is empty."""
    listed = msgspec.convert(alert.listed, model.Entry) if alert.listed else model.Entry(id="", list="")
    if bill := of_bill(alert.declared):
        return of_parties(bill.parties_met, listed)
    declared = msgspec.convert(alert.declared, model.Traveller) if alert.declared else model.Traveller()
    return [
        row("name", "Name", [_full_name(declared)], [each.text for each in listed.names], _names),
        row("born", "Born", [declared.born], listed.born, _births),
        row("birth_place", "Place of birth", countries([declared.birth_place]), listed.birth_places, texts),
        row("sex", "Sex", [declared.sex], [listed.sex], texts),
        row("nationality", "Nationality", countries([declared.nationality]), countries(listed.nationalities), texts),
        row("residence", "Residence", countries([declared.residence]), [], texts),
        _documents(declared.documents, listed.documents),
    ]


def _full_name(traveller: model.Traveller) -> str:
    return ", ".join(part for part in (traveller.surname, traveller.given) if part)


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


def _papers(documents: Iterable[model.Document]) -> list[str]:
    return [" ".join(part for part in (each.type, each.number, each.issuer) if part) for each in documents]


def _documents(declared: Iterable[model.Document], listed: Iterable[model.Document]) -> Row:
    """By number in comparable form: separators and small letters are no difference."""
    left, right = ({document_key(each.number) for each in side} - {""} for side in (declared, listed))
    agreement = (SAME if left & right else DIFFERENT) if left and right else UNKNOWN
    return Row(
        key="document", label="Documents", declared=_papers(declared), listed=_papers(listed), agreement=agreement
    )
