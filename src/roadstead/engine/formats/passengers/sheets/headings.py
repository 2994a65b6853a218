"""What a heading over a column, or a label before a value, means. Numbers of the form, hints and order are forgiven."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from rapidfuzz import fuzz, process

from roadstead.engine.syntax.table import Row

# ── The tables in `data/`: what people write over columns and before values, in four languages, to our own words.


LANGUAGES: Final = ("en", "es", "fr", "nl")
LONGEST: Final = 160  # characters of a heading or label; what is longer is a sentence
# Those of 2026 stand in sheets that were handed out before cells were marked as required.
OWN: Final = frozenset({"hint", "hint:required", "hint:2026", "cargo:hint", "cargo:hint:2026", "title:cargo"})
MARKS: Final = re.compile(r"[^\w#]+|_")


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Every row of `data/<name>.csv` by its headings."""
    text = (
        files("roadstead.engine.formats.passengers.sheets").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    )
    return tuple(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Small letters and digits only, without accents: what people vary in a heading or word is gone."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    return MARKS.sub("", "".join(letter for letter in apart if not unicodedata.combining(letter)))


@cache
def words(name: str) -> Mapping[str, str]:
    """One table of words.csv: folded word to value. The first row with a word counts."""
    found: dict[str, str] = {}
    for row in table("words"):
        if row["table"] == name:
            for word in (row["value"], *row["words"].split(";")):
                found.setdefault(folded(word) or word, row["value"])
    return found


def meaning(name: str, text: str) -> str | None:
    """The value a word stands for in one table; None if it is not in it."""
    return words(name).get(folded(text) or text)


@cache
def headings(name: str) -> Mapping[str, str]:
    """`columns` or `keys`: folded heading to field."""
    found: dict[str, str] = {}
    for row in table(name):
        for text in (*(row[language] for language in LANGUAGES), *row["also"].split(";")):
            found.setdefault(folded(text), _field(row))
    return {text: field for text, field in found.items() if text}


@cache
def captions(name: str) -> Mapping[str, Mapping[str, str]]:
    """`columns` or `keys`: field to its heading in each language, as we write it."""
    found: dict[str, Mapping[str, str]] = {}
    for row in table(name):
        found.setdefault(_field(row), row)
    return found


def _field(row: Mapping[str, str]) -> str:
    return row.get("field") or row.get("key") or ""


@cache
def own_texts() -> frozenset[str]:
    """What stands in our own template beside headings and labels, folded: it is nothing that was sent."""
    own = [row for row in table("template") if row["id"] in OWN]
    return frozenset(folded(row[language]) for row in own for language in LANGUAGES)


@cache
def nations() -> Mapping[str, str]:
    """Names of countries and their people in Spanish, French and Dutch, folded, where they mean one country."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("countries"):
        for text in (row["es"], row["fr"], row["nl"], *row["people"].split(";")):
            found[folded(text)].add(row["code"])
    return {text: next(iter(codes)) for text, codes in found.items() if text and len(codes) == 1}


# ── Headings put together from words we know: "PPT Exp", "Doc. issue country", "Seaman's book nr".


WORD: Final = re.compile(r"[^\W_]+|#")
# What words of these kinds together mean; the first that fits counts.
MEANT: Final[tuple[tuple[frozenset[str], str], ...]] = (
    (frozenset({"doc", "expiry"}), "expires"),
    (frozenset({"expiry", "date"}), "expires"),
    (frozenset({"doc", "issue", "date"}), "issued"),
    (frozenset({"issue", "date"}), "issued"),
    (frozenset({"doc", "country"}), "issuer"),
    (frozenset({"issue", "country"}), "issuer"),
    (frozenset({"doc", "issue"}), "issuer"),
    (frozenset({"doc", "type", "number"}), "document"),
    (frozenset({"doc", "type"}), "document_type"),
    (frozenset({"doc", "number"}), "document_number"),
    (frozenset({"birth", "date", "country"}), "birth"),
    (frozenset({"birth", "date"}), "born"),
)
FEWEST, MOST = 2, 8  # words of such a heading


def composed(heading: str) -> str:
    """The field; "" unless every word of the heading is one of ours."""
    words = WORD.findall(heading.replace("'", "").replace("’", "").replace("/", ""))
    if not FEWEST <= len(words) <= MOST:
        return ""
    kinds = {meaning("heading", word) for word in words}
    return "" if None in kinds else next((field for needed, field in MEANT if needed <= kinds), "")


NUMBERED: Final = re.compile(r"\s*\(?[0-9]{1,2}(?:\.[0-9]{1,2})?(?:\s*[.):-]\s*|\s+)(?=\D)")
ASIDE: Final = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
APART: Final = re.compile(r"\s*[/\n|]\s*|\s+-\s+")
CLOSE: Final = 80  # of 100: from here a heading is near enough to ask "is it meant?"
SHORTEST: Final = 4  # letters of a heading for which that question is asked


@lru_cache(maxsize=4096)
def column(heading: str) -> str:
    """The field a column's heading means; "" if it is none of ours."""
    return _meant(heading, "columns") or composed(heading)


@lru_cache(maxsize=4096)
def cargo_column(heading: str) -> str:
    """The field a column of a cargo sheet means; "" if it is none of ours."""
    return _meant(heading, "cargo_columns")


@lru_cache(maxsize=4096)
def key(label: str) -> str:
    """The key a label means, "unused:…" for what the forms ask and we have no use for; "" if it is none of ours."""
    return _meant(label, "keys")


def near(heading: str, table: str = "columns") -> str:
    """The English heading that was probably meant; "" if none is near."""
    plain = folded(heading)
    if len(plain) < SHORTEST:
        return ""
    found = process.extractOne(plain, headings(table).keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
    return captions(table)[headings(table)[found[0]]]["en"] if found else ""


def _meant(text: str, table: str) -> str:
    return next((known[each] for each in _readings(text) if (known := headings(table)) and each in known), "")


def _readings(text: str) -> Iterator[str]:
    """As written; without the form's number; without hints in brackets; each half of a heading in two languages."""
    bare = NUMBERED.sub("", text, count=1)
    short = ASIDE.sub(" ", bare)
    for each in (text, bare, short):
        yield folded(each.strip(" :*"))
    halves = [folded(half) for half in APART.split(short) if half.strip()]
    if len(halves) in (2, 3, 4):
        yield from (half for half in halves if len(half) > 1)


# ── Rows that are no people: section headings, totals, signatures, empty forms.


COUNTED: Final = re.compile(r"[\s:(]*[0-9]{0,5}[\s):]*$")
ENDS: Final = {"unused:signed", "person_count", "crew_count", "passenger_count"}  # what stands under the people
MOST_LABELLED: Final = 4  # values in a row that is a label with its value, and no person


def filled(row: Row) -> list[str]:
    return [cell for cell in row.cells if cell]


def only(row: Row) -> str:
    """The one text of the row, which merged cells may repeat; "" where there are several."""
    texts = set(filled(row))
    return next(iter(texts)) if len(texts) == 1 else ""


def section_of(row: Row) -> str:
    """The role of everybody below a line such as "CREW", "Passengers (12)", "IMO CREW LIST"; "" for other lines."""
    return section(only(row))


def section(text: str) -> str:
    bare = COUNTED.sub("", NUMBERED.sub("", text))
    return meaning("section", bare) or meaning("section", bare.replace("IMO", "").replace("OMI", "")) or ""


def is_end(row: Row) -> bool:
    """A total, a signature, or another label with its value under the people."""
    cells = filled(row)
    if not cells or len(cells) > MOST_LABELLED:
        return False
    first, _, after = cells[0].partition(":")
    if meaning("footer", COUNTED.sub("", first)) is not None and (len(cells) <= 2 or cells[1].isdigit()):
        return True
    meant = key(first)
    if not meant or meant in ENDS:
        return bool(meant)
    is_phrase = " " in NUMBERED.sub("", first).strip() or cells[0].rstrip().endswith(":") or bool(after.strip())
    return is_phrase or len(cells) == 1 or cells[1].isdigit() or not folded(cells[0])
