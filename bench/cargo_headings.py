"""Accuracy and speed of the HS heading suggested for goods: `python -m bench.cargo_headings`.

Three sets. `corpus`: descriptions of real messages that carry a code. None of them was used for the tables, but half
were read while everyday words were gathered (`seen`), so only `unseen` is a fair measure. Codes are as declared by
senders; some descriptions are in a language that the tables do not cover. `own`: descriptions usual in the region, by
the authors of the tables, and therefore too favourable; then each with a slip, and cut.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import process_time
from typing import Final, NamedTuple
from zlib import crc32

from roadstead.engine.formats import registry
from roadstead.engine.text.headings import Agreement, compare_with_code, suggest_headings
from roadstead.engine.text.identifiers import hs
from tests.engine.formats.corpus import CORPUS

OWN: Final = Path(__file__).parent / "data" / "goods_texts.csv"
CUT_AT: Final = 18  # characters
SLIP_FROM: Final = 6  # minimum letters of a word in which one is left out


class Goods(NamedTuple):
    text: str
    heading: str


def run() -> dict[str, dict[str, float]]:
    """Return by set the shares of all its texts; then texts per second of one process."""
    real, own = list(of_corpus()), of_our_own()
    return {
        "corpus_unseen": measured([each for each in real if crc32(each.text.encode()) % 2]),
        "corpus_seen": measured([each for each in real if not crc32(each.text.encode()) % 2]),
        "own": measured(own),
        "own_with_a_slip": measured([Goods(slipped(text), heading) for text, heading in own]),
        "own_cut": measured([Goods(text[:CUT_AT], heading) for text, heading in own]),
        "speed": speed([text for text, _ in (*real, *own)]),
    }


def of_corpus() -> Iterable[Goods]:
    """Return every text with a code of at least a heading, once."""
    files = (path for path in sorted(CORPUS.rglob("*")) if path.is_file() and path.suffix not in {".json", ".md"})
    bills = (bill for path in files for read in registry.read(path.read_bytes()) for bill in read.manifest.consignments)
    lines = (line for bill in bills for line in bill.goods if line.description and hs.heading(line.hs))
    return dict.fromkeys(Goods(line.description, hs.heading(line.hs)) for line in lines)


def of_our_own() -> list[Goods]:
    return [Goods(row["text"], row["heading"]) for row in csv.DictReader(OWN.read_text().splitlines())]


def slipped(text: str) -> str:
    """Drop the third letter of every longer word."""
    return " ".join(word[:2] + word[3:] if len(word) >= SLIP_FROM and word.isalpha() else word for word in text.split())


def measured(goods: Sequence[Goods]) -> dict[str, float]:
    answers = [(each.heading, [one.code for one in suggest_headings(each.text).headings]) for each in goods]
    agreed = [compare_with_code(each.heading, each.text) for each in goods]
    right = {
        "answered": [bool(codes) for _, codes in answers],
        "heading_first": [heading in codes[:1] for heading, codes in answers],
        "heading_of_three": [heading in codes for heading, codes in answers],
        "chapter_first": [heading[:2] in [code[:2] for code in codes[:1]] for heading, codes in answers],
        "chapter_of_three": [heading[:2] in [code[:2] for code in codes] for heading, codes in answers],
        "said_to_differ": [each is Agreement.DIFFERS for each in agreed],
    }
    return {"texts": len(goods)} | {name: round(sum(each) / len(goods), 3) for name, each in right.items()}


def speed(texts: Sequence[str]) -> dict[str, float]:
    """Return texts per second: each once; then all again, as in a manifest that repeats the same goods."""
    suggest_headings(texts[0])
    once = list(dict.fromkeys(texts))
    return {"new_a_second": _rate(once, again=False), "known_a_second": _rate(once * 50, again=True)}


def _rate(texts: Sequence[str], *, again: bool) -> int:
    if not again:
        suggest_headings.cache_clear()
    started = process_time()
    for text in texts:
        suggest_headings(text)
    return round(len(texts) / (process_time() - started))


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
