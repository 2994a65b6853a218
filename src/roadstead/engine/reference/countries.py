"""Countries: codes and names as carriers and lists write them, to one code and back to words.

Codes are ISO 3166-1 alpha-3, with the codes of ICAO Doc 9303 part 3 for persons without citizenship (XXA, XXB, UNO …),
the five British nationalities (GBD …), withdrawn codes of states without a single successor (SUN, YUG) and XKX for
Kosovo, which ISO has not coded.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from roadstead.engine.reference.caricom import CARICOM as CARICOM
from roadstead.engine.reference.tables import Row, table

# ── Names of countries and ports as lists write them, folded so that spellings of one name are equal


SMALL = frozenset({"the", "of", "and", "l", "la", "le"})
DOUBT = frozenset({"possibly", "presumed", "presumably", "assumed", "allegedly", "probably"})
ROLES = frozenset({"passport", "national", "citizen"})
SAINTS = {"st": "saint", "ste": "sainte"}
ASIDE = re.compile(r"\([^)]*\)|\([^)]*$")
WORD = re.compile(r"\w+")
APOSTROPHES = str.maketrans("", "", "'’‘`´.")


def fold_name(text: str) -> str:
    """Fold a name: plain small letters, small words dropped, the others sorted: "Korea, North" equals "North Korea"."""
    words = WORD.findall(_plain(text).translate(APOSTROPHES))
    return " ".join(sorted({SAINTS.get(word, word) for word in words} - SMALL))


def without_asides(text: str) -> str:
    return ASIDE.sub(" ", text)


def without_doubt(text: str) -> str:
    return " ".join(word for word in text.split() if word.casefold() not in DOUBT | ROLES)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def alpha3(text: str) -> str:
    """Return the one country meant by a code, name or adjective ("D", "DE", "German"); "" if none or several."""
    found = candidates(text)
    return found[0] if len(found) == 1 else ""


def candidates(text: str) -> tuple[str, ...]:
    """Return every country that the text may mean: "Dominican" is Dominica or the Dominican Republic. () if unknown."""
    code = _codes().get(text.strip().upper())
    if code:
        return (code,)
    known = _by_words()
    return next((known[words] for words in _readings(text) if words in known), ())


def name(code: str) -> str:
    """Return the English short name for a code of any kind ("DEU", "DE", "D"), or "" if unknown."""
    row = _rows().get(_codes().get(code.strip().upper(), ""))
    return row["name"] if row else ""


def alpha2(code: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of an alpha-3 code; "" if it has none."""
    return _rows()[code]["alpha2"] if code in _rows() else ""


def is_code(code: str) -> bool:
    """Return True if this is a known code of any length: ISO 3166 alpha-2 or alpha-3, or ICAO Doc 9303."""
    return code.strip().upper() in _codes()


def is_same(a: str, b: str) -> bool:
    """Return True if both texts name the same country. Strict: a British overseas citizen (GBO) is not GBR."""
    return bool(alpha3(a)) and alpha3(a) == alpha3(b)


def parent_state(code: str) -> str:
    """Return the state behind a code: GBR for GBD and CYM, DEU for DDR; else the code itself."""
    known = alpha3(code)
    return (_rows()[known]["family"] or known) if known else ""


def kind(code: str) -> str:
    """Return a code's kind: state, territory, former, special (no citizenship), body or specimen; "" if unknown."""
    known = alpha3(code)
    return _rows()[known]["kind"] if known else ""


def all_codes() -> tuple[str, ...]:
    """Return every alpha-3 code in use today, for choices in forms."""
    return tuple(code for code, row in _rows().items() if row["kind"] in {"state", "territory"})


@cache
def _rows() -> Mapping[str, Row]:
    return {row["code"]: row for row in table("countries")}


@cache
def _codes() -> Mapping[str, str]:
    """Return codes of every kind mapped to ours. Short names in capitals (DRC, UK, RKS) are codes as well."""
    shorts = {other: row["code"] for row in table("countries") for other in _others(row) if _is_short(other)}
    return shorts | {
        row[column]: row["code"] for row in table("countries") for column in ("alpha2", "code") if row[column]
    }


@cache
def _by_words() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in table("countries"):
        for words in {fold_name(text) for text in (row["name"], *_others(row))}:
            found[words].append(row["code"])
    return {words: tuple(codes) for words, codes in found.items()}


def _readings(text: str) -> Iterator[str]:
    """Yield the text as written, without brackets, and without words of doubt ("possibly", "presumed")."""
    yield fold_name(text)
    yield fold_name(without_asides(text))
    yield fold_name(without_doubt(without_asides(text)))


def _others(row: Row) -> list[str]:
    return [other.strip() for other in row["also"].split(";") if other.strip()]


def _is_short(text: str) -> bool:
    return len(text) <= 3 and text.isascii() and text.isupper() and text.isalpha()
