"""Meanings of column headings and labels, whatever the form's numbers, hints and word order."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from rapidfuzz import fuzz, process

from roadstead.engine.syntax.table import Row

# The tables in `data/`: headings, labels and words in four languages, mapped to our field names and values.


LANGUAGES: Final = ("en", "es", "fr", "nl")
MAX_HEADING_CHARS: Final = 160  # characters of a heading or label; a longer text is a sentence
# Those of 2026 are in sheets handed out before cells were marked as required.
OWN: Final = frozenset({"hint", "hint:required", "hint:2026", "cargo:hint", "cargo:hint:2026", "title:cargo"})
MARKS: Final = re.compile(r"[^\w#]+|_")


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Return every row of `data/<name>.csv` as a mapping by its headings."""
    text = (
        files("roadstead.engine.formats.passengers.sheets").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    )
    return tuple(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Return small letters and digits only, without accents, so that variants of a heading or word compare equal."""
    apart = unicodedata.normalize("NFKD", text[:MAX_HEADING_CHARS].casefold())
    return MARKS.sub("", "".join(letter for letter in apart if not unicodedata.combining(letter)))


@cache
def words(name: str) -> Mapping[str, str]:
    """Return one table of words.csv as folded word to value. The first row with a word counts."""
    found: dict[str, str] = {}
    for row in table("words"):
        if row["table"] == name:
            for word in (row["value"], *row["words"].split(";")):
                found.setdefault(folded(word) or word, row["value"])
    return found


def meaning(name: str, text: str) -> str | None:
    """Return the value of a word in one table; None if the table does not have it."""
    return words(name).get(folded(text) or text)


@cache
def headings(name: str) -> Mapping[str, str]:
    """Return `columns` or `keys` as folded heading to field."""
    found: dict[str, str] = {}
    for row in table(name):
        for text in (*(row[language] for language in LANGUAGES), *row["also"].split(";")):
            found.setdefault(folded(text), _field(row))
    return {text: field for text, field in found.items() if text}


@cache
def captions(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return `columns` or `keys` as field to its standard heading in each language."""
    found: dict[str, Mapping[str, str]] = {}
    for row in table(name):
        found.setdefault(_field(row), row)
    return found


def _field(row: Mapping[str, str]) -> str:
    return row.get("field") or row.get("key") or ""


@cache
def own_texts() -> frozenset[str]:
    """Return the folded texts of our own template besides headings and labels; they are no data of the sender."""
    own = [row for row in table("template") if row["id"] in OWN]
    return frozenset(folded(row[language]) for row in own for language in LANGUAGES)


# Headings composed of known words: "PPT Exp", "Doc. issue country", "Seaman's book nr".


WORD: Final = re.compile(r"[^\W_]+|#")
# Meaning of combinations of word kinds; the first that fits counts.
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
MIN_WORDS, MAX_WORDS = 2, 8  # words of such a heading


def composed(heading: str) -> str:
    """Return the field of a composed heading; "" unless every word of it is known."""
    words = WORD.findall(heading.replace("'", "").replace("’", "").replace("/", ""))
    if not MIN_WORDS <= len(words) <= MAX_WORDS:
        return ""
    kinds = {meaning("heading", word) for word in words}
    return "" if None in kinds else next((field for needed, field in MEANT if needed <= kinds), "")


# No two parts of a pattern read the same blanks, and none many of them from each place: else a cell of blanks would
# take half a minute.
NUMBERED: Final = re.compile(r"\s{0,40}\(?[0-9]{1,2}(?:\.[0-9]{1,2})?(?:\s*[.):-]\s*|\s+)(?=\D)")
ASIDE: Final = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
APART: Final = re.compile(r"\s*[/\n|]\s*|\s+-\s+")
MIN_SIMILARITY: Final = 80  # of 100: from this similarity a heading is suggested
MIN_SUGGEST_CHARS: Final = 4  # letters of a heading for which a suggestion is made


@lru_cache(maxsize=4096)
def column(heading: str) -> str:
    """Return the field that a column's heading means; "" if unknown."""
    return _meant(heading, "columns") or composed(heading)


@lru_cache(maxsize=4096)
def cargo_column(heading: str) -> str:
    """Return the field that a column's heading in a cargo sheet means; "" if unknown."""
    return _meant(heading, "cargo_columns")


@lru_cache(maxsize=4096)
def key(label: str) -> str:
    """Return the key that a label means, "unused:…" for one that is not needed; "" if unknown."""
    return _meant(label, "keys")


def suggest_heading(heading: str, table: str = "columns") -> str:
    """Return the English heading that was probably meant; "" if none is similar."""
    plain = folded(heading)
    if len(plain) < MIN_SUGGEST_CHARS:
        return ""
    found = process.extractOne(plain, headings(table).keys(), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
    return captions(table)[headings(table)[found[0]]]["en"] if found else ""


def _meant(text: str, table: str) -> str:
    return next((known[each] for each in _readings(text) if (known := headings(table)) and each in known), "")


def _readings(text: str) -> Iterator[str]:
    """Yield readings of a heading: as written; without the form's number; without hints in brackets; each half.

    Halves are those of a heading in two languages.
    """
    bare = NUMBERED.sub("", text, count=1)
    short = ASIDE.sub(" ", bare)
    for each in (text, bare, short):
        yield folded(each.strip(" :*"))
    halves = [folded(half) for half in APART.split(short) if half.strip()]
    if len(halves) in (2, 3, 4):
        yield from (half for half in halves if len(half) > 1)


# Rows that are not people: section headings, totals, signatures, empty forms.


COUNTED: Final = re.compile(r"(?<![\s:(])[\s:(]*(?:(?:[0-9]{1,5}|\))[\s):]*)?$")  # as NUMBERED
ENDS: Final = {"unused:signed", "person_count", "crew_count", "passenger_count"}  # labels that come below the people
MAX_LABELLED_VALUES: Final = 4  # values in a row that is a label with its value, and not a person


def filled(row: Row) -> list[str]:
    return [cell for cell in row.cells if cell]


def only(row: Row) -> str:
    """Return the only text of the row, which merged cells may repeat; "" if there are several."""
    texts = set(filled(row))
    return next(iter(texts)) if len(texts) == 1 else ""


def section_of(row: Row) -> str:
    """Return the role of people below a line such as "CREW", "Passengers (12)", "IMO CREW LIST"; "" for others."""
    return section(only(row))


def section(text: str) -> str:
    bare = COUNTED.sub("", NUMBERED.sub("", text))
    return meaning("section", bare) or meaning("section", bare.replace("IMO", "").replace("OMI", "")) or ""


def is_end(row: Row) -> bool:
    """Return True for a total, a signature, or another label with its value below the people."""
    cells = filled(row)
    if not cells or len(cells) > MAX_LABELLED_VALUES:
        return False
    first, _, after = cells[0].partition(":")
    if meaning("footer", COUNTED.sub("", first)) is not None and (len(cells) <= 2 or cells[1].isdigit()):
        return True
    meant = key(first)
    if not meant or meant in ENDS:
        return bool(meant)
    is_phrase = " " in NUMBERED.sub("", first).strip() or cells[0].rstrip().endswith(":") or bool(after.strip())
    return is_phrase or len(cells) == 1 or cells[1].isdigit() or not folded(cells[0])
