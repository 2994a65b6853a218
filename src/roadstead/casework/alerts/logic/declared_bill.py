"""A bill as an alert keeps it: what an officer needs of it, bounded, and by what its parties are known again. Pure.

A manifest may give a bill of ten thousand lines; an alert shows the beginning, says how much is left out, and links the
bill.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from roadstead.engine.records import Consignment, Party
from roadstead.engine.reference.countries import alpha3

MOST_PARTIES: Final = 20
MOST_GOODS: Final = 20
MOST_BOXES: Final = 60
LONGEST: Final = 400  # characters of any one text
KEY: Final = "bill"  # under it in Alert.declared: a traveller's record has no such field


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBill:
    """`met`: positions among the bill's parties of those that meet the entry. The numbers say what was left out."""

    bill: Consignment
    met: tuple[int, ...] = ()
    more_parties: int = 0
    more_goods: int = 0
    more_containers: int = 0

    @property
    def parties_met(self) -> tuple[Party, ...]:
        return tuple(self.bill.parties[at] for at in self.met if at < len(self.bill.parties))


def kept(told: Consignment, met: Collection[int]) -> dict[str, Any]:
    """For the column `declared`: those met come first, so that no bound takes them."""
    first = [told.parties[at] for at in sorted(met) if at < len(told.parties)]
    rest = [party for at, party in enumerate(told.parties) if at not in met]
    short = replace(
        told,
        parties=tuple([*first, *rest][:MOST_PARTIES]),
        goods=told.goods[:MOST_GOODS],
        marks=(),
        notes=(),
        references=(),
        sent=(),
    )
    found = OfBill(
        bill=short,
        met=tuple(range(min(len(first), MOST_PARTIES))),
        more_parties=max(0, len(told.parties) - MOST_PARTIES),
        more_goods=max(0, len(told.goods) - MOST_GOODS),
        more_containers=max(0, len(told.containers) - MOST_BOXES),
    )
    return dict(_cut(msgspec.to_builtins(found)))


def kept_of_manifest(met: Sequence[Party]) -> dict[str, Any]:
    """The same of parties of whole manifests: a bill of theirs without number or goods."""
    return kept(Consignment(parties=tuple(met)), range(len(met)))


def _cut(value: Any) -> Any:
    """No text longer than LONGEST, no row longer than MOST_BOXES, however deep."""
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, list | tuple):
        return [_cut(each) for each in value[:MOST_BOXES]]
    return {name: _cut(each) for name, each in value.items()} if isinstance(value, dict) else value


def of_bill(declared: Mapping[str, Any]) -> OfBill | None:
    """The bill back from the column `declared`; None where a traveller stands there, or nothing."""
    return msgspec.convert(dict(declared), OfBill, strict=False) if KEY in declared else None


def party_key(met: Iterable[Party], features: Collection[str]) -> str:
    """A hash over name, country and number of those met, each once: equal as long as they are spelt so (S35).

    The address is a part of it where it spoke for the entry: whoever was cleared without it is raised with it.
    """
    spelt = {_spelt(each, with_address="address" in features) for each in met}
    return _hash("firm", *("|".join(each) for each in sorted(spelt))) if spelt else ""


def name_key(met: Iterable[Party]) -> str:
    """The names alone: finds what was decided before about a party whose other particulars have changed."""
    names = {_plain(each.name) for each in met} - {""}
    return _hash("firm name", *sorted(names)) if names else ""


def _spelt(party: Party, *, with_address: bool) -> tuple[str, ...]:
    where = party.address
    place = (where.street, where.city, where.postcode) if with_address else ()
    country = alpha3(where.country) or where.country
    return (_plain(party.name), country, _plain(party.code), *map(_plain, place))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
