"""Every name on the public lists of the library, as sets of plain words, whatever the file's format."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from demo.names import plain
from tests.library import LISTS

UN_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def words(text: str) -> frozenset[str]:
    return frozenset(plain(re.sub(r"[,.;/()]", " ", text)).split())


def cells(path: Path) -> Iterator[str]:
    delimiter = "\t" if path.suffix == ".txt" else ","
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.reader(lines, delimiter=delimiter):
            for cell in row:
                yield from re.split(r"[;\n]", cell)


def un_names(path: Path) -> Iterator[str]:
    for person in etree.parse(path).iter("INDIVIDUAL"):
        yield " ".join(person.findtext(tag) or "" for tag in UN_NAMES)
        yield from (alias.text or "" for alias in person.iter("ALIAS_NAME"))


def senzing_names(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield from (str(name["NAME_FULL"]) for name in json.loads(line).get("NAMES", ()) if "NAME_FULL" in name)


READERS = {".csv": cells, ".txt": cells, ".xml": un_names, ".jsonl": senzing_names}


def listed_names() -> set[frozenset[str]]:
    """Names of two to four words. Cells that are no names do no harm: they are made of other words."""
    paths = [path for path in LISTS.rglob("*") if path.suffix in READERS]
    found = {words(name) for path in paths for name in READERS[path.suffix](path) if len(name) < 80}
    return {name for name in found if 2 <= len(name) <= 5}
