"""The voyage's containers, told anew: what each source says of one, and where they do not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import reduce
from typing import Any, Final, NamedTuple

import msgspec

from roadstead.engine.records import Container, Mode
from roadstead.filings.cargo.logic.merge import with_said
from roadstead.filings.cargo.logic.numbers import key
from roadstead.filings.cargo.logic.side_by_side import Source, differences
from roadstead.filings.cargo.models import Box, BoxStatement
from roadstead.filings.cargo.rows import batches, save_all
from roadstead.filings.voyages.columns import fitting
from roadstead.filings.voyages.models import Voyage

CHANGED: Final = ("size_type", "kind", "load", "gross_mass_kg", "sources", "differences", "declared", "states")
Said = list[tuple[Source, Container]]


class Named(NamedTuple):
    """A bill that names a container."""

    number: str
    states: list[str]


def tell_boxes(voyage: Voyage, numbers: Collection[str]) -> None:
    """Make or change the rows of these containers, a thousand at a time."""
    asked = sorted(set(numbers) - {""})
    bills = _bills(voyage, asked)
    for batch in batches(asked):
        _tell(voyage, batch, bills)


def _tell(voyage: Voyage, numbers: Collection[str], bills: Mapping[str, Sequence[Named]]) -> None:
    said = _said(voyage, numbers)
    known = {row.number: row for row in voyage.boxes.filter(number__in=numbers)}
    rows = [
        _told(known.get(number) or Box(voyage=voyage, number=number), said.get(number, []), bills.get(number, []))
        for number in numbers
    ]
    save_all(Box, rows, CHANGED)


def _said(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, Said]:
    found: dict[str, Said] = defaultdict(list)
    for row in voyage.boxstatements.filter(number__in=numbers).order_by("order", "position"):
        found[row.number].append((Source(row.source), _container(row)))
    return found


def _container(row: BoxStatement) -> Container:
    return msgspec.json.decode(row.said, type=Container)


def _bills(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, list[Named]]:
    """Looked through here: the database would compare every bill's containers with every number."""
    asked = set(numbers)
    found: dict[str, list[Named]] = defaultdict(list)
    rows = voyage.bills.exclude(containers=[]).values_list("number", "states", "containers")
    for number, states, containers in rows.iterator(chunk_size=2_000):
        for box in asked.intersection(map(key, containers)):
            found[box].append(Named(number, states))
    return found


def _told(row: Box, said: Said, bills: Sequence[Named]) -> Box:
    """A container that only bills name has no facts but them."""
    told = reduce(with_said, (each for _, each in said), Container(number=row.number))
    box = replace(told, number=row.number)
    row.declared = msgspec.to_builtins(replace(box, bills=tuple(bill.number for bill in bills)))
    row.differences = [_shown(asdict(each)) for each in differences(said, Mode(row.voyage.mode))]
    row.sources = sorted({source.value for source, _ in said} | ({Source.BILL.value} if bills else set()))
    row.states = list(dict.fromkeys([*row.states, *_states(row.voyage, bills)]))
    for name, value in _columns(box).items():
        setattr(row, name, fitting(Box, name, value))
    return row


def _states(voyage: Voyage, bills: Iterable[Named]) -> list[str]:
    """Those of its bills; of a container that no bill names, every state of the route."""
    return [state for bill in bills for state in bill.states] or voyage.states


def _columns(box: Container) -> dict[str, Any]:
    mass = box.verified_mass_kg if box.verified_mass_kg is not None else box.gross_mass_kg
    return {"size_type": box.size_type, "kind": box.kind, "load": box.load.value if box.load else "",
            "gross_mass_kg": mass}  # fmt: skip


def _shown(difference: dict[str, Any]) -> dict[str, Any]:
    return {"field": difference["field"], "said": [[source.value, text] for source, text in difference["said"]]}
