"""Lists and travellers of the speed bench as files, made once, so that the measuring process reads them quickly."""

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
TRAVELLERS: Final = 3_000  # none of them is listed, as is usual at a border


def of_few_words() -> Iterator[Entry]:
    """Yield invented persons with names of 15,000 words, so that a word has more bearers, and a traveller more
    candidates, than in reality. Endless; the first of a longer list are the whole of a shorter one.
    """
    people, number = People(Random(SEED)), 0
    while True:
        yield people.entry(number)
        number += 1


def travellers_of_few_words() -> list[Traveller]:
    """Return travellers with names of the same words."""
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
    """Return the file of such a list; it is made if missing."""
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
