"""Numbers of things: IMO, call sign, MMSI, registration of a craft; register and tax numbers of an organisation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from roadstead.engine.matching.features.score import Score
from roadstead.engine.records import Entry
from roadstead.engine.text.identifiers import document_key

NOT_NUMBERS: Final = frozenset({"address", "vessel_type", "father"})
# Where a list writes numbers into its remarks: "Tax ID No. 2013800375", "Company Number 1400-01-004182".
REMARKED: Final = re.compile(
    r"(?:Tax ID No\.|Registration (?:Number|ID)|Company Number|C\.R\. No\.|Identification Number|Commercial Registry "
    r"Number|RUC #|RTN|NIT #|R\.F\.C\.|V\.A\.T\. Number|Business Number|UK Company Number)\s*:?\s*([\w./-]*\d[\w./-]*)"
)
# Characters at least, bits, remark: a short number is met by chance.
LENGTHS: Final = ((8, 25.0, ""), (6, 14.0, "; numbers of this length are met by chance now and then"),
                  (4, 6.0, "; so short a number is met by chance every day"))  # fmt: skip


def plain(number: str) -> str:
    """Capitals and digits only, without the letters IMO before it."""
    return document_key(number).removeprefix("IMO")


def numbers_listed(entry: Entry) -> Iterator[tuple[str, str]]:
    """What it is and the number, plain: identifiers, documents and remarks."""
    found = [*entry.identifiers.items(), *(("number", document.number) for document in entry.documents)]
    found += (("number", text) for text in REMARKED.findall(entry.reason))
    return ((name, number) for name, text in found if name not in NOT_NUMBERS and (number := plain(text)))


def by_number(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    found: defaultdict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        for name, number in numbers_listed(entry):
            found[f"{name}:{number}"][id(entry)] = entry
            found[f":{number}"][id(entry)] = entry
    return {key: tuple(of_key.values()) for key, of_key in found.items()}


def same_number(declared: Iterable[str], entry: Entry) -> Score | None:
    """The longest number that a party and an entry have in common."""
    listed = {number for _, number in numbers_listed(entry)}
    both = sorted((number for each in declared if (number := plain(each)) in listed), key=len, reverse=True)
    for least, bits, remark in LENGTHS if both else ():
        if len(both[0]) >= least:
            return Score(bits, f"The number {both[0]} is listed for {entry.name}{remark}.")
    return None
