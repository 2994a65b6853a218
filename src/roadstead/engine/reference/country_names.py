"""Countries by name in English, Spanish, French and Dutch, or by the adjective for their people."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from roadstead.engine.reference.countries import alpha3, is_code
from roadstead.engine.reference.tables import table

SIGNS: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """Return the country's code of three letters; "" if none or several are meant."""
    if is_code(text):
        return alpha3(text)
    return alpha3(text) or _nations().get(_key(text), "")


def _key(text: str) -> str:
    """Return small letters and digits only, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return SIGNS.sub("", "".join(letter for letter in apart if not unicodedata.combining(letter)))


@cache
def _nations() -> Mapping[str, str]:
    """Return names of countries and their people in Spanish, French and Dutch, if they mean one country."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("country_names"):
        for text in (row["es"], row["fr"], row["nl"], *row["people"].split(";")):
            found[_key(text)].add(row["code"])
    return {text: next(iter(codes)) for text, codes in found.items() if text and len(codes) == 1}
