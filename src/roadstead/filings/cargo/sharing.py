"""Who may read a cargo message whole: the states that every bill in it concerns; the others see their own bills (S25).

As with a body that holds lists for several states (`manifests.states`): its text, totals and problems tell of all.
"""

from __future__ import annotations

from collections.abc import Collection

from roadstead.filings.cargo.models import BillStatement, BoxStatement
from roadstead.filings.voyages.models import Manifest, Voyage


def share(manifest: Manifest, voyage: Voyage, numbers: Collection[str]) -> None:
    """Give the manifest and its report the states of all its bills, and each statement those of its bill or box."""
    bills = dict(voyage.bills.filter(number__in=list(numbers)).values_list("number", "states"))
    manifest.states = [state for state in voyage.states if all(state in states for states in bills.values())]
    manifest.save(update_fields=["states"])
    manifest.cargo_report.states = manifest.states
    manifest.cargo_report.save(update_fields=["states"])
    named = list(manifest.boxstatements.values_list("number", flat=True))  # a join of rows just written is a guess
    boxes = dict(voyage.boxes.filter(number__in=named).values_list("number", "states"))
    _give(manifest, BillStatement, bills)
    _give(manifest, BoxStatement, boxes)


def _give(manifest: Manifest, table: type[BillStatement] | type[BoxStatement], states: dict[str, list[str]]) -> None:
    by_states: dict[tuple[str, ...], list[str]] = {}
    for number, each in states.items():
        by_states.setdefault(tuple(each), []).append(number)
    rows = table._default_manager.filter(manifest=manifest)
    for found, numbers in by_states.items():
        of_these = rows if len(by_states) == 1 else rows.filter(number__in=numbers)
        of_these.exclude(states=list(found)).update(states=list(found))


def shared_by_all(manifests: Collection[Manifest], states: Collection[str]) -> list[str]:
    """Of these states those to which every cargo message of a body is open whole."""
    cargo = [each for each in manifests if hasattr(each, "cargo_report")]
    return [state for state in states if all(state in each.states for each in cargo)]
