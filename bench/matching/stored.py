"""Lists and travellers of the speed bench as files, made once: who measures reads them as quickly as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import msgspec

from bench.matching import big, real
from bench.matching.innocents import innocents
from bench.matching.library import kept
from bench.screening import People
from roadstead.engine.records import Entry, ListedName, Traveller

SOMEBODY: Final = (Entry(id="1", list="warm", names=(ListedName(text="Ann Example"),), born=("1970-02-03",)),)
SEED: Final = 7
TRAVELLERS: Final = 3_000  # nobody of them is listed, as at a gate


def of_few_words() -> Iterator[Entry]:
    """Invented persons called by 15,000 words: a word has more bearers, and a traveller more candidates, than in life.
    Without end; the first of a longer list are the whole of a shorter one."""
    people, number = People(Random(SEED)), 0
    while True:
        yield people.entry(number)
        number += 1


def travellers_of_few_words() -> list[Traveller]:
    """Of the same words."""
    people = People(Random(SEED))
    people.begin_anew(Random(SEED + 1))
    return [people.traveller() for _ in range(TRAVELLERS)]


def travellers_of_many_countries() -> list[Traveller]:
    return [one.traveller for one in innocents(TRAVELLERS)]


KINDS: Final[Mapping[str, Callable[[int], Iterable[Entry]]]] = {
    "published": lambda _: real.persons(),
    "51 countries": big.invented,
    "few words": lambda size: islice(of_few_words(), size),
}
ASKED: Final[Mapping[str, Callable[[], list[Traveller]]]] = {
    "published": travellers_of_many_countries,
    "51 countries": travellers_of_many_countries,
    "few words": travellers_of_few_words,
}


def stored(kind: str, size: int) -> Path:
    """The file of such a list; made if it is not there."""
    path = kept(f"speed-{kind.replace(' ', '-')}-{size}.msgpack")
    if not path.exists():
        unfinished = path.with_suffix(".new")
        encode = msgspec.msgpack.Encoder().encode
        with unfinished.open("wb") as file:
            for entry in KINDS[kind](size):
                one = encode(entry)
                file.write(len(one).to_bytes(4, "little") + one)
        unfinished.rename(path)
    return path


def entries(path: Path) -> Iterator[Entry]:
    decode = msgspec.msgpack.Decoder(Entry).decode
    with path.open("rb") as file:
        while size := file.read(4):
            yield decode(file.read(int.from_bytes(size, "little")))


def stored_travellers(kind: str) -> Path:
    path = kept(f"speed-{kind.replace(' ', '-')}-travellers.msgpack")
    if not path.exists():
        path.write_bytes(msgspec.msgpack.encode(ASKED[kind]()))
    return path


def travellers(path: Path) -> list[Traveller]:
    return msgspec.msgpack.decode(path.read_bytes(), type=list[Traveller])
